"""The models that compete: name → how to build it, and the preprocessing it needs.

The simpler ones come first in a family: few small trees before a forest of deep ones.
Search spaces stand in `params.yaml` under `tune.candidates`, by the same names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sklearn.base import RegressorMixin
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import Ridge


@dataclass(frozen=True)
class Candidate:
    """How to build the estimator from a seed, and the family of preprocessing in `preprocessing.py`."""

    build: Callable[[int], RegressorMixin]
    family: Literal["linear", "trees"]


CANDIDATES = {
    "dummy": Candidate(lambda seed: DummyRegressor(strategy="mean"), "trees"),
    "ridge": Candidate(lambda seed: Ridge(), "linear"),
    # By default it stops early on more than 10,000 rows: what was tuned on fewer would be another model then.
    "hist_gradient_boosting": Candidate(
        lambda seed: HistGradientBoostingRegressor(early_stopping=False, random_state=seed), "trees"
    ),
    # A third of the features at each split, as Breiman advises for numbers; the library's default is all of them.
    "random_forest": Candidate(lambda seed: RandomForestRegressor(max_features=1 / 3, random_state=seed), "trees"),
    # create-ml-project: candidates
}

# What every model has to beat: no skill, and a straight line through the features.
BASELINES = {"dummy": "dummy", "linear": "ridge"}
