"""Section 4: monitoring."""

import re
from pathlib import Path

from project_package.reporting.documents.run import Run
from project_package.reporting.documents.words import count, quoted
from project_package.reporting.readiness.evidence import (
    Finding,
    Test,
    lacking,
    read,
    read_mapping,
    tests_of,
    tests_that_name,
)

BOTS = (".github/dependabot.yml", "renovate.json", ".gitlab/renovate.json")
PYTHON_PACKAGES = {"pip", "uv"}
FIXED = re.compile(r"([A-Za-z0-9][\w.-]*)(\[[^\]]*\])?\s*==\s*[^\s;*]+(\s.*|;.*)?")


def dependency_changes_are_noticed(run: Run) -> Finding:
    """Versions are fixed, and somebody is told when there are newer ones."""
    fixed, loose = _requirements(run.root / "requirements.txt")
    loose += [name for name in run.manifest.get("versions", {}) if _plain(name) not in fixed]
    if loose or not fixed:
        return lacking(f"fixed versions, '==', of {quoted(loose) if loose else 'all packages'}")
    bot = next((file for file in BOTS if _watches(run.root / file)), None)
    evidence = f"the versions of {count(len(fixed), 'package')} are fixed, so none changes unnoticed"
    if bot is None:
        return Finding(0.5, ("requirements.txt",), evidence, "a bot that tells about newer versions")
    return Finding(1, ("requirements.txt", bot), f"{evidence}; '{bot}' tells about newer ones")


def _requirements(file: Path) -> tuple[set[str], list[str]]:
    """The packages whose version a file fixes, and its lines that fix none; options and hashes are neither."""
    fixed, loose = set(), []
    for line in read(file).splitlines():
        text = line.partition("#")[0].strip().rstrip("\\").strip()
        if match := FIXED.fullmatch(text):
            fixed.add(_plain(match[1]))
        elif text and not text.startswith("-"):
            loose.append(text)
    return fixed, loose


def _plain(package: str) -> str:
    """A package's name as its index writes it: `Scikit_learn` is `scikit-learn`."""
    return re.sub(r"[-_.]+", "-", package).lower()


def _watches(bot: Path) -> bool:
    """Whether the bot's settings make it look after Python packages."""
    settings = read_mapping(bot)
    if bot.name == "renovate.json":
        return bool(settings) and settings.get("enabled") is not False
    updates = settings.get("updates")
    entries = [entry for entry in updates if isinstance(entry, dict)] if isinstance(updates, list) else []
    return any(entry.get("package-ecosystem") in PYTHON_PACKAGES for entry in entries)


def data_invariants_hold(run: Run) -> Finding:
    """What comes in is compared with the schema."""
    tests = sorted({test for module in ("app.main", "app.text_file", "app.files") for test in tests_of(run, module)})
    if not tests:
        return lacking("a service or batch job that checks its input against 'data/schema.yaml', and a test of it")
    return Finding(1, tuple(tests), "what the model is asked in use is checked against 'data/schema.yaml', and tested")


def training_and_serving_agree(run: Run) -> Finding:
    """The same rows give the same predictions in training and in use."""
    tests = sorted(set(data_invariants_hold(run).files) & set(tests_that_name(run.root, "load_model")))
    if not tests:
        return lacking("a test that sends the same rows through the service and through the trained pipeline")
    return Finding(1, tuple(tests), "a test sends the same rows through the service and through the trained pipeline")


def models_are_not_stale(run: Run) -> Finding:
    """The age of the model in use is watched."""
    tests = tests_of(run, "monitoring.retrain")
    if not tests:
        return lacking("a retraining that starts when the model in use gets too old, and a test of it")
    return Finding(1, tuple(tests), "a model that gets too old is trained anew, and that is tested")


def computing_performance_is_kept(run: Run) -> Finding:
    """Latency, throughput and memory are measured and compared with a budget."""
    if not run.speed:
        return lacking("measured times in 'reports/speed.json': the stage 'examine'")
    evidence = "time of one row, rows a second and size of the model are measured in every run"
    return Finding(0.5, ("reports/speed.json",), evidence, "a budget, and a test that keeps it")


def models_are_numerically_stable(run: Run) -> Finding:
    """NaN and infinity are noticed, in what is asked and in what is answered."""
    tests = sorted(set(tests_of(run, "app.main")) & set(tests_that_name(run.root, "NOT_FINITE")))
    if not tests:
        return lacking("a watch over NaN and infinity in inputs and predictions")
    evidence = "NaN and infinity are refused in requests, counted and refused in predictions, and that is tested"
    return Finding(1, tuple(tests), evidence)


def quality_in_use_is_watched(run: Run) -> Finding:
    """Where outcomes have come, the errors of the model in use are compared with those at its evaluation."""
    tests = sorted(set(tests_of(run, "monitoring.drift")) & set(tests_that_name(run.root, "errors_of")))
    if not tests:
        return lacking("outcomes that are collected and compared with the predictions")
    evidence = "the errors of rows with an outcome are compared with those at the evaluation; a test sees worse found"
    return Finding(1, tuple(tests), evidence)


TESTS: dict[str, Test] = {
    "Dependency changes result in notification": dependency_changes_are_noticed,
    "Data invariants hold for inputs": data_invariants_hold,
    "Training and serving are not skewed": training_and_serving_agree,
    "Models are not too stale": models_are_not_stale,
    "Models are numerically stable": models_are_numerically_stable,
    "Computing performance has not regressed": computing_performance_is_kept,
    "Prediction quality has not regressed": quality_in_use_is_watched,
}
