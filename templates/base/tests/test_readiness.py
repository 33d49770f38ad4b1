"""A point of the readiness score is given only where a file proves it."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from project_package.reporting.documents.run import Run, load_run
from project_package.reporting.readiness.data import (
    features_are_added_quickly,
    features_are_affordable,
    features_are_beneficial,
    schema_is_checked,
)
from project_package.reporting.readiness.evidence import PACKAGE, Finding, Test
from project_package.reporting.readiness.infrastructure import (
    model_is_debuggable,
    models_are_canaried,
    models_can_be_rolled_back,
    pipeline_is_tested_as_a_whole,
    quality_is_validated_before_serving,
    training_is_reproducible,
)
from project_package.reporting.readiness.model import (
    OUTCOMES,
    answers_in_use_are_like_the_evaluation,
    hyperparameters_are_tuned,
    inclusion_is_tested,
    simpler_is_not_better,
    specification_is_reviewed,
    staleness_is_known,
)
from project_package.reporting.readiness.monitoring import dependency_changes_are_noticed
from project_package.reporting.readiness.score import SECTIONS, readiness
from project_package.utils.params import Params
from project_package.utils.schema import Column, Schema

TESTS = [test for section in SECTIONS.values() for test in section.values()]
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


def using(module: str, name: str) -> str:
    """A test of a function of the package."""
    return f"from project_package.{module} import {name}\n\ndef test_it():\n    assert {name}()\n"


# What is not in every project yet, as far as the score looks at it: with this, the tests below give all their points.
CANARY = "deploy/kubernetes/canary/kustomization.yaml"
DEPENDABOT, OWNERS, WORKFLOW = ".github/dependabot.yml", "CODEOWNERS", ".github/workflows/test.yml"
COMPLETE = {
    "requirements.txt": "# fixed\nnumpy==2.4.6\nScikit_Learn[x]==1.9.1 ; python_version > '3'\n",
    "models/manifest.json": '{"version": "a", "versions": {"numpy": "2.4.6", "scikit-learn": "1.9.1"}, '
    '"features": ["a"]}',
    DEPENDABOT: "version: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n",
    OWNERS: "# who looks at what\n*.yaml @somebody\n",
    WORKFLOW: "on:\n  push:\njobs:\n  test:\n    steps:\n      - uses: a/b\n      - run: uv run --locked pytest -q\n",
    "dvc.yaml": "stages:\n"
    "  validate:\n    cmd: python -m project_package.stages.validate\n"
    "  featurize:\n    cmd: python -m project_package.stages.featurize\n"
    "  gate:\n    cmd: python -m project_package.stages.gate\n",
    "dvc.lock": "outs: [models/model.joblib]\n",
    "src/project_package/monitoring/rollback.py": "def roll_back(): ...\n",
    "src/project_package/app/explain.py": "def explain(): ...\n",
    "src/project_package/delivery/canary.py": "def judge(): ...\n",
    CANARY: "resources: [../base/workload]\n",
    "tests/test_canary.py": using("delivery.canary", "judge"),
    "tests/test_rollback.py": using("monitoring.rollback", "roll_back"),
    "tests/test_explain.py": using("app.explain", "explain"),
    OUTCOMES: '{"model_version": "a", "verdict": "none", "sentence": "The errors of 90 answers are alike."}',
    "reports/gates.json": '{"gates": [{"name": "minimum", "required": true}]}',
    "reports/data_validation.json": '{"rows": 9, "checks": [{"name": "schema", "verdict": "passed"}]}',
    "reports/feature_cost.json": '{"a": 999.0}',
    "models/ledger.jsonl": '{"figures": {"rows": 9}}\n'
    '{"figures": {"metric": "r2", "new": {"rows": 60, "champion": 0.5, "challenger": 0.6}}}\n{"half',
    "tests/test_new.py": "def test_new():\n    patch('FEATURES')\n    assert train_model().answers()\n",
    "tests/test_pipeline.py": "import pytest\n\ndef order():\n    stage_graph()\n\ndef test_all():\n    order()\n",
    "tests/test_reproducible.py": "import pytest\n\ndef test_same():\n    assert one['sha256'] == other['sha256']\n",
}
CONTRADICTED = COMPLETE["models/ledger.jsonl"].replace('"new"', '"contradicts": true, "new"')
PIPELINE_TEST, TRAINING_TEST = COMPLETE["tests/test_pipeline.py"], COMPLETE["tests/test_reproducible.py"]


def not_run(stage: str) -> list[str]:
    """`dvc.yaml` with a stage that does not do what its name says."""
    command = f"python -m project_package.stages.{stage}"
    others = (
        "'true'",
        f"echo {command}",
        f"{command} || true",
        f"|\n      {command}\n      true",
        f"{command}\n    frozen: true",
    )
    return [COMPLETE["dvc.yaml"].replace(command, other) for other in others]


# Of each evidence: what stands in it instead, while its file stays where it is.
SABOTAGE: list[tuple[Callable[[Run], Finding], str, list[str]]] = [
    (
        dependency_changes_are_noticed,
        "requirements.txt",
        [
            "",
            "# numpy==2.4.6\n",
            "numpy==2.4.6\n",
            "numpy==2.4.6\nscikit-learn>=1\n",
            "numpy==2.*\nscikit-learn==1.9.1\n",
        ],
    ),
    (
        dependency_changes_are_noticed,
        DEPENDABOT,
        ["", "updates: []\n", "a: [", COMPLETE[DEPENDABOT].replace("pip", "npm")],
    ),
    (specification_is_reviewed, OWNERS, ["", "# *.yaml @somebody\n", "*.yaml\n", "[Team] @somebody\n"]),
    (specification_is_reviewed, "dvc.yaml", ["", "stages: {}\n"]),
    (
        pipeline_is_tested_as_a_whole,
        WORKFLOW,
        [
            "",
            "on: [issues]\njobs: {}\n",
            COMPLETE[WORKFLOW].replace("push", "issues"),
            COMPLETE[WORKFLOW].replace("run: uv", "run: echo uv"),
            COMPLETE[WORKFLOW].replace("pytest -q", "pytest -q || true"),
            COMPLETE[WORKFLOW].replace("steps:", "if: false\n    steps:"),
            COMPLETE[WORKFLOW].replace("steps:", "continue-on-error: true\n    steps:"),
        ],
    ),
    (
        pipeline_is_tested_as_a_whole,
        "tests/test_pipeline.py",
        [
            "",
            f"{PIPELINE_TEST}\npytestmark = pytest.mark.skip\n",
            f"{PIPELINE_TEST}\npytestmark = [pytest.mark.slow, pytest.mark.skipif(True, reason='')]\n",
            f"import pytest\npytest.skip('', allow_module_level=True)\n{PIPELINE_TEST}",
            PIPELINE_TEST.replace("def test", "@pytest.mark.skip(reason='')\ndef test"),
            PIPELINE_TEST.replace("def test", "@pytest.mark.xfail\ndef test"),
            PIPELINE_TEST.replace("    order()", "    pytest.skip('')\n    order()"),
            PIPELINE_TEST.replace("    order()", "    pass"),
            PIPELINE_TEST.replace("test_all", "all"),
        ],
    ),
    (
        training_is_reproducible,
        "tests/test_reproducible.py",
        [
            "",
            f"{TRAINING_TEST}\npytestmark = pytest.mark.skip\n",
            TRAINING_TEST.replace("def test", "@pytest.mark.skipif(True, reason='')\ndef test"),
            "import pytest\n\n@pytest.mark.skip\nclass TestSame:\n    def test_same(self):\n        one['sha256']\n",
        ],
    ),
    (quality_is_validated_before_serving, "dvc.yaml", ["", *not_run("gate")]),
    (schema_is_checked, "dvc.yaml", ["", *not_run("validate")]),
    (features_are_affordable, "dvc.yaml", ["", *not_run("featurize")]),
    (features_are_affordable, "reports/feature_cost.json", ["{}", '{"b": 1}', '{"a": 1000.5}']),
    (
        features_are_added_quickly,
        "tests/test_new.py",
        ["", *(COMPLETE["tests/test_new.py"].replace(word, "x") for word in ("FEATURES", "train_model", "answers"))],
    ),
    (features_are_added_quickly, WORKFLOW, ["", COMPLETE[WORKFLOW].replace("push", "issues")]),
    (
        staleness_is_known,
        "models/ledger.jsonl",
        ["", "{}", COMPLETE["models/ledger.jsonl"].replace('"new"', '"old"'), CONTRADICTED],
    ),
    (quality_is_validated_before_serving, "reports/gates.json", ["{}", '{"gates": []}']),
    (
        models_can_be_rolled_back,
        "tests/test_rollback.py",
        [
            "",
            COMPLETE["tests/test_rollback.py"].replace("roll_back()", "True"),
            COMPLETE["tests/test_rollback.py"].replace("def test", "@pytest.mark.skip(reason='')\ndef test"),
            "def roll_back(): ...\n\ndef test_it():\n    assert roll_back()\n",
        ],
    ),
    (
        answers_in_use_are_like_the_evaluation,
        OUTCOMES,
        [
            "",
            "{}",
            *(
                COMPLETE[OUTCOMES].replace(*change)
                for change in [("none", "drift"), ("none", "not judged"), ('"a"', '"b"')]
            ),
        ],
    ),
    (models_are_canaried, CANARY, ["", "resources: []\n"]),
    (models_are_canaried, "tests/test_canary.py", ["", "def test_judge():\n    assert True\n"]),
    (model_is_debuggable, "tests/test_explain.py", ["", "def test_explain():\n    assert True\n"]),
]
SABOTAGES = [(test, file, content) for test, file, contents in SABOTAGE for content in contents]


@pytest.fixture(scope="module")
def complete(params: Params, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A project of nothing but evidence, all of which proves what it shall."""
    root = tmp_path_factory.mktemp("complete")
    for name in ("params.yaml", params.data.schema_path):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, root / name)
    for name, content in COMPLETE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    add_to_git(root)
    return load_run(root)


def add_to_git(root: Path) -> None:
    if shutil.which("git"):
        subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
        subprocess.run(["git", "add", "--all"], cwd=root, check=True)


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
    add_to_git(root)
    return root


def points_without(files: list[Path], test: Test, root: Path) -> float:
    for file in files:
        file.rename(file.with_name(f"{file.name}.aside"))
    try:
        return test(load_run(root)).points
    finally:
        for file in files:
            file.with_name(f"{file.name}.aside").rename(file)


def points_with(changed: dict[Path, str], finding: Callable[[Run], Finding], root: Path) -> float:
    before = {file: file.read_bytes() for file in changed}
    for file, content in changed.items():
        file.write_text(content, encoding="utf-8")
    try:
        return finding(load_run(root)).points
    finally:
        for file, kept in before.items():
            file.write_bytes(kept)


def emptied(file: Path) -> str:
    return "{}" if file.suffix == ".json" else ""


def test_there_are_seven_tests_in_each_section() -> None:
    assert [len(section) for section in SECTIONS.values()] == [7, 7, 7, 7]


@pytest.mark.parametrize("test", TESTS, ids=[name for section in SECTIONS.values() for name in section])
def test_without_its_evidence_a_point_is_gone(test: Test, copy: Path) -> None:
    finding = test(load_run(copy))
    assert finding.points in (0, 0.5, 1)
    assert bool(finding.files) == bool(finding.points), "a point names the files that prove it"
    assert finding.missing or finding.points == 1
    proofs = [copy / name for name in finding.files]
    assert all(proof.is_file() for proof in proofs)
    needed = [[proof] for proof in proofs if "tests" not in proof.relative_to(copy).parts]
    assert all(points_without(group, test, copy) < finding.points for group in needed)
    assert not proofs or points_without(proofs, test, copy) == 0
    assert all(points_with({proof: emptied(proof) for proof in group}, test, copy) < finding.points for group in needed)
    assert not proofs or points_with({proof: emptied(proof) for proof in proofs}, test, copy) == 0


@pytest.mark.parametrize(("finding", "file", "content"), SABOTAGES, ids=[file for _, file, _ in SABOTAGES])
def test_a_file_whose_content_proves_nothing_gives_no_point(
    finding: Callable[[Run], Finding], file: str, content: str, complete: Run
) -> None:
    if finding is specification_is_reviewed and not shutil.which("git"):
        return
    full = finding(complete)
    assert file in full.files, full.missing
    assert points_with({complete.root / file: content}, finding, complete.root) < full.points


@pytest.mark.parametrize(
    ("drops", "points", "words"),
    [
        ({"a": 0.1, "b": 0.1}, 1, "2 columns were shuffled in turn"),
        ({"a": 0.1, "b": 0.0}, 0.5, "1 missed, 0 disturbing, 1 without"),
        ({"a": 0.1, "b": -0.1}, 0.5, "1 missed, 1 disturbing, 0 without"),
        ({}, 0, ""),
    ],
)
def test_features_are_beneficial_if_each_is_missed(
    drops: dict[str, float], points: float, words: str, complete: Run
) -> None:
    importance = {name: {"importance": drop, "low": drop - 0.05, "high": drop + 0.05} for name, drop in drops.items()}
    finding = features_are_beneficial(replace(complete, importance=importance))
    assert finding.points == points
    assert words in finding.evidence


def test_a_bare_project_has_no_points(params: Params, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ("params.yaml", params.data.schema_path):
        shutil.copy(name, tmp_path / name)
    assert readiness(load_run(tmp_path)).final == 0
    assert all(section.points == 0 for section in readiness(load_run(tmp_path)).sections)


def test_the_weakest_section_decides(copy: Path) -> None:
    score = readiness(load_run(copy))
    assert score.final == min(section.points for section in score.sections)


@pytest.mark.parametrize(
    ("method", "trials", "points"),
    [("a grid of 2", 3, 1), ("7 at random", 8, 0.5), ("19 at random", 20, 1), ("7 at random", 1, 0)],
)
def test_hyperparameters_are_tuned_by_a_whole_grid_or_trials_enough(
    method: str, trials: int, points: float, complete: Run
) -> None:
    tried = [{"candidate": "c", "params": {"a": 1, "b": 2} if place else {}} for place in range(trials)]
    tuning = {"trials": tried, "candidates": {"c": {"method": method}}}
    assert hyperparameters_are_tuned(replace(complete, manifest={"candidate": "c"}, tuning=tuning)).points == points


@pytest.mark.parametrize(("by", "points"), [("day", 1), (None, 0)])
def test_the_order_of_a_file_is_no_back_test_on_time(by: str | None, points: float, complete: Run) -> None:
    aging = {"by": by, "metric": "r2", "periods": [{"rows": 9, "score": 0.5}]}
    nothing_else = complete.root / "nothing"
    assert staleness_is_known(replace(complete, root=nothing_else, examination={"aging": aging})).points == points


@pytest.mark.parametrize(
    ("candidate", "apart", "points"), [("line", False, 1), ("forest", False, 0.5), ("forest", True, 1)]
)
def test_nothing_simpler_is_missing_where_the_simplest_is_in_use(
    candidate: str, apart: bool, points: float, complete: Run
) -> None:
    sentence = "better than" if apart else "not distinguishable from"
    gates = [{"name": name, "verdict": "passed", "sentence": sentence} for name in ("dummy", "linear")]
    tuning = {"simplicity": ["line", "forest"]}
    run = replace(complete, gates={"gates": gates}, tuning=tuning, manifest={"candidate": candidate})
    assert simpler_is_not_better(run).points == points


@pytest.mark.parametrize(
    ("compared", "passed", "expected"),
    [(["sex", "origin"], True, 1), (["sex"], True, 0.5), ([], True, 0), (["sex", "origin"], False, 0)],
)
def test_inclusion_is_tested_where_every_sensitive_column_was_compared(
    compared: list[str], passed: bool, expected: float, params: Params, schema: Schema
) -> None:
    about: dict[str, Any] = {"type": "string", "order": "nominal", "role": "feature", "nullable": False}
    columns = [Column(name=name, key=name, sensitive=True, **about) for name in ("sex", "origin")]
    said = "passed" if passed else "failed"
    gate = {"name": "fairness", "verdict": said, "value": 0.1 if compared else None, "compared": compared}
    sensitive = schema.model_copy(update={"columns": columns})
    run = Run(params, sensitive, gates={"gates": [gate]}, examination={"protected": []})
    finding = inclusion_is_tested(run)
    assert finding.points == expected
    assert ("'origin'" in finding.missing) == (expected < 1)
    without = Run(params, sensitive, examination={"protected": []})
    assert inclusion_is_tested(without).points == 0


@pytest.mark.parametrize(
    ("named", "scores", "points"), [(None, [], 0), ([], [], 0.5), (["sex"], [0.7, None], 0), (["sex"], [0.7, 0.8], 0.5)]
)
def test_groups_that_were_only_scored_are_half_a_test_of_inclusion(
    named: list[str] | None, scores: list[float | None], points: float, params: Params, schema: Schema
) -> None:
    nobody = schema.model_copy(update={"columns": [c.model_copy(update={"sensitive": False}) for c in schema.columns]})
    about = {"column": "sex", "rows": 9, "sensitive": False}
    slices = [about | {"value": str(number), "score": score} for number, score in enumerate(scores)]
    examination = {} if named is None else {"protected": named}
    run = Run(params, nobody, examination=examination, slices={"metric": "r2", "slices": slices})
    finding = inclusion_is_tested(run)
    assert (finding.points, "a person who decides" in finding.missing) == (points, True)
