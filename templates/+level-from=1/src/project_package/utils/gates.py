"""What a model must show before it may be used; each gate answers with a sentence, its value and its limit."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from project_package.utils.params import Params
from project_package.utils.schema import Schema
from project_package.utils.scores import score
from project_package.utils.slices import make_slices, score_whole, share_of

REPEATS = 100


@dataclass(frozen=True)
class Gate:
    """One gate and whether the model passed it."""

    name: str
    passed: bool
    sentence: str
    value: float | None
    limit: float
    # Only of the gate `fairness`: the sensitive columns of which groups were compared.
    compared: list[str] = field(default_factory=list)


def minimum_gate(metrics: dict[str, Any], params: Params) -> Gate:
    """The score on held-out rows against `gate.min`."""
    metric, value, limit = params.gate.metric, metrics[params.gate.metric], params.gate.min
    passed = value is not None and value >= limit
    relation = "reaches" if passed else "is below"
    sentence = f"{metric} on held-out rows is {_text(value)}; it {relation} the {_text(limit)} of gate.min."
    return Gate("minimum", passed, sentence, value, limit)


def dummy_gate(target: pd.Series, predicted: pd.DataFrame, metrics: dict[str, Any], params: Params) -> Gate:
    """Better than guessing: shuffled targets may fit the predictions as well only by rare chance.

    The share of shuffles that score as well is the p-value of a permutation test (Good, 2005).
    """
    metric, value = params.gate.metric, metrics[params.gate.metric]
    guess = metrics["baselines"]["dummy"][metric]
    chance = np.random.default_rng(params.base.seed)
    shuffled = [
        score(metric, pd.Series(chance.permutation(target), index=target.index), predicted, params.data)
        for _ in range(REPEATS)
    ]
    share = (1 + sum(other >= value for other in shuffled)) / (1 + REPEATS)
    passed = value > guess and share <= params.gate.chance
    relation = "better than" if passed else "not clearly better than"
    sentence = (
        f"The model ({metric} {_text(value)}) is {relation} guessing ({_text(guess)}): {share:.1%} of shuffled "
        f"targets fit its predictions as well, {params.gate.chance:.1%} may."
    )
    return Gate("dummy", passed, sentence, share, params.gate.chance)


def linear_gate(
    target: pd.Series, predicted: pd.DataFrame, linear: pd.DataFrame, metrics: dict[str, Any], params: Params
) -> Gate:
    """Not worse than a linear model, beyond what the choice of the test rows explains (bootstrap, 95 %)."""
    metric, value = params.gate.metric, metrics[params.gate.metric]
    other = metrics["baselines"]["linear"][metric]
    chance = np.random.default_rng(params.base.seed)
    differences = [0.0]
    if value < other:
        draws = [chance.integers(0, len(target), len(target)) for _ in range(REPEATS)]
        differences = [_on(draw, target, predicted, params) - _on(draw, target, linear, params) for draw in draws]
    best_case = float(np.nanquantile(differences, 0.95))
    passed = best_case >= 0
    relation = "not worse than" if passed else "worse than"
    sentence = f"The model ({metric} {_text(value)}) is {relation} the linear baseline ({_text(other)})."
    return Gate("linear", passed, sentence, value - other, 0.0)


def overfitting_gate(metrics: dict[str, Any], params: Params) -> Gate:
    """Of what the model gains over guessing on train, enough must be left on held-out rows."""
    metric, limit = params.gate.metric, params.gate.keeps
    guess = metrics["baselines"]["dummy"][metric]
    on_train, on_test = metrics["train"][metric], metrics[metric]
    kept = (on_test - guess) / (on_train - guess) if on_train > guess else 0.0
    sentence = (
        f"{metric} is {_text(on_train)} on the rows learned from and {_text(on_test)} on held-out ones: "
        f"{max(0.0, kept):.0%} of the gain over guessing is left, at least {limit:.0%} must be."
    )
    return Gate("overfitting", kept >= limit, sentence, kept, limit)


def slices_gate(
    slices: dict[str, Any], table: pd.DataFrame, predicted: pd.DataFrame, schema: Schema, params: Params
) -> Gate:
    """No slice keeps less than `gate.slices.floor` of the whole's gain over guessing, beyond chance (bootstrap, 95 %).

    Measured is the gain, not the score: half of a ROC AUC is what guessing has, too.
    """
    floor, target = params.gate.slices.floor, table[params.data.target]
    masks, whole = make_slices(table, schema), score_whole(target, predicted, params)
    chance = np.random.default_rng(params.base.seed)
    large = [part for part in slices["slices"] if part["rows"] >= params.gate.slices.rows]
    scored = [part for part in large if part["share"] is not None]
    low = []
    for part in scored:
        if part["share"] >= floor:
            continue
        rows = np.flatnonzero(masks[part["column"], part["value"]])
        draws = [chance.choice(rows, len(rows)) for _ in range(REPEATS)]
        shares = [share_of(target.iloc[draw], predicted.iloc[draw], whole, params) for draw in draws]
        if np.nanquantile(shares, 0.95) < floor:
            low.append(part)
    worst = min((part["share"] for part in scored), default=None)
    sentence = _slices_sentence(slices, large, scored, low, params)
    return Gate("slices", not low, sentence, worst, floor)


def _slices_sentence(
    slices: dict[str, Any],
    large: list[dict[str, Any]],
    scored: list[dict[str, Any]],
    low: list[dict[str, Any]],
    params: Params,
) -> str:
    gain = f"{params.gate.slices.floor:.0%} of the whole's gain over guessing"
    scale = f"{slices['metric']} {_text(slices['score'])} against {_text(slices['guess'])}"
    if low:
        named = ", ".join(f"{part['column']} = {part['value']} ({_text(part['score'])})" for part in low)
        return f"These slices keep less than {gain} ({scale}): {named}."
    if scored:
        return f"No slice of the test set keeps less than {gain} ({scale}), beyond chance."
    if not large:
        return f"No part of the test set has {params.gate.slices.rows} rows, so none was judged."
    return f"No slice of at least {params.gate.slices.rows} rows has a score that can be compared, so none was judged."


def fairness_gate(table: pd.DataFrame, predicted: pd.DataFrame, schema: Schema, params: Params) -> Gate:
    """Groups of `sensitive: true` columns are served alike: equal opportunity (Hardt et al., 2016).

    Compared is the recall of the class looked for; the accuracy where there are more classes; and for
    numbers the mean absolute error relative to that of all rows. Gaps that chance explains (1.64 standard
    errors) do not count.
    """
    limit, gaps, unfair, unjudged = params.gate.fairness.gap, [], [], []
    sensitive = [column.name for column in schema.columns if column.sensitive]
    hits, counted, what = _hits(table[params.data.target], predicted, params)
    slices = make_slices(table, schema)
    compared = []
    for column in sensitive:
        masks = {value: mask for (name, value), mask in slices.items() if name == column}
        groups = _served(masks, hits, counted, params.gate.fairness.rows)
        if len(groups) < 2:
            unjudged.append(column)
            continue
        compared.append(column)
        best, worst = max(groups, key=lambda value: groups[value][0]), min(groups, key=lambda value: groups[value][0])
        gap = groups[best][0] - groups[worst][0]
        gaps.append(gap)
        if gap - 1.64 * float(np.hypot(groups[best][1], groups[worst][1])) > limit:
            unfair.append(
                f"{what} is {_text(groups[best][0])} for {column} = {best} and {_text(groups[worst][0])} for {worst}"
            )
    widest = max(gaps, default=None)
    sentence = _fairness_sentence(compared, unfair, unjudged, what, widest, params)
    return Gate("fairness", not unfair, sentence, widest, limit, compared)


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


def _fairness_sentence(
    compared: list[str], unfair: list[str], unjudged: list[str], what: str, widest: float | None, params: Params
) -> str:
    limit, least = params.gate.fairness.gap, params.gate.fairness.rows
    if not compared and not unjudged:
        return "No column is marked sensitive in data/schema.yaml, so no groups are compared."
    sentences = []
    if unfair:
        sentences.append(f"{'; '.join(unfair)}: more than {limit:.2f} apart.")
    elif widest is not None:
        excess = f"; chance explains what is beyond {limit:.2f}" if widest > limit else ""
        sentences.append(
            f"Groups of {', '.join(compared)} are served alike: {what} differs by at most {widest:.2f}{excess}."
        )
    if unjudged:
        rows = "test rows" if params.data.positive is None else f"test rows with the class {params.data.positive!r}"
        sentences.append(f"Not compared: {', '.join(unjudged)}, without two groups of at least {least} {rows}.")
    return " ".join(sentences)


def _hits(target: pd.Series, predicted: pd.DataFrame, params: Params) -> tuple[np.ndarray, np.ndarray, str]:
    """How well each row is served, which rows count, and the name of the mean."""
    if params.data.task == "regression":
        error = (target - predicted["prediction"]).abs().to_numpy(dtype=float)
        return error / max(float(error.mean()), 1e-12), np.ones(len(target), dtype=bool), "relative error"
    hits = (target.to_numpy() == predicted["prediction"].to_numpy()).astype(float)
    if params.data.task == "binary":
        return hits, (target == params.data.positive).to_numpy(dtype=bool), "recall"
    return hits, np.ones(len(target), dtype=bool), "accuracy"


def _on(rows: np.ndarray, target: pd.Series, predicted: pd.DataFrame, params: Params) -> float:
    return score(params.gate.metric, target.iloc[rows], predicted.iloc[rows], params.data)


def _text(value: float | None) -> str:
    return "not defined" if value is None or not np.isfinite(value) else f"{value:.3f}"
