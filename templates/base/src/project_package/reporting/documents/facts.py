"""The facts of a run, collected once into the dictionary that every template in `templates/` is filled from.

They are the stages' reports under their names in `run.py`, and what is worked out of them here. A template that says
something new needs an entry here, or a key of a report.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from project_package.reporting.documents import data_facts, model_facts
from project_package.reporting.documents.diagrams import direct_edges, stage_graph
from project_package.reporting.documents.history import data_versions, is_cut_off
from project_package.reporting.documents.run import Run
from project_package.reporting.documents.words import count
from project_package.reporting.readiness.score import readiness

Facts = dict[str, Any]


def split_in_words(run: Run) -> str:
    """How the test set was chosen."""
    by, group, time = (run.division.get(name) for name in ("by", "group", "time"))
    kept = "" if run.params.data.task == "regression" else ", the shares of the classes kept"
    words = f"the newest rows by '{time}'" if by == "time" else f"chosen at random{kept}"
    return f"{words}; all rows of one '{group}' stand on one side" if group else words


def differences(run: Run) -> Iterator[str]:
    """Where the environment of the training differs from the locked one."""
    file = run.root / "requirements.txt"
    if not file.is_file():
        yield "There is no 'requirements.txt' to compare with."
        return
    locked = locked_versions(file.read_text(encoding="utf-8"))
    packages = count(len(locked), "package")
    yield f"'requirements.txt' holds {packages} with their exact versions, the indirect ones included."
    for name, version in run.manifest.get("versions", {}).items():
        if version not in locked.get(name, {version}):
            now = " or ".join(sorted(locked[name]))
            yield f"{name} was {version} in training; 'requirements.txt' says {now}: this model was made with another."


def locked_versions(text: str) -> dict[str, set[str]]:
    """The versions that `requirements.txt` allows, by package; some have one for each of several Pythons."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE):
        versions.setdefault(re.sub(r"[-_.]+", "-", name).lower(), set()).add(version)
    return versions


FACTS: dict[str, Callable[[Run], Any]] = {
    "trained": lambda run: run.trained,
    "fingerprint": lambda run: run.fingerprint,
    "params": lambda run: run.params,
    "schema": lambda run: run.schema,
    "target": lambda run: run.params.data.target,
    "task": lambda run: run.params.data.task,
    "metric": lambda run: run.params.gate.metric,
    "split_words": split_in_words,
    "versions": lambda run: data_versions(run.schema.file.path, run.root),
    "is_cut_off": lambda run: is_cut_off(run.root),
    "described": data_facts.described,
    "findings": data_facts.findings,
    "label_findings": data_facts.label_findings,
    "ethics": data_facts.ethics,
    "verdict": model_facts.verdict,
    "gates": model_facts.gates,
    "at_threshold": model_facts.at_threshold,
    "calibration": model_facts.calibration,
    "limits": model_facts.limits,
    "scores": model_facts.scores,
    "deciding": lambda run: next((score for score in model_facts.scores(run) if score.decides), None),
    "baselines": model_facts.baselines,
    "candidates": model_facts.candidates,
    "trials": model_facts.trials,
    "features": model_facts.features,
    "examined": lambda run: model_facts.extent(run) if run.importance else "",
    "rule": lambda run: model_facts.RULE,
    "groups": model_facts.groups,
    "stages": lambda run: list(stage_graph(run)),
    "edges": lambda run: direct_edges(stage_graph(run)),
    "differences": differences,
    "figures": lambda run: sorted((run.root / "reports/figures").glob("*.png")),
    "readiness": readiness,
}


def collect(run: Run) -> Facts:
    """Work out the facts of a run."""
    facts = {name: fact(run) for name, fact in FACTS.items()}
    return run.reports | {name: list(fact) if isinstance(fact, Iterator) else fact for name, fact in facts.items()}
