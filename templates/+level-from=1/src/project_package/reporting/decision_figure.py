"""The threshold of a binary model as a figure: what it means, and what is gained by the likeliest rows first."""

import pandas as pd
from matplotlib.figure import Figure

from project_package.utils.charts import BLUE, GREEN, GREY, ORANGE, new_figure


def decision_figure(threshold: pd.DataFrame, gain: pd.DataFrame, chosen: float) -> Figure:
    """Precision, recall and F1 over the threshold beside the gain chart.

    Args:
        threshold: the table `threshold` of `decision_tables`.
        gain: its table `gain`.
        chosen: the threshold that the model uses.
    """
    figure, [left, right] = new_figure(10.4, 4.8, columns=2)
    for name, color in (("precision", ORANGE), ("recall", GREEN), ("f1", BLUE)):
        left.plot(threshold["threshold"], threshold[name], color=color, label=name)
    left.axvline(chosen, color=GREY, linestyle="--", linewidth=1.2, label=f"chosen, {chosen:.3f}")
    left.set(xlabel="threshold of the probability", ylabel="score, out of fold", title="What the threshold means")
    left.legend(loc="best")
    right.plot(gain["asked"], gain["found"], color=BLUE, label="model")
    right.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1.2, label="no skill")
    right.set(xlabel="share of rows, the likeliest first", ylabel="share of positive rows found", title="Gain")
    right.legend(loc="lower right")
    return figure
