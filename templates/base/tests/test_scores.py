"""Scores are those of scikit-learn's scorers of the same name."""

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import get_scorer

from project_package.utils.errors import ProjectError
from project_package.utils.models import predict
from project_package.utils.params import Data, Params
from project_package.utils.scores import SCORES, score, scores


def toy(task: str) -> tuple[pd.DataFrame, pd.Series, Data]:
    chance = np.random.default_rng(0)
    features = pd.DataFrame(chance.normal(size=(200, 3)), columns=["a", "b", "c"])
    signal = features["a"] + 0.5 * chance.normal(size=200)
    positive = True if task == "binary" else None
    data = Data.model_validate({"schema": "", "target": "y", "task": task, "positive": positive})
    if task == "regression":
        return features, signal, data
    return features, signal > 0 if task == "binary" else pd.cut(signal, 3, labels=["x", "y", "z"]).astype(str), data


@pytest.mark.parametrize("task", SCORES)
def test_scores_equal_those_of_scikit_learn(task: str) -> None:
    features, target, data = toy(task)
    model = LinearRegression() if task == "regression" else LogisticRegression()
    model.fit(features, target.to_numpy())
    for name, value in scores(target, predict(model, features), data).items():
        assert value == pytest.approx(get_scorer(name)(model, features, target.to_numpy())), name


@pytest.mark.parametrize("task", SCORES)
def test_a_better_model_has_higher_scores(task: str) -> None:
    features, target, data = toy(task)
    linear, dummy = LinearRegression(), DummyRegressor()
    if task != "regression":
        linear, dummy = LogisticRegression(), DummyClassifier()
    better = scores(target, predict(linear.fit(features, target.to_numpy()), features), data)
    worse = scores(target, predict(dummy.fit(features, target.to_numpy()), features), data)
    assert all(better[name] > worse[name] for name in better)


def test_a_ranking_of_one_class_is_not_a_number() -> None:
    features, target, data = toy("binary")
    model = LogisticRegression().fit(features, target.to_numpy())
    one = target[target]
    assert np.isnan(score("roc_auc", one, predict(model, features.loc[one.index]), data))


def test_the_gates_metric_is_a_score_of_the_task(params: Params) -> None:
    assert params.gate.metric in SCORES[params.data.task]


def test_an_unknown_metric_is_refused_with_the_known_ones(params: Params) -> None:
    with pytest.raises(ProjectError, match=next(iter(SCORES[params.data.task]))):
        score("beauty", pd.Series([1]), pd.DataFrame({"prediction": [1]}), params.data)
