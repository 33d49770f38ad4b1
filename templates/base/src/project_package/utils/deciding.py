"""Pipelines whose probabilities are calibrated; of two classes, one that decides from which of them on it answers."""

from typing import Any

import numpy as np
from scipy.special import softmax
from sklearn.pipeline import Pipeline

# So near to 0 and 1 the log-odds are cut.
EDGE = 1e-6


class DecidingPipeline(Pipeline):  # type: ignore[misc]
    """A classifier of two classes that answers the positive one from `threshold` on, by calibrated probabilities.

    Whoever asks the model, by `predict` or by hand, gets the same answer; a clone decides alike.

    Args:
        steps: as in a pipeline.
        positive: the positive class.
        threshold: the least probability with which it is answered.
        slope: what the log-odds of the positive class are multiplied by (Platt, 1999); 1 leaves them as they are.
        intercept: what is added to them then; 0 leaves them as they are.
        transform_input: as in a pipeline.
        memory: as in a pipeline.
        verbose: as in a pipeline.
    """

    def __init__(
        self,
        steps: list[tuple[str, Any]],
        *,
        positive: Any = None,
        threshold: float = 0.5,
        slope: float = 1.0,
        intercept: float = 0.0,
        transform_input: list[str] | None = None,
        memory: Any = None,
        verbose: bool = False,
    ) -> None:
        """Keep what it decides by."""
        super().__init__(steps, transform_input=transform_input, memory=memory, verbose=verbose)
        self.positive = positive
        self.threshold = threshold
        self.slope = slope
        self.intercept = intercept

    def predict_proba(self, X: Any, **params: Any) -> np.ndarray:
        """Calibrated probabilities of both classes, in the order of `classes_`."""
        return self.calibrated(np.asarray(super().predict_proba(X, **params)))

    def calibrated(self, found: np.ndarray) -> np.ndarray:
        """Calibrated probabilities of those that the estimator found."""
        if (self.slope, self.intercept) == (1.0, 0.0) or self.positive is None:
            return found
        place = list(self.classes_).index(self.positive)
        positive = calibrate(found[:, place], self.slope, self.intercept)
        return np.stack([positive, 1 - positive] if place == 0 else [1 - positive, positive], axis=1)

    def predict(self, X: Any, **params: Any) -> np.ndarray:
        """The positive class where its probability reaches the threshold, else the other one."""
        return self.decide(self.predict_proba(X, **params))

    def decide(self, probabilities: np.ndarray) -> np.ndarray:
        """The answers that belong to probabilities."""
        classes = np.asarray(self.classes_)
        if self.positive is None:
            return np.asarray(classes[probabilities.argmax(axis=1)])
        place = list(classes).index(self.positive)
        return np.asarray(classes[np.where(probabilities[:, place] >= self.threshold, place, 1 - place)])


class CalibratedPipeline(Pipeline):  # type: ignore[misc]
    """A classifier of several classes whose probabilities are calibrated and whose answers are those of its estimator.

    An estimator that weighs its classes, so as to find rare ones, answers one also where another is likelier.

    Args:
        steps: as in a pipeline.
        slope: what the logarithms of the probabilities are multiplied by (Guo et al., 2017); 1 leaves them as they are.
        intercepts: what is added to them then, in the order of `classes_`; none leaves them as they are.
        transform_input: as in a pipeline.
        memory: as in a pipeline.
        verbose: as in a pipeline.
    """

    def __init__(
        self,
        steps: list[tuple[str, Any]],
        *,
        slope: float = 1.0,
        intercepts: list[float] | None = None,
        transform_input: list[str] | None = None,
        memory: Any = None,
        verbose: bool = False,
    ) -> None:
        """Keep what it calibrates by."""
        super().__init__(steps, transform_input=transform_input, memory=memory, verbose=verbose)
        self.slope = slope
        self.intercepts = intercepts

    def predict_proba(self, X: Any, **params: Any) -> np.ndarray:
        """Calibrated probabilities of the classes, in the order of `classes_`."""
        return self.calibrated(np.asarray(super().predict_proba(X, **params)))

    def calibrated(self, found: np.ndarray) -> np.ndarray:
        """Calibrated probabilities of those that the estimator found."""
        logs = np.log(np.clip(found, EDGE, 1))
        return np.asarray(softmax(self.slope * logs + (self.intercepts or 0.0), axis=1))

    def predict(self, X: Any, **params: Any) -> np.ndarray:
        """The class that the estimator would answer."""
        return self.decide(self.predict_proba(X, **params))

    def weigh(self, probabilities: np.ndarray) -> np.ndarray:
        """Calibrated probabilities without what calibration added to each class: the largest one is the answer."""
        return np.asarray(softmax(np.log(np.clip(probabilities, 1e-300, 1)) - (self.intercepts or 0.0), axis=1))

    def decide(self, probabilities: np.ndarray) -> np.ndarray:
        """The answers that belong to calibrated probabilities."""
        return np.asarray(np.asarray(self.classes_)[self.weigh(probabilities).argmax(axis=1)])


def log_odds(probability: np.ndarray) -> np.ndarray:
    """The log-odds of probabilities, finite even at 0 and 1."""
    cut = np.clip(probability, EDGE, 1 - EDGE)
    return np.asarray(np.log(cut / (1 - cut)))


def calibrate(probability: np.ndarray, slope: float, intercept: float) -> np.ndarray:
    """Probabilities whose log-odds are stretched and moved."""
    return np.asarray(1 / (1 + np.exp(-(slope * log_odds(probability) + intercept))))
