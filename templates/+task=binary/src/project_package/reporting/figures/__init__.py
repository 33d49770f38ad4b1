"""What a binary classifier's predictions look like: tables for DVC's plots, and the figures drawn from them."""

import pandas as pd
from matplotlib.figure import Figure
from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_curve

from project_package.reporting.figures.calibration import calibration_figure, calibration_points
from project_package.reporting.figures.confusion import confusion_figure
from project_package.utils.charts import BLUE, GREY, new_figure, short
from project_package.utils.params import Data

MOST_POINTS = 500


def plot_tables(target: pd.Series, predicted: pd.DataFrame, data: Data) -> dict[str, pd.DataFrame]:
    """Points of the ROC, precision-recall and calibration curve, and actual beside predicted class."""
    truth, probability = target == data.positive, predicted[f"probability_{data.positive}"]
    false_positive, true_positive, _ = roc_curve(truth, probability)
    precision, recall, _ = precision_recall_curve(truth, probability)
    return {
        "roc": _thin({"false_positive_rate": false_positive, "true_positive_rate": true_positive}),
        "precision_recall": _thin({"recall": recall, "precision": precision}),
        "calibration": calibration_points(truth.to_numpy(), probability.to_numpy()),
        "predictions": pd.DataFrame({"actual": target, "predicted": predicted["prediction"]}),
    }


def figures(target: pd.Series, predicted: pd.DataFrame, data: Data) -> dict[str, Figure]:
    """ROC and precision-recall curves, confusion matrix, calibration."""
    tables = plot_tables(target, predicted, data)
    return {
        "roc_precision_recall": _curves(target, predicted, data, tables),
        "confusion_matrix": confusion_figure(target, predicted["prediction"]),
        "calibration": calibration_figure(
            predicted[f"probability_{data.positive}"].to_numpy(), tables["calibration"], short(data.positive)
        ),
    }


def _thin(columns: dict[str, object]) -> pd.DataFrame:
    """The curve in at most 500 points, its ends included."""
    table = pd.DataFrame(columns)
    step = max(1, len(table) // MOST_POINTS)
    return pd.concat([table.iloc[:-1:step], table.tail(1)], ignore_index=True)


def _curves(target: pd.Series, predicted: pd.DataFrame, data: Data, tables: dict[str, pd.DataFrame]) -> Figure:
    figure, [left, right] = new_figure(10.4, 4.8, columns=2)
    roc, recall = tables["roc"], tables["precision_recall"]
    truth, probability = target == data.positive, predicted[f"probability_{data.positive}"]
    area = auc(roc["false_positive_rate"], roc["true_positive_rate"])
    left.plot(roc["false_positive_rate"], roc["true_positive_rate"], color=BLUE, label=f"model, area {area:.3f}")
    left.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1.2, label="no skill")
    left.set(xlabel="false positive rate", ylabel="true positive rate", title="ROC curve")
    left.legend(loc="lower right")
    mean = average_precision_score(truth, probability)
    right.plot(recall["recall"], recall["precision"], color=BLUE, label=f"model, average {mean:.3f}")
    right.axhline(truth.mean(), color=GREY, linestyle="--", linewidth=1.2, label="no skill")
    right.set(xlabel="recall", ylabel="precision", title="Precision and recall", ylim=(0, 1.03))
    right.legend(loc="best")
    return figure
