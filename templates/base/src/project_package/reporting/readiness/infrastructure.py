"""Section 3: infrastructure."""

from project_package.reporting.documents.run import Run
from project_package.reporting.documents.words import quoted
from project_package.reporting.readiness.evidence import (
    Finding,
    Test,
    has_stage,
    lacking,
    read_mapping,
    tests_of,
    tests_that_name,
)
from project_package.reporting.readiness.workflows import at_every_change


def training_is_reproducible(run: Run) -> Finding:
    """A test trains twice and compares the models byte by byte."""
    test = "tests/test_reproducible.py"
    if test not in tests_that_name(run.root, "sha256"):
        return lacking(f"'{test}', which trains twice and compares the models' hashes")
    return Finding(1, (test,), "a test trains twice and asks for the same bytes")


def model_code_is_tested(run: Run) -> Finding:
    """The functions that make a model and ask it are called by tests."""
    tests = {name: tests_that_name(run.root, name) for name in ("train_model", "predict")}
    untested = [name for name, files in tests.items() if not files]
    if untested:
        return lacking(f"tests that call {quoted(untested)}")
    files = tuple(sorted({file for found in tests.values() for file in found}))
    return Finding(1, files, "tests call 'train_model' and 'predict'")


def pipeline_is_tested_as_a_whole(run: Run) -> Finding:
    """A test runs all stages, and does so by itself at every change."""
    tests = tests_that_name(run.root, "stage_graph")
    if not tests:
        return lacking("'tests/test_pipeline.py', which runs every stage on a sample")
    evidence = "a test runs every stage on a sample"
    return at_every_change(run.root, tests, evidence)


def quality_is_validated_before_serving(run: Run) -> Finding:
    """The last stage stops the pipeline when the model misses a gate."""
    names = [gate["name"].replace("_", " ") for gate in run.gates.get("gates", []) if gate["required"]]
    if not names or not has_stage(run, "gate"):
        return lacking("the stage 'gate' in 'dvc.yaml', with its module as the command, and its 'reports/gates.json'")
    evidence = f"{len(names)} required gates stop the pipeline: {', '.join(names)}"
    return Finding(1, ("reports/gates.json", "dvc.yaml"), evidence)


def model_is_debuggable(run: Run) -> Finding:
    """One example can be followed from its values to the prediction."""
    tests = tests_of(run, "app.explain")
    if not tests:
        return lacking("a command that explains the prediction of one row, and a test of it")
    return Finding(1, tuple(tests), "a command explains the prediction of one row, and is tested")


def models_can_be_rolled_back(run: Run) -> Finding:
    """The model in use can be exchanged for the one before."""
    tests = tests_of(run, "monitoring.rollback")
    if not tests:
        return lacking("a command that brings the former model back, and a test of it")
    return Finding(1, tuple(tests), "a command brings the former model back, and is tested")


def models_are_canaried(run: Run) -> Finding:
    """A new model answers a part of the requests, and is judged, before it answers all."""
    tests, manifest = tests_of(run, "delivery.canary"), "deploy/kubernetes/canary/kustomization.yaml"
    if not tests or not read_mapping(run.root / manifest).get("resources"):
        return lacking("a service, and a new model beside the old one before it replaces it")
    return Finding(
        1, (*tests, manifest), "a new model is judged beside the old one before it replaces it, and that is tested"
    )


TESTS: dict[str, Test] = {
    "Training is reproducible": training_is_reproducible,
    "Model specs are unit tested": model_code_is_tested,
    "The ML pipeline is integration tested": pipeline_is_tested_as_a_whole,
    "Model quality is validated before serving": quality_is_validated_before_serving,
    "The model is debuggable": model_is_debuggable,
    "Models are canaried before serving": models_are_canaried,
    "Serving models can be rolled back": models_can_be_rolled_back,
}
