"""The models that compete: name → how to build it, and the preprocessing it needs.

The simpler ones come first in a family: few small trees before a forest of deep ones.
Search spaces stand in `params.yaml` under `tune.candidates`, by the same names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sklearn.base import ClassifierMixin
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True)
class Candidate:
    """How to build the estimator from a seed, and the family of preprocessing in `preprocessing.py`."""

    build: Callable[[int], ClassifierMixin]
    family: Literal["linear", "trees"]


CANDIDATES = {
    "dummy": Candidate(lambda seed: DummyClassifier(strategy="prior"), "trees"),
    "logistic_regression": Candidate(lambda seed: LogisticRegression(max_iter=2000), "linear"),
    # By default it stops early on more than 10,000 rows: what was tuned on fewer would be another model then.
    "hist_gradient_boosting": Candidate(
        lambda seed: HistGradientBoostingClassifier(early_stopping=False, random_state=seed), "trees"
    ),
    "random_forest": Candidate(lambda seed: RandomForestClassifier(random_state=seed), "trees"),
    # create-ml-project: candidates
}

# What every model has to beat: no skill, and a straight line through the features.
BASELINES = {"dummy": "dummy", "linear": "logistic_regression"}
