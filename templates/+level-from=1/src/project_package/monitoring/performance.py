"""How good the answers are: measured where labels have come, estimated from the model's own certainty where not.

The estimate (as NannyML's CBPE) takes the calibrated probabilities at their word. It notices when rows come that
are harder to tell apart; that the same rows mean something else now (concept drift) it cannot see: only labels can.
"""

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from project_package.utils.params import Data
from project_package.utils.settings import Settings


class Calibration(Settings):
    """Platt's sigmoid: probability as it was said → share of rows where it came true."""

    slope: float
    offset: float

    def of(self, probability: np.ndarray) -> np.ndarray:
        """Calibrated probabilities."""
        return np.asarray(expit(self.slope * _logit(probability) + self.offset))


def calibrations(target: pd.Series, predicted: pd.DataFrame, data: Data) -> dict[str, Calibration]:
    """How sure is how often right, on held-out rows: of the prediction, and in binary tasks of the positive class."""
    if data.task == "regression":
        return {}
    right = (target.astype(str).to_numpy() == predicted["prediction"].astype(str).to_numpy()).astype(int)
    found = {"correct": _fit(_certainty(predicted), right)}
    if data.task == "binary":
        found["positive"] = _fit(_positive(predicted, data), (target == data.positive).to_numpy(dtype=int))
    return {name: calibration for name, calibration in found.items() if calibration is not None}


def estimate(predicted: pd.DataFrame, learned: dict[str, Calibration], data: Data) -> dict[str, float]:
    """Scores to be expected without labels; none for regression: its predictions say nothing of their certainty."""
    estimated = {}
    if "correct" in learned:
        estimated["accuracy"] = float(learned["correct"].of(_certainty(predicted)).mean())
    if "positive" in learned:
        said = _positive(predicted, data)
        estimated["roc_auc"] = _expected_auc(said, learned["positive"].of(said))
    return estimated


def errors_of(target: pd.Series, predicted: pd.DataFrame, data: Data) -> pd.Series:
    """How wrong each prediction is: 0 or 1, or the absolute error."""
    if data.task == "regression":
        return (target.astype("float64") - predicted["prediction"].astype("float64").to_numpy()).abs()
    return pd.Series(target.astype(str).to_numpy() != predicted["prediction"].astype(str).to_numpy(), dtype="float64")


def _expected_auc(said: np.ndarray, probability: np.ndarray) -> float:
    """Share of pairs in the right order, each row positive with its probability; pairs of equal rank count half."""
    order = np.argsort(said, kind="stable")
    ranks, p = np.unique(said[order], return_inverse=True)[1], probability[order]
    positive, negative = np.bincount(ranks, p), np.bincount(ranks, 1 - p)
    below = np.cumsum(negative) - negative
    # A row is no pair with itself: its own share of both classes is taken out.
    own = float((p * (1 - p)).sum())
    pairs = float(positive.sum() * negative.sum()) - own
    return float(((positive * (below + negative / 2)).sum() - own / 2) / pairs) if pairs > 0 else np.nan


def _fit(probability: np.ndarray, came_true: np.ndarray) -> Calibration | None:
    if came_true.min() == came_true.max():
        return None
    fitted = LogisticRegression(C=1e6).fit(_logit(probability).reshape(-1, 1), came_true)
    return Calibration(slope=float(fitted.coef_[0, 0]), offset=float(fitted.intercept_[0]))


def _logit(probability: np.ndarray) -> np.ndarray:
    return np.asarray(logit(np.clip(probability, 1e-6, 1 - 1e-6)))


def _certainty(predicted: pd.DataFrame) -> np.ndarray:
    """The probability of the class that was predicted."""
    names = [f"probability_{name}" for name in predicted["prediction"]]
    places = predicted.columns.get_indexer(pd.Index(names))
    return np.asarray(predicted.to_numpy()[np.arange(len(predicted)), places], dtype=float)


def _positive(predicted: pd.DataFrame, data: Data) -> np.ndarray:
    return predicted[f"probability_{data.positive}"].to_numpy(dtype=float)
