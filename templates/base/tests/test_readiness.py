"""A point of the readiness score is given only where a file proves it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from project_package.documents.run import Run, load_run
from project_package.readiness.evidence import PACKAGE, Test
from project_package.readiness.score import SECTIONS, final, points, readiness
from project_package.utils.params import Params

TESTS = [test for section in SECTIONS.values() for test in section]
PARTS = [
    "params.yaml",
    "dvc.yaml",
    "dvc.lock",
    "metrics.json",
    "requirements.txt",
    "docs",
    "reports",
    "tests",
    ".github",
]


@pytest.fixture(scope="module")
def copy(params: Params, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What counts as evidence, copied to where it can be taken away."""
    root = tmp_path_factory.mktemp("project")
    for part in [*PARTS, params.data.schema_path, "models/manifest.json", (PACKAGE / "features").as_posix()]:
        source, target = Path(part), root / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy(source, target)
    if shutil.which("git"):
        subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
        subprocess.run(["git", "add", "--all"], cwd=root, check=True)
    return root


def points_without(files: list[Path], test: Test, root: Path) -> float:
    for file in files:
        file.rename(file.with_name(f"{file.name}.aside"))
    try:
        return test[1](load_run(root)).points
    finally:
        for file in files:
            file.with_name(f"{file.name}.aside").rename(file)


def test_there_are_seven_tests_in_each_section() -> None:
    assert [len(section) for section in SECTIONS.values()] == [7, 7, 7, 7]


@pytest.mark.parametrize("test", TESTS, ids=[name for name, _ in TESTS])
def test_without_its_evidence_a_point_is_gone(test: Test, copy: Path) -> None:
    finding = test[1](load_run(copy))
    assert finding.points in (0, 0.5, 1)
    assert bool(finding.files) == bool(finding.points), "a point names the files that prove it"
    assert finding.missing or finding.points == 1
    proofs = [copy / name for name in finding.files]
    assert all(proof.is_file() for proof in proofs)
    needed = [[proof] for proof in proofs if proof.parent.name != "tests"]
    assert all(points_without(group, test, copy) < finding.points for group in needed)
    assert not proofs or points_without(proofs, test, copy) == 0


def test_a_bare_project_has_no_points(params: Params, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ("params.yaml", params.data.schema_path):
        shutil.copy(name, tmp_path / name)
    assert final(readiness(load_run(tmp_path))) == 0
    assert sum(points(findings) for findings in readiness(load_run(tmp_path)).values()) == 0


def test_the_weakest_section_decides(copy: Path) -> None:
    project: Run = load_run(copy)
    score = readiness(project)
    assert final(score) == min(points(findings) for findings in score.values())
