"""How fast does the model age? It learns from the oldest rows and is tried on ever newer ones."""

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from project_package.utils.models import labels, predict
from project_package.utils.params import Params
from project_package.utils.schema import Schema
from project_package.utils.scores import score

ROWS = 20_000
PERIODS = 4


def backtest(
    table: pd.DataFrame, features: pd.DataFrame, model: Pipeline, schema: Schema, params: Params
) -> dict[str, Any]:
    """Fit the model anew on the older half of the rows; score it on four periods of the newer half.

    Without a date column the order of the file stands in for time, within each class: files are often sorted by it.

    Args:
        table: all rows, with the columns of the data.
        features: the model's features of the same rows.
        model: the fitted model; its settings are used, not what it has learned.
        schema: tells the date columns; the first one orders the rows.
        params: metric, target and time column.

    Returns:
        `by` (the column, or null for the order of the file) and the score of each period, the oldest first;
        no period where the older half knows one class only.
    """
    by = params.split.time or next(iter(schema.names("date")), None)
    target = table[params.data.target]
    ages = _ages(table[by] if by else None, target, params)
    order = np.argsort(ages, kind="stable")[:: max(1, -(-len(ages) // ROWS))]
    old, *periods = np.split(order, [len(order) * share // (2 * PERIODS) for share in range(PERIODS, 2 * PERIODS)])
    about = {"by": by, "metric": params.gate.metric, "rows_learned": len(old)}
    if params.data.task != "regression" and target.iloc[old].nunique() < 2:
        return about | {"periods": []}
    fitted = clone(model).fit(features.iloc[old], labels(target.iloc[old]))
    scores = [_period(rows, features, target, fitted, params) for rows in periods if len(rows)]
    return about | {"periods": scores}


def _ages(dates: pd.Series | None, target: pd.Series, params: Params) -> np.ndarray:
    """A number that rises with time."""
    if dates is not None:
        return pd.to_datetime(dates).rank(method="first", na_option="top").to_numpy()
    if params.data.task == "regression":
        return np.arange(len(target))
    place = target.groupby(target.astype(str)).cumcount()
    size = target.groupby(target.astype(str)).transform("size")
    return (place / size).to_numpy()


def _period(
    rows: np.ndarray, features: pd.DataFrame, target: pd.Series, model: Pipeline, params: Params
) -> dict[str, Any]:
    predicted = predict(model, features.iloc[rows])
    return {"rows": len(rows), "score": score(params.gate.metric, target.iloc[rows], predicted, params.data)}
