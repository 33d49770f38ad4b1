"""What the model makes of one feature, everything else unchanged: partial dependence (Friedman, 2001)."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from sklearn.pipeline import Pipeline

from project_package.utils.charts import BLUE, GREY, new_figure, short
from project_package.utils.models import predict
from project_package.utils.params import Data

ROWS = 60
STEPS = 20
PANELS = 3


def effect(model: Pipeline, features: pd.DataFrame, name: str, data: Data) -> pd.DataFrame:
    """Predictions of the same rows with this feature set to value after value.

    Args:
        model: the fitted model.
        features: rows; at most sixty of them are used.
        name: the feature that is varied.
        data: the task, and for a binary one the positive class.

    Returns:
        One row per value, in their order (or the commonest categories), one column per row of `features`:
        the prediction, or the probability of the positive class (else of the commonest class).
    """
    rows = features.sample(min(ROWS, len(features)), random_state=0)
    values = _values(features[name])
    varied = pd.concat([rows] * len(values), ignore_index=True)
    varied[name] = np.repeat(np.array(values, dtype=object), len(rows))
    answers = predict(model, varied.astype(features.dtypes))
    if data.task == "regression":
        answer = answers["prediction"]
    else:
        sought = data.positive if data.positive is not None else answers["prediction"].mode().iloc[0]
        answer = answers[f"probability_{sought}"]
    return pd.DataFrame(answer.to_numpy(dtype=float).reshape(len(values), len(rows)), index=values)


def effects_figure(model: Pipeline, features: pd.DataFrame, names: list[str], data: Data) -> Figure:
    """The effect of several features: the mean of sixty rows, and the band that eight of ten lie in."""
    rows = max(1, -(-len(names) // PANELS))
    figure, axes = new_figure(12.5, 3.3 * rows, columns=PANELS, heights=(1,) * rows)
    for axis in axes[len(names) :]:
        axis.set_visible(False)
    for axis, name in zip(axes, names, strict=False):
        curve = effect(model, features, name, data)
        numeric = pd.api.types.is_numeric_dtype(features[name])
        places = curve.index.to_numpy() if numeric else np.arange(len(curve))
        axis.fill_between(places, curve.quantile(0.1, axis=1), curve.quantile(0.9, axis=1), color=GREY, alpha=0.25)
        axis.plot(places, curve.mean(axis=1), color=BLUE, marker="o", markersize=4)
        if not numeric:
            axis.set_xticks(places, [short(value, 12) for value in curve.index], rotation=40, ha="right", fontsize=8)
        axis.set(title=short(name, 28), ylabel="prediction" if data.task == "regression" else "probability")
    return figure


def _values(column: pd.Series) -> list[Any]:
    known = column.dropna()
    if pd.api.types.is_numeric_dtype(column):
        return sorted(set(known.quantile(np.linspace(0.02, 0.98, STEPS), interpolation="nearest")))
    return known.value_counts().index[:8].tolist()
