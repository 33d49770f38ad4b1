"""Scores of parts of the test set: a model can be good on the whole and bad for some."""

from typing import Any

import numpy as np
import pandas as pd

from project_package.utils.params import Params
from project_package.utils.schema import Schema
from project_package.utils.scores import score

METRIC = {"binary": "roc_auc", "multiclass": "accuracy", "regression": "neg_root_mean_squared_error"}
MOST_VALUES = 12
MOST_NUMBERS = 10
# Below `gate.slices.rows` a slice is scored, for people to see, but not judged; below this it is not even scored.
LEAST_ROWS = 10


def make_slices(table: pd.DataFrame, schema: Schema) -> dict[tuple[str, str | None], np.ndarray]:
    """The parts of a table by the values of its columns.

    Every column with at most 12 values is cut by them; numbers with more, the sensitive ones and the first ten
    features, are cut into thirds.

    Returns:
        (column, value) → mask of its rows; value None for rows where it is missing.
    """
    parts: dict[tuple[str, str | None], np.ndarray] = {}
    numbers = 0
    for column in schema.columns:
        if column.role == "target" or column.name not in table:
            continue
        values = table[column.name]
        if values.nunique() > MOST_VALUES:
            wanted = column.sensitive or (column.role == "feature" and numbers < MOST_NUMBERS)
            if not wanted or not pd.api.types.is_numeric_dtype(values):
                continue
            numbers += not column.sensitive
            values = pd.qcut(values.astype("float64"), 3, duplicates="drop", precision=4)
        if values.nunique(dropna=False) < 2:
            continue
        for value in sorted(values.dropna().unique(), key=str):
            parts[column.name, str(value)] = (values == value).fillna(False).to_numpy(dtype=bool)
        if values.isna().any():
            parts[column.name, None] = values.isna().to_numpy()
    return parts


def score_slices(table: pd.DataFrame, predicted: pd.DataFrame, schema: Schema, params: Params) -> dict[str, Any]:
    """Score of every slice beside the score of the whole.

    Args:
        table: the test rows as they were before the features were built, with the target.
        predicted: predictions of the same rows.
        schema: says which columns are cut, and which are sensitive.
        params: task, target and the least rows of a slice.

    Returns:
        `metric`, `score` of the whole, and `slices`: column, value, rows, score (None with too few rows or
        a single class), share (part of the whole's score that is left; errors: the whole's / the slice's).
    """
    metric, target = METRIC[params.data.task], table[params.data.target]
    whole = score(metric, target, predicted, params.data)
    sensitive = {column.name for column in schema.columns if column.sensitive}
    least = min(params.gate.slices.rows, max(LEAST_ROWS, len(table) // 5))
    slices = []
    for (column, value), mask in make_slices(table, schema).items():
        own = score(metric, target[mask], predicted[mask], params.data) if mask.sum() >= least else None
        slices.append(
            {
                "column": column,
                "value": value,
                "rows": int(mask.sum()),
                "score": own,
                "share": None if own is None else share_of(own, whole),
                "sensitive": column in sensitive,
            }
        )
    return {"metric": metric, "score": whole, "slices": slices}


def share_of(own: float, whole: float) -> float:
    """How much of a score another one keeps; for errors (negative scores) the other way round."""
    if whole < 0:
        return whole / own if own < 0 else 1.0
    return own / whole if whole > 0 else 1.0
