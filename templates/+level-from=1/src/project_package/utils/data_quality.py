"""What a schema cannot say: summary statistics, and labels that contradict each other."""

from typing import Any

import numpy as np
import pandas as pd

TOP_VALUES = 10
# Rows with equal features that disagree more than this, relative to any two rows, are as if at random.
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
        to any two rows (1: as if at random), and the `most_disagreement` that is not yet so; `examples`,
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
