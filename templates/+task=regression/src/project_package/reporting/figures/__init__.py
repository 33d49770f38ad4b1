"""What a regressor's predictions look like: tables for DVC's plots, and the figures drawn from them."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from project_package.utils.charts import BLUE, GREY, new_figure, short
from project_package.utils.params import Data

MOST_POINTS = 3_000


def plot_tables(target: pd.Series, predicted: pd.DataFrame, data: Data) -> dict[str, pd.DataFrame]:
    """Actual and predicted value and residual (actual - predicted), in the target's unit; at most 3,000 rows."""
    table = pd.DataFrame({"actual": target, "predicted": predicted["prediction"]})
    table["residual"] = table["actual"] - table["predicted"]
    return {"predictions": table.iloc[:: len(table) // MOST_POINTS + 1]}


def figures(target: pd.Series, predicted: pd.DataFrame, data: Data) -> dict[str, Figure]:
    """Predicted against actual, and residuals."""
    table = plot_tables(target, predicted, data)["predictions"]
    return {"predicted_vs_actual": _agreement(table, data), "residuals": _residuals(table, data)}


def _agreement(table: pd.DataFrame, data: Data) -> Figure:
    figure, [axis] = new_figure(6.2, 5.6)
    low, high = table[["actual", "predicted"]].min().min(), table[["actual", "predicted"]].max().max()
    axis.plot([low, high], [low, high], color=GREY, linestyle="--", linewidth=1.2, label="as it should be")
    axis.scatter(table["actual"], table["predicted"], color=BLUE, **_dots(len(table)))
    axis.set(xlabel=f"actual {short(data.target)}", ylabel=f"predicted {short(data.target)}")
    axis.set_title("Predicted against actual")
    axis.legend(loc="upper left")
    return figure


def _residuals(table: pd.DataFrame, data: Data) -> Figure:
    figure, [left, right] = new_figure(10.4, 4.8, columns=2)
    left.axhline(0, color=GREY, linestyle="--", linewidth=1.2)
    left.scatter(table["predicted"], table["residual"], color=BLUE, **_dots(len(table)))
    left.set(xlabel=f"predicted {short(data.target)}", ylabel="actual - predicted", title="Residuals")
    right.hist(table["residual"], bins=min(40, max(8, int(np.sqrt(len(table))))), color=BLUE, alpha=0.85)
    right.axvline(0, color=GREY, linestyle="--", linewidth=1.2)
    right.set(xlabel="actual - predicted", ylabel="rows", title="How they are spread")
    return figure


def _dots(rows: int) -> dict[str, Any]:
    """Size and opacity of a dot, so that many still show where they are dense."""
    return {"s": 22 if rows < 500 else 10, "alpha": 0.7 if rows < 500 else 0.35, "linewidths": 0}
