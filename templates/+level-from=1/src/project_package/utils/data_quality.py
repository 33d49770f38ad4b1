"""What a schema cannot say: summary statistics, labels that contradict each other, columns that know too much."""

from typing import Any

import numpy as np
import pandas as pd

BINS = 64
TOP_VALUES = 10
# Rows with equal features that disagree more than this, relative to any two rows, are as if drawn by lot.
MOST_DISAGREEMENT = 0.9


def statistics(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Summary of each column: numbers by mean, spread and quartiles, everything else by its commonest values."""
    summary = {}
    for name, values in table.items():
        about: dict[str, Any] = {
            "type": str(values.dtype),
            "missing": int(values.isna().sum()),
            "distinct": int(values.nunique()),
        }
        if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            about |= {str(key): value for key, value in values.astype("float64").describe().drop("count").items()}
        elif pd.api.types.is_datetime64_any_dtype(values):
            about |= {"min": values.min(), "max": values.max()}
        else:
            about["top"] = values.value_counts().head(TOP_VALUES).to_dict()
        summary[str(name)] = about
    return summary


def label_noise(features: pd.DataFrame, target: pd.Series, *, numeric: bool) -> dict[str, Any]:
    """How far rows with equal features contradict each other.

    Few features make equal rows common, and their targets differ by nature, yet less than those of any
    two rows. Contradiction beyond that is noise in the labels.

    Returns:
        `rows` and `share` of rows whose target is not the usual one among the rows equal to them: the
        commonest, of numbers the median, of two middle ones the lower; `disagreement` of equal rows relative
        to any two rows (1: as if drawn by lot), and the `most_disagreement` that is not yet so; `examples`,
        pairs of a row with the usual target and one with another, counted from 1.
    """
    equal = features.groupby(list(features.columns), dropna=False, sort=False).ngroup()
    repeated = equal.duplicated(keep=False)
    groups, labels = equal[repeated], target[repeated]
    if numeric:
        # One that occurs: the mean of two middle targets is no row's, and all rows would contradict it.
        usual = groups.map(labels.groupby(groups).quantile(0.5, interpolation="lower"))
        contradicting = labels != usual
        within = labels.groupby(groups).transform("var").mean()
        overall = target.var()
    else:
        pairs = pd.crosstab(groups, labels).to_numpy(dtype=float)
        sizes = pairs.sum(axis=1)
        usual = labels.groupby(groups).transform(lambda group: group.mode().iloc[0])
        contradicting = labels != usual
        within = (
            np.average(1 - (pairs * (pairs - 1)).sum(axis=1) / (sizes * (sizes - 1)), weights=sizes)
            if len(sizes)
            else 0
        )
        overall = 1 - (target.value_counts(normalize=True) ** 2).sum()
    rows = contradicting[contradicting].index
    first = groups[~contradicting].drop_duplicates()
    partner = pd.Series(first.index, index=first.to_numpy())
    return {
        "rows": len(rows),
        "share": len(rows) / max(1, len(target)),
        "disagreement": float(within / overall) if len(rows) and overall > 0 else 0.0,
        "most_disagreement": MOST_DISAGREEMENT,
        "examples": [[int(partner[groups[row]]) + 1, int(row) + 1] for row in rows[:5]],
    }


def explained_alone(features: pd.DataFrame, target: pd.Series, *, numeric: bool) -> dict[str, float]:
    """How much of the target each column explains without any other, from 0 (nothing) to 1 (all), downwards.

    The table `value → commonest class` (numbers: mean target of 64 bins, or the line through the known
    points if that is better) is learned from every other row and tried on the rest, against guessing the
    commonest class (the mean) for all: 1 - error / that error.
    """
    learn = np.arange(len(target)) % 2 == 0
    explained = {str(name): _explained(values, target, learn, numeric) for name, values in features.items()}
    return dict(sorted(explained.items(), key=lambda item: -item[1]))


def _keys(values: pd.Series) -> pd.Series:
    """The values in at most a few kinds: numbers by their bin, the rest by themselves."""
    if pd.api.types.is_numeric_dtype(values) and values.nunique() > BINS:
        return pd.qcut(values.rank(method="average"), BINS, labels=False, duplicates="drop").fillna(-1)
    return values.astype(object).where(values.notna(), "missing")


def _explained(values: pd.Series, target: pd.Series, learn: np.ndarray, numeric: bool) -> float:
    keys = _keys(values)
    known, tried = target[learn], target[~learn]
    if numeric:
        guess = keys[~learn].map(known.groupby(keys[learn]).mean()).fillna(known.mean()).astype(float)
        error, plain = ((tried - guess) ** 2).sum(), ((tried - known.mean()) ** 2).sum()
        if pd.api.types.is_numeric_dtype(values) and values[learn].notna().any():
            line = known.groupby(values[learn].astype("float64")).mean()
            between = np.interp(values[~learn].astype("float64").fillna(line.index[0]), line.index, line)
            error = min(error, ((tried - between) ** 2).sum())
    else:
        usual = known.mode().iloc[0]
        table = pd.crosstab(keys[learn], known).idxmax(axis=1)
        guess = keys[~learn].map(table)
        error, plain = (guess.where(guess.notna(), usual) != tried).sum(), (tried != usual).sum()
    return float(max(0.0, 1 - error / plain)) if plain > 0 else 0.0
