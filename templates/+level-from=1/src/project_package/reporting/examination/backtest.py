"""How fast does the model age? It learns from the oldest training rows and is tried on ever newer ones."""

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from project_package.reporting.examination.file_order import keeps_order
from project_package.utils.models import labels, predict
from project_package.utils.params import Params
from project_package.utils.resampling import interval, resample
from project_package.utils.schema import Schema
from project_package.utils.scores import score

ROWS = 20_000
PERIODS = 4


def backtest(
    train: pd.DataFrame, features: pd.DataFrame, model: Pipeline, schema: Schema, params: Params
) -> dict[str, Any]:
    """Fit the model anew on the older half of the training rows; score it on four periods of the newer half.

    The test set stays out of it, so that it is scored once.

    Args:
        train: the training rows, with the columns of the data.
        features: the model's features of the same rows.
        model: the fitted model; its settings are used, not what it has learned.
        schema: tells the date columns; the first one orders the rows where `split.time` names none.
        params: metric, target and time column.

    Returns:
        `by`, the column, or null where the data have no date, and the order of the file is tried where it may be that
        of time; and per period its rows, its score and the ends of the 95 % interval, the oldest first; none where the
        older half knows one class only.
    """
    by = params.split.time or next(iter(schema.names("date")), None)
    about: dict[str, Any] = {"by": by, "metric": params.gate.metric, "rows_learned": 0, "periods": []}
    if by is None and not keeps_order(train, schema, params):
        return about
    target, times = train[params.data.target], pd.Series(range(len(train))) if by is None else train[by]
    dated = np.flatnonzero(times.notna().to_numpy())
    order = dated[np.argsort(times.iloc[dated].to_numpy(), kind="stable")][:: max(1, -(-len(dated) // ROWS))]
    old, *periods = np.split(order, [len(order) * share // (2 * PERIODS) for share in range(PERIODS, 2 * PERIODS)])
    about["rows_learned"] = len(old)
    if not len(old) or (params.data.task != "regression" and target.iloc[old].nunique() < 2):
        return about
    fitted = clone(model).fit(features.iloc[old], labels(target.iloc[old]))
    scored = [_period(rows, features, target, fitted, params) for rows in periods if len(rows)]
    return about | {"periods": scored}


def _period(
    rows: np.ndarray, features: pd.DataFrame, target: pd.Series, model: Pipeline, params: Params
) -> dict[str, Any]:
    truth, predicted = target.iloc[rows], predict(model, features.iloc[rows])
    draws = resample(np.arange(len(rows)), params.base.seed)
    value = score(params.gate.metric, truth, predicted, params.data)
    low, high = interval(params.gate.metric, truth, predicted, params.data, draws)
    return {"rows": len(rows), "score": value, "low": low, "high": high}
