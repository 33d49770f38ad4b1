"""Things that no column names are found by what the model knows beyond the nearest rows."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from project_package.reporting.examination.cells import by_cells
from project_package.utils.params import Params

ROWS = 800


@pytest.fixture
def toy_params(params: Params) -> Params:
    data = params.data.model_copy(update={"target": "y", "task": "binary", "positive": "yes"})
    gate = params.gate.model_copy(update={"metric": "roc_auc"})
    return params.model_copy(update={"data": data, "gate": gate})


def things(seed: int) -> pd.DataFrame:
    """Ten rows of each thing: three measures of it with 5 % noise, a column of the row alone, and a target by lot."""
    chance = np.random.default_rng(seed)
    which = np.repeat(np.arange(ROWS // 10), 10)
    measures = chance.normal(size=(ROWS // 10, 3))[which] + 0.05 * chance.normal(size=(ROWS, 3))
    table = pd.DataFrame(measures, columns=[*"abc"]).assign(free=chance.normal(size=ROWS))
    return table.assign(y=chance.choice(["no", "yes"], ROWS // 10)[which]).sample(frac=1, random_state=seed)


def relation(seed: int) -> pd.DataFrame:
    """Rows of their own with a target that turns with two columns."""
    chance = np.random.default_rng(seed)
    table = pd.DataFrame(chance.normal(size=(ROWS, 4)), columns=[*"abcd"])
    odds = 4 * np.sign(table["a"] * table["b"])
    return table.assign(y=np.where(chance.random(ROWS) < 1 / (1 + np.exp(-odds)), "yes", "no"))


def tried(table: pd.DataFrame, params: Params, linear: bool = False) -> dict[str, Any]:
    table = table.reset_index(drop=True)
    features = table.drop(columns="y")
    estimator = LogisticRegression() if linear else RandomForestClassifier(30, random_state=0)
    model = Pipeline([("model", estimator)]).fit(features, table["y"].to_numpy(dtype=object))
    return by_cells(table, features, model, params)


@pytest.mark.parametrize("seed", [0, 1])
def test_what_is_known_of_things_ends_with_the_nearest_rows(seed: int, toy_params: Params) -> None:
    found = tried(things(seed), toy_params)
    assert set(found["columns"]) == {*"abc"}
    assert found["random_low"] > 0.8
    assert found["high"] < found["random_low"]
    assert found["score"] - 0.5 < 0.4 * (found["random"] - 0.5)


def test_several_classes_and_whole_numbers_with_gaps_are_tried_as_well(toy_params: Params) -> None:
    """Whole numbers with gaps among the measures, a target of three classes."""
    table = things(3).reset_index(drop=True)
    names = [*"abc"]
    which = table.groupby(table["y"] + (table[names] > 0).astype(str).sum(axis=1)).ngroup()
    table = table.assign(a=(1000 * table["a"]).round().astype("Int64").where(table["a"] < 2.5), y=which % 3)
    data = toy_params.data.model_copy(update={"task": "multiclass", "positive": None})
    gate = toy_params.gate.model_copy(update={"metric": "accuracy"})
    several = toy_params.model_copy(update={"data": data, "gate": gate})
    features = table.drop(columns="y").astype({"a": "Int64"})
    model = Pipeline([("fill", SimpleImputer()), ("model", RandomForestClassifier(30, random_state=0))])
    found = by_cells(table, features, model.fit(features, table["y"].to_numpy()), several)
    assert found["columns"] and found["low"] <= found["score"] <= found["high"]


@pytest.mark.parametrize("seed", [0, 1])
def test_a_relation_goes_on_beyond_the_nearest_rows(seed: int, toy_params: Params) -> None:
    found = tried(relation(seed), toy_params)
    assert found["score"] - 0.5 > 0.85 * (found["random"] - 0.5)


def test_too_few_rows_one_column_or_a_straight_line_are_not_tried(toy_params: Params) -> None:
    assert tried(relation(0).head(200), toy_params) == {}
    assert tried(relation(0)[["a", "y"]], toy_params) == {}
    assert tried(relation(0), toy_params, linear=True) == {}


def test_of_many_rows_whole_neighbourhoods_are_taken(toy_params: Params, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("project_package.reporting.examination.cells.MOST_ROWS", 400)
    found = tried(things(2), toy_params)
    assert found["rows"] <= 400
    assert found["high"] < found["random_low"]
    assert found["score"] - 0.5 < 0.4 * (found["random"] - 0.5)
