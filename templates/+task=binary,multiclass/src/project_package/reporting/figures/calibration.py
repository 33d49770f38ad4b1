"""Reliability of probabilities: observed shares over predicted ones."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from sklearn.calibration import calibration_curve

from project_package.utils.charts import BLUE, GREY, new_figure


def calibration_points(truth: np.ndarray, probability: np.ndarray) -> pd.DataFrame:
    """Mean predicted probability and observed share in ten parts of equally many rows, of the lowest first."""
    observed, predicted = calibration_curve(truth, probability, n_bins=10, strategy="quantile")
    return pd.DataFrame({"predicted": predicted, "observed": observed})


def calibration_figure(probability: np.ndarray, points: pd.DataFrame, of: str) -> Figure:
    """The curve of `calibration_points`, and how the probabilities are spread.

    Args:
        probability: those that the points were made of.
        points: what `calibration_points` gives.
        of: what they are the probability of.
    """
    figure, [axis, counts] = new_figure(7.2, 6.0, heights=(3, 1))
    axis.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1.2, label="as it should be")
    axis.plot(points["predicted"], points["observed"], marker="o", color=BLUE, label="model")
    axis.set(ylabel="observed share", title="Do the probabilities mean what they say?", ylim=(-0.03, 1.03))
    axis.legend(loc="upper left")
    counts.hist(probability, bins=40, range=(0, 1), color=BLUE, alpha=0.85)
    counts.set(xlabel=f"predicted probability of {of}", ylabel="rows")
    for panel in (axis, counts):
        panel.set_xlim(-0.02, 1.02)
    return figure
