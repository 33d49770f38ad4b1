"""Every variant of the Python here, put together by the generator, passes its own ruff, mypy and pytest.

Run by `pytest` in the repository's root folder, with an emitted project's environment activated and `dist/`
built; node is needed to emit.
"""

import subprocess
import sys
from pathlib import Path

import pytest

CLI = Path(__file__).resolve().parents[1] / "dist" / "cli.js"
VARIANTS = {
    "binary": ["--task", "binary"],
    "multiclass": ["--task", "multiclass", "--layout", "package"],
    "regression": ["--task", "regression"],
    "by hand": ["--task", "regression", "--level", "0"],
}
CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "pytest": ["pytest", "-q", "-p", "no:cacheprovider"],
}


@pytest.fixture(scope="module", params=VARIANTS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One variant, emitted in the layout, task and level of its options."""
    folder = tmp_path_factory.mktemp("emitted") / "sample_project"
    command = ["node", str(CLI), str(folder), "--yes", *VARIANTS[request.param]]
    emitted = subprocess.run(command, capture_output=True, text=True, check=False)
    assert emitted.returncode == 0, emitted.stderr
    return folder


@pytest.mark.parametrize("check", CHECKS)
def test_an_emitted_project_is_clean(project: Path, check: str) -> None:
    """A check of the project, run in it, ends well."""
    source = project / "src" if (project / "src" / "sample_project").is_dir() else project
    done = subprocess.run(
        [sys.executable, "-m", *CHECKS[check]],
        cwd=project,
        env={"PATH": str(Path(sys.executable).parent), "PYTHONPATH": str(source), "HOME": str(Path.home())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
