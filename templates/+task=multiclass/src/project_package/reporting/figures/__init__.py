"""What a classifier's predictions look like: tables for DVC's plots, and the figures drawn from them."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from sklearn.metrics import precision_recall_fscore_support

from project_package.reporting.figures.calibration import calibration_figure, calibration_points
from project_package.reporting.figures.confusion import confusion_figure
from project_package.utils.charts import BLUE, GREEN, ORANGE, new_figure, short
from project_package.utils.params import Data

MOST_CLASSES = 30


def plot_tables(target: pd.Series, predicted: pd.DataFrame, data: Data) -> dict[str, pd.DataFrame]:
    """Actual beside predicted class, precision, recall and F1 of each class, and points of the calibration curve."""
    names = sorted(set(target) | set(predicted["prediction"]), key=str)
    precision, recall, f1, rows = precision_recall_fscore_support(
        target, predicted["prediction"], labels=names, zero_division=0
    )
    return {
        "predictions": pd.DataFrame({"actual": target, "predicted": predicted["prediction"]}),
        "classes": pd.DataFrame({"class": names, "rows": rows, "precision": precision, "recall": recall, "f1": f1}),
        "calibration": calibration_points(*_one_class_each(target, predicted)),
    }


def figures(target: pd.Series, predicted: pd.DataFrame, data: Data) -> dict[str, Figure]:
    """Confusion matrix, the scores of each class, calibration."""
    tables = plot_tables(target, predicted, data)
    probability = _one_class_each(target, predicted)[1]
    return {
        "confusion_matrix": confusion_figure(target, predicted["prediction"]),
        "class_scores": _class_scores(tables["classes"]),
        "calibration": calibration_figure(probability, tables["calibration"], "each class in turn"),
    }


def _one_class_each(target: pd.Series, predicted: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Each class against the rest, all of them together: whether a row is of it, and with which probability."""
    columns = [str(name) for name in predicted if str(name).startswith("probability_")]
    words = target.astype(str).to_numpy()
    truth = np.concatenate([words == name.removeprefix("probability_") for name in columns])
    return truth, predicted[columns].to_numpy(dtype=float).ravel(order="F")


def _class_scores(classes: pd.DataFrame) -> Figure:
    shown = classes.sort_values("f1", kind="stable").head(MOST_CLASSES)
    figure, [axis] = new_figure(8.0, 1.8 + 0.36 * len(shown))
    places = range(len(shown))
    axis.hlines(places, 0, shown[["precision", "recall"]].max(axis=1), color="#dfe3e8", linewidth=2)
    for name, color in (("precision", ORANGE), ("recall", GREEN), ("f1", BLUE)):
        axis.scatter(shown[name], places, color=color, label=name, s=46, zorder=3)
    axis.set_yticks(
        places, [f"{short(name, 26)} ({rows:,})" for name, rows in zip(shown["class"], shown["rows"], strict=True)]
    )
    axis.grid(axis="y", visible=False)
    axis.set(xlim=(-0.02, 1.03), xlabel="score on the test set (rows beside the class)")
    axis.set_title("Score of each class")
    axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=3)
    return figure
