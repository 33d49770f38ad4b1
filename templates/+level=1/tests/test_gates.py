"""The model's gates bite: each is passed once and failed once."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from project_package.utils import gates
from project_package.utils.params import Params
from project_package.utils.schema import Column, FileFormat, Schema
from project_package.utils.scores import scores
from project_package.utils.slices import score_slices

ROWS = 400


@pytest.fixture
def toy_params(params: Params) -> Params:
    """The project's limits on a made-up binary task."""
    data = params.data.model_copy(update={"target": "y", "task": "binary", "positive": "yes"})
    slices = params.gate.slices.model_copy(update={"rows": 50, "floor": 0.7})
    fairness = params.gate.fairness.model_copy(update={"rows": 20, "gap": 0.2})
    limits = {"metric": "roc_auc", "min": 0.6, "chance": 0.05, "keeps": 0.2, "slices": slices, "fairness": fairness}
    return params.model_copy(update={"data": data, "gate": params.gate.model_copy(update=limits)})


@pytest.fixture
def toy_schema() -> Schema:
    columns: list[dict[str, object]] = [
        {"name": "group", "key": "toy.group", "type": "string", "role": "feature", "sensitive": True},
        {"name": "y", "key": "toy.y", "type": "string", "role": "target"},
    ]
    form = FileFormat.model_validate({"path": "toy.csv", "format": "csv"})
    of = [Column.model_validate(column | {"order": "nominal", "nullable": False}) for column in columns]
    return Schema(table="toy", file=form, columns=of)


@pytest.fixture
def toy() -> pd.DataFrame:
    chance = np.random.default_rng(0)
    return pd.DataFrame({"group": chance.choice(["a", "b"], ROWS), "y": chance.choice(["no", "yes"], ROWS)})


def predictions(probability: np.ndarray) -> pd.DataFrame:
    probability = np.clip(probability, 0, 1)
    words = np.where(probability > 0.5, "yes", "no")
    return pd.DataFrame({"prediction": words, "probability_no": 1 - probability, "probability_yes": probability})


def good(toy: pd.DataFrame) -> pd.DataFrame:
    noise = np.random.default_rng(1).normal(0, 0.3, len(toy))
    return predictions(np.where(toy["y"] == "yes", 0.7, 0.3) + noise)


def guesses(toy: pd.DataFrame) -> pd.DataFrame:
    return predictions(np.random.default_rng(1).uniform(size=len(toy)))


def metrics_of(toy: pd.DataFrame, predicted: pd.DataFrame, params: Params, on_train: float = 0.95) -> dict[str, Any]:
    half = predictions(np.full(len(toy), 0.5))
    own = scores(toy["y"], predicted, params.data)
    baselines = {name: scores(toy["y"], half, params.data) for name in ("dummy", "linear")}
    return own | {"train": own | {"roc_auc": on_train}, "baselines": baselines}


def test_a_good_model_passes_all(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    predicted, linear = good(toy), guesses(toy)
    metrics = metrics_of(toy, predicted, toy_params)
    slices = score_slices(toy, predicted, toy_schema, toy_params)
    for gate in (
        gates.minimum_gate(metrics, toy_params),
        gates.dummy_gate(toy["y"], predicted, metrics, toy_params),
        gates.linear_gate(toy["y"], predicted, linear, metrics, toy_params),
        gates.overfitting_gate(metrics, toy_params),
        gates.slices_gate(slices, toy, predicted, toy_schema, toy_params),
        gates.fairness_gate(toy, predicted, toy_schema, toy_params),
    ):
        assert gate.passed, gate.sentence


def test_a_score_below_the_minimum(toy: pd.DataFrame, toy_params: Params) -> None:
    strict = toy_params.model_copy(update={"gate": toy_params.gate.model_copy(update={"min": 0.999})})
    gate = gates.minimum_gate(metrics_of(toy, good(toy), strict), strict)
    assert not gate.passed
    assert "below the 0.999" in gate.sentence


def test_guesses_are_not_better_than_the_dummy(toy: pd.DataFrame, toy_params: Params) -> None:
    predicted = guesses(toy)
    gate = gates.dummy_gate(toy["y"], predicted, metrics_of(toy, predicted, toy_params), toy_params)
    assert not gate.passed
    assert "not clearly better than guessing" in gate.sentence


def test_a_model_worse_than_the_linear_one(toy: pd.DataFrame, toy_params: Params) -> None:
    predicted, linear = guesses(toy), good(toy)
    metrics = metrics_of(toy, predicted, toy_params)
    metrics["baselines"]["linear"] = scores(toy["y"], linear, toy_params.data)
    gate = gates.linear_gate(toy["y"], predicted, linear, metrics, toy_params)
    assert not gate.passed
    assert "worse than the linear baseline" in gate.sentence


def test_a_model_that_has_learned_by_heart(toy: pd.DataFrame, toy_params: Params) -> None:
    gate = gates.overfitting_gate(metrics_of(toy, guesses(toy), toy_params, on_train=1.0), toy_params)
    assert not gate.passed
    assert "of the gain over guessing is left" in gate.sentence


def test_a_group_that_is_served_badly(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    """In group b the model looks for the wrong class."""
    right = good(toy)
    probability = right["probability_yes"].where(toy["group"] == "a", 1 - right["probability_yes"])
    predicted = predictions(probability.to_numpy())
    slices = score_slices(toy, predicted, toy_schema, toy_params)
    floor = gates.slices_gate(slices, toy, predicted, toy_schema, toy_params)
    gap = gates.fairness_gate(toy, predicted, toy_schema, toy_params)
    assert not floor.passed
    assert "group = b" in floor.sentence
    assert not gap.passed
    assert "group = a" in gap.sentence
