"""How well each column predicts the target alone: one that knows the answer shows itself, even a rare one."""

import numpy as np
import pandas as pd

BINS = 64
MOST_ROWS = 20_000
# A bin's mean counts as if two more rows had the mean of all, so that a bin of few rows says little.
PRIOR_ROWS = 2


def measure(task: str) -> str:
    """The name of the score: 0.5 without any relation, 1 for a column that gives the target away."""
    return "concordance" if task == "regression" else "ROC AUC"


def alone(features: pd.DataFrame, target: pd.Series, task: str, group: pd.Series | None = None) -> dict[str, float]:
    """The held-out score of each column, the highest first; whether a value is missing is part of the column.

    Each half of the rows is predicted by the mean target of the column's categories or bins in the other half; rows of
    one group stand in one half, for a column that is the same in all of them would know their target again. Classes
    are scored by ROC AUC, of more than two the mean over the classes, each against the rest. Numbers are scored by
    concordance, the share of pairs of rows in the right order, as it follows from the rank correlation.
    """
    rows = _sample(target, task)
    features, target = features.iloc[rows], target.iloc[rows].reset_index(drop=True)
    half = np.arange(len(target)) % 2 == 0 if group is None else _half_of(group.iloc[rows])
    if task == "regression":
        outcomes = target.to_numpy(dtype=float)[:, None]
    else:
        classes = pd.factorize(target, sort=False)[0]
        # The second class of a binary task is told by the first.
        outcomes = np.eye(classes.max() + 1)[classes][:, : None if classes.max() > 1 else 1]
    scores = {str(name): _score(values, outcomes, half, task) for name, values in features.items()}
    return dict(sorted(scores.items(), key=lambda item: -item[1]))


def _sample(target: pd.Series, task: str) -> np.ndarray:
    """Positions of at most 20,000 rows at random, of classes alike many, so that rare ones stay; classes in turn."""
    order = np.random.default_rng(0).permutation(len(target))
    if task == "regression":
        return order[:MOST_ROWS]
    classes = target.iloc[order]
    place = classes.groupby(classes).cumcount().to_numpy()
    kept = place < max(50, MOST_ROWS // max(1, classes.nunique()))
    order, kept_classes = order[kept], classes[kept]
    return order[np.argsort(pd.factorize(kept_classes)[0], kind="stable")]


def _half_of(group: pd.Series) -> np.ndarray:
    """Marks the rows of every other group, in the order in which their first rows come; no group is one of its own."""
    codes = pd.factorize(group)[0]
    return np.asarray(np.where(codes < 0, np.arange(len(codes)), codes) % 2 == 0)


def _score(values: pd.Series, outcomes: np.ndarray, half: np.ndarray, task: str) -> float:
    codes, numbers = _codes(values, int(half.sum()))
    found = []
    for learn in (half, ~half):
        hold = ~learn
        predicted = _means(codes, outcomes, learn)[codes[hold]]
        pairs = [(outcomes[hold, place], predicted[:, place]) for place in range(outcomes.shape[1])]
        if task == "regression":
            found.append(_concordance(*pairs[0]))
        else:
            known = [score for truth, guess in pairs if np.isfinite(score := _auc(truth > 0, guess))]
            found.append(float(np.mean(known)) if known else 0.5)
    if numbers is not None and task == "regression":
        known_rows = np.isfinite(numbers)
        if known_rows.all():
            found = [max(float(np.mean(found)), abs(_concordance(outcomes[:, 0], numbers) - 0.5) + 0.5)]
    return float(np.mean(found))


def _codes(values: pd.Series, learned: int) -> tuple[np.ndarray, np.ndarray | None]:
    """A category per row, and the numbers or dates themselves; missing values are a category of their own."""
    if pd.api.types.is_datetime64_any_dtype(values):
        numbers = values.astype("datetime64[us]").astype("int64").to_numpy(dtype=float)
        numbers[values.isna().to_numpy()] = np.nan
    elif pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        numbers = values.to_numpy(dtype=float, na_value=np.nan)
    else:
        return np.asarray(pd.factorize(values, use_na_sentinel=False)[0]), None
    known = numbers[np.isfinite(numbers)]
    if not len(known):
        return np.zeros(len(numbers), dtype=int), None
    shares = np.linspace(0, 1, max(3, min(BINS, learned // 5)) + 1)[1:-1]
    # Of all values and of the different ones: where nearly all are 0, the rest would share one bin with them.
    edges = np.unique(np.concatenate([np.quantile(known, shares), np.quantile(np.unique(known), shares)]))
    return np.where(np.isfinite(numbers), np.searchsorted(edges, numbers), len(edges) + 1), numbers


def _means(codes: np.ndarray, outcomes: np.ndarray, learn: np.ndarray) -> np.ndarray:
    """Mean outcome of each category among the rows to learn from, drawn a little to the mean of all."""
    categories = codes.max() + 1
    rows = np.bincount(codes[learn], minlength=categories)[:, None]
    sums = np.stack([np.bincount(codes[learn], column, categories) for column in outcomes[learn].T], axis=1)
    return np.asarray((sums + PRIOR_ROWS * outcomes[learn].mean(axis=0)) / (rows + PRIOR_ROWS))


def _auc(truth: np.ndarray, guess: np.ndarray) -> float:
    positive = int(truth.sum())
    negative = len(truth) - positive
    if not positive or not negative:
        return np.nan
    ranks = pd.Series(guess).rank().to_numpy()
    return float((ranks[truth].sum() - positive * (positive + 1) / 2) / (positive * negative))


def _concordance(truth: np.ndarray, guess: np.ndarray) -> float:
    """Share of pairs in the right order, as the rank correlation of normal variables tells it (Kendall, 1970)."""
    correlation = pd.Series(truth).rank().corr(pd.Series(guess).rank())
    if not np.isfinite(correlation):
        return 0.5
    between = np.clip(2 * np.sin(np.pi * correlation / 6), -1, 1)
    return float(0.5 + np.arcsin(between) / np.pi)
