"""Section 3: infrastructure."""

from project_package.documents.run import Run
from project_package.readiness.evidence import Finding, Test, stages, tests_that_name

WORKFLOWS = (".github/workflows/*.yml", ".github/workflows/*.yaml", ".gitlab-ci.yml")


def training_is_reproducible(run: Run) -> Finding:
    """A test trains twice and compares the models byte by byte."""
    test = "tests/test_reproducible.py"
    if test not in tests_that_name(run.root, "sha256"):
        return Finding(missing=f"`{test}`, which trains twice and compares the models' hashes")
    return Finding(1, (test,), "two trainings give the same bytes")


def model_code_is_tested(run: Run) -> Finding:
    """The functions that make a model and ask it are called by tests."""
    tests = {name: tests_that_name(run.root, name) for name in ("train_model", "predict")}
    untested = [name for name, files in tests.items() if not files]
    if untested:
        return Finding(missing=f"tests that call {' and '.join(f'`{name}`' for name in untested)}")
    files = tuple(sorted({file for found in tests.values() for file in found}))
    return Finding(1, files, "tests call `train_model` and `predict`")


def pipeline_is_tested_as_a_whole(run: Run) -> Finding:
    """A test runs all stages, and does so by itself at every change."""
    tests = tests_that_name(run.root, "stage_graph")
    if not tests:
        return Finding(missing="`tests/test_pipeline.py`, which runs every stage on a sample")
    workflow = next(
        (path.relative_to(run.root).as_posix() for glob in WORKFLOWS for path in sorted(run.root.glob(glob))), None
    )
    if workflow is None:
        return Finding(
            0.5, tuple(tests), "a test runs every stage on a sample", "a machine that runs it at every change"
        )
    return Finding(1, (*tests, workflow), "a test runs every stage on a sample, at every change")


def quality_is_validated_before_serving(run: Run) -> Finding:
    """The last stage stops the pipeline when the model misses a gate."""
    if not run.gates or "gate" not in stages(run):
        return Finding(missing="the stage `gate` in `dvc.yaml` and its `reports/gates.json`")
    names = [gate["name"] for gate in run.gates["gates"]]
    return Finding(1, ("reports/gates.json", "dvc.yaml"), f"{len(names)} gates stop the pipeline: {', '.join(names)}")


def model_is_debuggable(run: Run) -> Finding:
    """One example can be followed from its values to the prediction."""
    return Finding(missing="a command that explains the prediction of one row")


def models_are_canaried(run: Run) -> Finding:
    """A new model sees a part of the traffic first."""
    return Finding(missing="a service, and a new model beside the old one before it replaces it")


def models_can_be_rolled_back(run: Run) -> Finding:
    """The model in use can be exchanged for the one before."""
    lock, page = run.root / "dvc.lock", run.root / "docs/deployment.md"
    kept = lock.is_file() and "model.joblib" in lock.read_text(encoding="utf-8")
    if not kept or not page.is_file():
        return Finding(missing="models whose versions DVC keeps, and written instructions")
    evidence = "every committed model's bytes are kept by DVC; `docs/deployment.md` says how to go back"
    return Finding(0.5, ("dvc.lock", "docs/deployment.md"), evidence, "one command that does it, and a test of it")


TESTS: list[Test] = [
    ("Training is reproducible", training_is_reproducible),
    ("Model specs are unit tested", model_code_is_tested),
    ("The ML pipeline is integration tested", pipeline_is_tested_as_a_whole),
    ("Model quality is validated before serving", quality_is_validated_before_serving),
    ("The model is debuggable", model_is_debuggable),
    ("Models are canaried before serving", models_are_canaried),
    ("Serving models can be rolled back", models_can_be_rolled_back),
]
