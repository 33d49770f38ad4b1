"""Scores of a model beside those of the baselines, and the tables and figures that explain them."""

from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from project_package.features import feature_sources
from project_package.reporting.figures import figures, plot_tables
from project_package.stages.train import train_model
from project_package.utils.candidates import BASELINES
from project_package.utils.charts import importance_figure, learning_curve_figure, save_figure
from project_package.utils.effects import effects_figure
from project_package.utils.importance import learning_curve, permutation_importance
from project_package.utils.models import predict
from project_package.utils.params import Params
from project_package.utils.reports import write_text
from project_package.utils.resampling import Resampling, intervals
from project_package.utils.schema import Schema
from project_package.utils.scores import check_metric, scores

# Of the most important features; a picture of each.
MOST_EFFECTS = 6


def train_baselines(train: pd.DataFrame, schema: Schema, params: Params) -> dict[str, Pipeline]:
    """What every model has to beat, learned from the same rows."""
    return {name: train_model(candidate, {}, train, schema, params) for name, candidate in BASELINES.items()}


def measure(
    candidate: str,
    model: Pipeline,
    train: pd.DataFrame,
    test: pd.DataFrame,
    baselines: dict[str, pd.DataFrame],
    resampling: Resampling,
    params: Params,
) -> dict[str, Any]:
    """What `metrics.json` holds: scores on test with their intervals, on train, and of the baselines; rows.

    Raises:
        ProjectError: the task has no score that is called like `gate.metric`.
    """
    check_metric(params.gate.metric, params.data)
    target = params.data.target
    on_train, on_test = (predict(model, table.drop(columns=target)) for table in (train, test))
    return scores(test[target], on_test, params.data) | {
        "model": candidate,
        "rows_train": len(train),
        "rows_test": len(test),
        "ci95": intervals(test[target], on_test, params.data, resampling),
        "train": scores(train[target], on_train, params.data),
        "baselines": {name: scores(test[target], guess, params.data) for name, guess in baselines.items()},
    }


def explain(
    model: Pipeline, train: pd.DataFrame, test: pd.DataFrame, schema: Schema, params: Params, ids: np.ndarray
) -> None:
    """Write `reports/feat_imp.csv`, `reports/plots/*.csv` and `reports/figures/*.png`."""
    metric, target = params.gate.metric, test[params.data.target]
    predicted = predict(model, test.drop(columns=params.data.target))
    importance = permutation_importance(model, test, schema, metric, params, ids)
    curve = learning_curve(model, train, test, metric, params)
    sources = feature_sources([str(name) for name in test.columns.drop(params.data.target)], schema)
    shown = [name for column in importance["feature"] for name in sources if sources[name] == column]
    shown = [name for name in shown if test[name].notna().any()][:MOST_EFFECTS]
    write_text(importance.to_csv(index=False), "reports/feat_imp.csv")
    for name, table in {"learning_curve": curve, **plot_tables(target, predicted, params.data)}.items():
        write_text(table.to_csv(index=False), f"reports/plots/{name}.csv")
    drawn = {
        "feature_importance": importance_figure(importance, metric),
        "learning_curve": learning_curve_figure(curve, metric),
        "partial_dependence": effects_figure(model, test.drop(columns=params.data.target), shown, params.data),
        **figures(target, predicted, params.data),
    }
    for name, figure in drawn.items():
        save_figure(figure, f"reports/figures/{name}.png")
