"""Scores of predictions, under the names and signs of scikit-learn's scorers: higher is better."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn import metrics

from project_package.utils.errors import ProjectError
from project_package.utils.params import Data

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]
Score = Callable[[np.ndarray, np.ndarray, np.ndarray], float]

# target is the positive class (or not) · predicted likewise · probability of that class
BINARY: dict[str, Score] = {
    "roc_auc": lambda y, predicted, p: _ranking(metrics.roc_auc_score, y, p),
    "average_precision": lambda y, predicted, p: _ranking(metrics.average_precision_score, y, p),
    "f1": lambda y, predicted, p: metrics.f1_score(y, predicted, zero_division=0),
    "accuracy": lambda y, predicted, p: metrics.accuracy_score(y, predicted),
    "balanced_accuracy": lambda y, predicted, p: _balanced(y, predicted),
    "precision": lambda y, predicted, p: metrics.precision_score(y, predicted, zero_division=0),
    "recall": lambda y, predicted, p: metrics.recall_score(y, predicted, zero_division=0),
    "neg_log_loss": lambda y, predicted, p: -metrics.log_loss(y, p, labels=[False, True]),
    "neg_brier_score": lambda y, predicted, p: -float(np.mean((p - y) ** 2)),
}

# target and predicted are places in the list of classes · one column of probabilities per class
MULTICLASS: dict[str, Score] = {
    "f1_macro": lambda y, predicted, p: metrics.f1_score(y, predicted, average="macro", zero_division=0),
    "f1_weighted": lambda y, predicted, p: metrics.f1_score(y, predicted, average="weighted", zero_division=0),
    "accuracy": lambda y, predicted, p: metrics.accuracy_score(y, predicted),
    "balanced_accuracy": lambda y, predicted, p: _balanced(y, predicted),
    "roc_auc_ovr": lambda y, predicted, p: float(
        np.mean([_ranking(metrics.roc_auc_score, y == place, p[:, place]) for place in range(p.shape[1])])
    ),
    "neg_log_loss": lambda y, predicted, p: -metrics.log_loss(y, p, labels=range(p.shape[1])),
}

# target and predicted are numbers in the target's unit
REGRESSION: dict[str, Score] = {
    "r2": lambda y, predicted, _: metrics.r2_score(y, predicted) if len(y) > 1 else np.nan,
    "neg_mean_absolute_error": lambda y, predicted, _: -metrics.mean_absolute_error(y, predicted),
    "neg_root_mean_squared_error": lambda y, predicted, _: -float(np.sqrt(np.mean((y - predicted) ** 2))),
    "neg_median_absolute_error": lambda y, predicted, _: -metrics.median_absolute_error(y, predicted),
}

SCORES = {"binary": BINARY, "multiclass": MULTICLASS, "regression": REGRESSION}


def scores(target: pd.Series, predicted: pd.DataFrame, data: Data) -> dict[str, float]:
    """All scores of the task.

    Args:
        target: the true classes or numbers.
        predicted: what `predict` gives for the same rows.
        data: the task, and for a binary one the positive class.

    Returns:
        Score by name; NaN where the rows do not allow it, such as a ranking of a single class.
    """
    arrays = arrays_of(target, predicted, data)
    return {name: float(function(*arrays)) for name, function in SCORES[data.task].items()}


def score(metric: str, target: pd.Series, predicted: pd.DataFrame, data: Data) -> float:
    """One score by its name.

    Raises:
        ProjectError: the task has no score of this name.
    """
    check_metric(metric, data)
    return float(SCORES[data.task][metric](*arrays_of(target, predicted, data)))


def perfect(metric: str) -> float:
    """What a perfect model scores: errors are then 0, all else is 1."""
    return 0.0 if metric.startswith("neg_") else 1.0


def check_metric(metric: str, data: Data) -> None:
    """Refuse a metric that the task does not have.

    Raises:
        ProjectError: the task has no score of this name.
    """
    if metric not in SCORES[data.task]:
        names = ", ".join(SCORES[data.task])
        raise ProjectError(f"params.yaml names the metric {metric!r}; a {data.task} task has: {names}.")


def arrays_of(target: pd.Series, predicted: pd.DataFrame, data: Data) -> Arrays:
    """Truth, prediction and probabilities as the score functions take them."""
    if data.task == "regression":
        return target.to_numpy(dtype=float), predicted["prediction"].to_numpy(dtype=float), np.empty(0)
    if data.task == "binary":
        probability = predicted.get(f"probability_{data.positive}", pd.Series(0.0, index=predicted.index))
        found = (predicted["prediction"] == data.positive).to_numpy(dtype=bool)
        return (target == data.positive).to_numpy(dtype=bool), found, probability.to_numpy(dtype=float)
    names = [name.removeprefix("probability_") for name in predicted.columns if name.startswith("probability_")]
    truth, guess = target.astype(str), predicted["prediction"].astype(str)
    classes = names + sorted(set(truth) - set(names))
    place = {name: position for position, name in enumerate(classes)}
    probabilities = np.zeros((len(predicted), len(classes)))
    probabilities[:, : len(names)] = predicted[[f"probability_{name}" for name in names]]
    return truth.map(place).to_numpy(int), guess.map(place).to_numpy(int), probabilities


def _ranking(function: Callable[[np.ndarray, np.ndarray], float], truth: np.ndarray, p: np.ndarray) -> float:
    return float(function(truth, p)) if truth.any() and not truth.all() else np.nan


def _balanced(truth: np.ndarray, predicted: np.ndarray) -> float:
    """Mean recall of the classes that occur."""
    return float(np.mean([(predicted[truth == name] == name).mean() for name in np.unique(truth)]))
