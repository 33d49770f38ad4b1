"""Do probabilities mean what they say? Measured out of fold, and calibrated where that helps rows that had no part."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.pipeline import Pipeline

from project_package.utils.deciding import EDGE, CalibratedPipeline

BINS = 10
# A falling line would turn the ranking round.
LEAST_SLOPE = 0.01


@dataclass(frozen=True)
class Calibration:
    """What calibration brings out of fold, and whether the model uses it.

    Log loss is a mean over the rows; `standard_error` is that of its fall. `error` is the classwise expected
    calibration error: how far mean probability and observed share are apart in ten equally filled bins, the mean over
    rows and classes (Kull et al., 2019). Even perfect probabilities have some, by chance.
    """

    applied: bool
    log_loss: float
    log_loss_calibrated: float
    standard_error: float
    error: float
    error_calibrated: float


def cross_calibrated(
    truth: np.ndarray,
    raw: np.ndarray,
    fold: np.ndarray,
    fit: Callable[[np.ndarray, np.ndarray], Any],
    apply: Callable[[np.ndarray, Any], np.ndarray],
) -> Calibration:
    """Calibrate each fold by what the others show; it helps if the log loss falls by more than one standard error.

    Args:
        truth: the place of the true class, row by row.
        raw: of rows by classes, the probabilities that the estimator gave of rows it had not learned from.
        fold: the fold in which a row was held out.
        fit: learns from truth and probabilities.
        apply: calibrates probabilities by what was learned.
    """
    calibrated = np.full(raw.shape, np.nan)
    for number in np.unique(fold):
        hold = fold == number
        if len(np.unique(truth[~hold])) > 1:
            calibrated[hold] = apply(raw[hold], fit(truth[~hold], raw[~hold]))
    known = np.isfinite(calibrated).all(axis=1)
    if not known.any():
        loss, apart = float(_losses(truth, raw).mean()), error(truth, raw)
        return Calibration(False, loss, loss, 0.0, apart, apart)
    truth, raw, calibrated = truth[known], raw[known], calibrated[known]
    before, after = _losses(truth, raw), _losses(truth, calibrated)
    gain, spread = float((before - after).mean()), float((before - after).std() / np.sqrt(len(truth)))
    means = float(before.mean()), float(after.mean())
    return Calibration(gain > spread, *means, spread, error(truth, raw), error(truth, calibrated))


def error(truth: np.ndarray, probabilities: np.ndarray) -> float:
    """The classwise expected calibration error."""
    found = []
    for place, column in enumerate(probabilities.T):
        order = np.argsort(column, kind="stable")
        apart = column[order] - (truth[order] == place)
        found.append(sum(abs(float(part.sum())) for part in np.array_split(apart, BINS)) / len(truth))
    return float(np.mean(found))


def calibrated_model(
    learned: Pipeline, steps: list[tuple[str, Any]], out_of_fold: pd.DataFrame
) -> tuple[Pipeline, dict[str, Any]]:
    """A model of several classes whose probabilities are calibrated, where that helps.

    Args:
        learned: the fitted model; its classes count.
        steps: all fitted steps, those of stages before in front.
        out_of_fold: `target`, `fold` and the probability of each class, row by row.

    Returns:
        The model, and what the manifest says of it.
    """
    classes = [str(name) for name in learned.classes_]
    truth, raw = truth_and_probabilities(out_of_fold, classes)
    found = cross_calibrated(truth, raw, out_of_fold["fold"].to_numpy(), fit_classes, scaled)
    about: dict[str, Any] = {"calibration": asdict(found)}
    if not found.applied:
        return Pipeline(steps), about
    slope, intercepts = fit_classes(truth, raw)
    about["calibration"] |= {"slope": slope, "intercepts": dict(zip(classes, intercepts, strict=True))}
    return CalibratedPipeline(steps, slope=slope, intercepts=intercepts), about


def truth_and_probabilities(out_of_fold: pd.DataFrame, classes: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The place of the true class of each row, and rows by classes; a class that no fold has seen has probability 0."""
    raw = out_of_fold.reindex(columns=[f"probability_{name}" for name in classes]).fillna(0).to_numpy(dtype=float)
    places = {name: place for place, name in enumerate(classes)}
    return out_of_fold["target"].astype(str).map(places).to_numpy(int), raw


def fit_classes(truth: np.ndarray, raw: np.ndarray) -> tuple[float, list[float]]:
    """The slope of all log probabilities and the intercept of each class that make the truth likeliest.

    scikit-learn's temperature scaling has no intercepts, and a model with balanced class weights needs them. They are
    shrunk towards no change, as if by one row each.
    """
    logs, hits = np.log(np.clip(raw, EDGE, 1)), np.eye(raw.shape[1])[truth]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        slope, intercepts = weights[0], weights[1:]
        scores = slope * logs + intercepts
        norm = logsumexp(scores, axis=1, keepdims=True)
        surprise = np.exp(scores - norm) - hits
        change = weights - start
        value = float((norm - (scores * hits).sum(axis=1, keepdims=True)).sum() + (change**2).sum() / 2)
        return value, np.array([(surprise * logs).sum(), *surprise.sum(axis=0)]) + change

    start = np.array([1.0, *np.zeros(raw.shape[1])])
    free = [(None, None)] * raw.shape[1]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(LEAST_SLOPE, None), *free]).x
    return float(found[0]), [float(one) for one in found[1:]]


def scaled(raw: np.ndarray, line: tuple[float, list[float]]) -> np.ndarray:
    """Probabilities whose logarithms are stretched and moved, class by class."""
    return CalibratedPipeline([], slope=line[0], intercepts=line[1]).calibrated(raw)


def _losses(truth: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    return np.asarray(-np.log(np.clip(probabilities[np.arange(len(truth)), truth], 1e-15, 1)))
