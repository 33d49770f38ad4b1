"""The facts of a run, collected once: what every template in `templates/` may name, beside the reports in `run.py`.

A template that says something new needs a field here, or a key of one of the stages' reports.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from project_package.reporting.documents import data_facts, model_facts
from project_package.reporting.documents.diagrams import direct_edges, stage_graph
from project_package.reporting.documents.history import Version, data_versions, is_cut_off
from project_package.reporting.documents.run import Run
from project_package.reporting.documents.words import count
from project_package.reporting.readiness.score import Readiness, readiness
from project_package.utils.params import Params
from project_package.utils.schema import Schema


@dataclass(frozen=True)
class Facts:
    """What a run has found out, in the order of the documents."""

    trained: bool
    fingerprint: str
    params: Params
    schema: Schema
    target: str
    task: str
    metric: str
    split_words: str
    # docs/data-sources.md, docs/data-schema.md, docs/labeling.md
    versions: list[Version]
    is_cut_off: bool
    described: list[data_facts.Described]
    findings: list[tuple[str, str]]
    label_findings: list[tuple[str, str]]
    ethics: list[tuple[str, str]]
    # the model
    verdict: model_facts.Verdict
    gates: list[model_facts.Gate]
    limits: list[str]
    scores: list[model_facts.Score]
    baselines: list[str]
    candidates: list[tuple[str, dict[str, Any]]]
    trials: list[dict[str, Any]]
    features: list[model_facts.Feature]
    examined: str
    rule: str
    groups: list[model_facts.Group]
    # how it was made
    stages: list[str]
    edges: list[tuple[str, str]]
    differences: list[str]
    figures: list[Path]
    readiness: Readiness

    @property
    def deciding(self) -> model_facts.Score | None:
        """The score that decides."""
        return next((score for score in self.scores if score.decides), None)


def collect(run: Run) -> Facts:
    """Work out the facts of a run."""
    graph, file = stage_graph(run), run.schema.file.path
    return Facts(
        trained=run.trained,
        fingerprint=run.fingerprint,
        params=run.params,
        schema=run.schema,
        target=run.params.data.target,
        task=run.params.data.task,
        metric=run.params.gate.metric,
        split_words=split_in_words(run),
        versions=data_versions(file, run.root),
        is_cut_off=is_cut_off(run.root),
        described=data_facts.described(run),
        findings=list(data_facts.findings(run)),
        label_findings=list(data_facts.label_findings(run)),
        ethics=list(data_facts.ethics(run)),
        verdict=model_facts.verdict(run),
        gates=model_facts.gates(run),
        limits=list(model_facts.limits(run)),
        scores=model_facts.scores(run),
        baselines=model_facts.baselines(run),
        candidates=model_facts.candidates(run),
        trials=model_facts.trials(run),
        features=model_facts.features(run),
        examined=model_facts.extent(run) if model_facts.worths(run) else "",
        rule=model_facts.RULE,
        groups=model_facts.groups(run),
        stages=list(graph),
        edges=direct_edges(graph),
        differences=list(differences(run)),
        figures=sorted((run.root / "reports/figures").glob("*.png")),
        readiness=readiness(run),
    )


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
