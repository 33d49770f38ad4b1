"""Choosing numbers by the target happens within each fold, takes missing values, and finds nothing in noise."""

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

from project_package.utils.candidates import CANDIDATES
from project_package.utils.params import Params
from project_package.utils.preprocessing import build_pipeline
from project_package.utils.schema import Schema
from project_package.utils.selection import BestNumbers


def noise(rows: int, columns: int, seed: int = 0) -> pd.DataFrame:
    values = np.random.default_rng(seed).normal(size=(rows, columns))
    return pd.DataFrame(values, columns=[f"x{place}" for place in range(columns)])


@pytest.mark.parametrize("task", ["classes", "numbers"])
def test_what_tells_about_the_target_is_kept(task: str) -> None:
    features = noise(300, 20)
    signal = features["x7"] + features["x3"]
    target = signal if task == "numbers" else np.where(signal > 0, "yes", "no")
    features.loc[::4, "x7"] = np.nan
    features["empty"] = np.nan
    step = BestNumbers(2, task == "numbers").set_output(transform="pandas")
    assert list(step.fit_transform(features, target).columns) == ["x3", "x7"]


def test_more_numbers_than_wanted_are_chosen_within_the_model(schema: Schema, params: Params) -> None:
    few = params.model_copy(update={"features": params.features.model_copy(update={"numbers": 5})})
    for candidate in CANDIDATES:
        model = build_pipeline(candidate, {}, noise(80, 30), schema, few)
        target = np.arange(80.0) if params.data.task == "regression" else np.arange(80) % 2
        assert model.fit(noise(80, 30), target)[-1].n_features_in_ == 5


def test_nothing_is_found_in_noise() -> None:
    from sklearn.linear_model import LogisticRegression

    reached = []
    for seed in range(4):
        features, target = noise(150, 1500, seed), np.random.default_rng(seed).choice(2, 150)
        model = make_pipeline(BestNumbers(20, False), LogisticRegression())
        reached.append(cross_val_score(model, features, target, cv=5, scoring="roc_auc").mean())
    assert np.mean(reached) < 0.6
