"""The gate on fairness: groups of columns marked `sensitive: true` are served alike."""

from dataclasses import dataclass, field

import numpy as np

from project_package.gates.evidence import Evidence
from project_package.gates.gate import Gate, shown, verdict
from project_package.utils.slices import make_slices

# A gap counts beyond what chance explains: the one-sided 95 % quantile of the normal distribution.
ERRORS = 1.64


@dataclass
class Found:
    """What was compared, and what was found."""

    compared: list[str] = field(default_factory=list)
    unjudged: list[str] = field(default_factory=list)
    unfair: list[str] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)


def fairness_gate(seen: Evidence) -> Gate:
    """Groups of `sensitive: true` columns are served alike: equal opportunity (Hardt et al., 2016).

    Compared is the recall of the positive class; the accuracy where there are more classes; and for numbers the mean
    absolute error relative to that of all rows. What was not compared is not passed: whoever marks a column asks
    for it.
    """
    fairness = seen.params.gate.fairness
    sensitive = [column.name for column in seen.schema.columns if column.sensitive]
    if not sensitive:
        sentence = "No column is marked `sensitive: true` in data/schema.yaml, so no groups were compared."
        return Gate("fairness", "not judged", sentence, None, fairness.gap, required=False)
    hits, counted, what = _hits(seen)
    slices, found = make_slices(seen.rows, seen.schema), Found()
    for column in sensitive:
        masks = {value: mask for (name, value), mask in slices.items() if name == column}
        groups = _served(masks, hits, counted, fairness.rows)
        # Where a model answers nobody, it answers all alike: that shows nothing.
        if len(groups) < 2 or not any(mean for mean, _ in groups.values()):
            found.unjudged.append(column)
            continue
        found.compared.append(column)
        best, worst = max(groups, key=lambda value: groups[value][0]), min(groups, key=lambda value: groups[value][0])
        gap = groups[best][0] - groups[worst][0]
        found.gaps.append(gap)
        if gap - ERRORS * float(np.hypot(groups[best][1], groups[worst][1])) > fairness.gap:
            apart = f"{shown(groups[best][0])} for {column} = {best} and {shown(groups[worst][0])} for {worst}"
            found.unfair.append(f"{what} is {apart}")
    outcome = verdict(not found.unfair) if found.unfair or not found.unjudged else "not judged"
    widest = max(found.gaps, default=None)
    return Gate("fairness", outcome, _sentence(found, what, seen), widest, fairness.gap, compared=found.compared)


def _served(
    masks: dict[str | None, np.ndarray], hits: np.ndarray, counted: np.ndarray, least: int
) -> dict[str | None, tuple[float, float]]:
    """How well each group of enough rows is served, and the standard error of that."""
    groups = {}
    for value, mask in masks.items():
        own = hits[mask & counted]
        if len(own) >= least:
            groups[value] = (float(own.mean()), float(own.std() / np.sqrt(len(own))))
    return groups


def _sentence(found: Found, what: str, seen: Evidence) -> str:
    params, sentences = seen.params, []
    limit, least = params.gate.fairness.gap, params.gate.fairness.rows
    if found.unfair:
        sentences.append(f"{'; '.join(found.unfair)}: more than {limit} apart, beyond chance.")
    elif found.compared:
        widest = max(found.gaps)
        excess = f", which chance explains beyond {limit}" if widest > limit else f", within {limit}"
        names = ", ".join(found.compared)
        sentences.append(f"Between groups of {names}, {what} differs by at most {shown(widest, limit)}{excess}.")
    if found.unjudged:
        rows = "test rows" if params.data.positive is None else f"test rows of the class {params.data.positive!r}"
        names = ", ".join(found.unjudged)
        sentences.append(
            f"Not compared: {names}, without two groups of at least {least} {rows}, some of them predicted right."
        )
    return " ".join(sentences)


def _hits(seen: Evidence) -> tuple[np.ndarray, np.ndarray, str]:
    """How well each row is served, which rows count, and the name of the mean."""
    data, target, answer = seen.params.data, seen.target, seen.predicted["prediction"]
    if data.task == "regression":
        error = (target - answer).abs().to_numpy(dtype=float)
        return error / max(float(error.mean()), 1e-12), np.ones(len(target), dtype=bool), "relative error"
    hits = (target.to_numpy() == answer.to_numpy()).astype(float)
    if data.task == "binary":
        return hits, (target == data.positive).to_numpy(dtype=bool), "recall"
    return hits, np.ones(len(target), dtype=bool), "accuracy"
