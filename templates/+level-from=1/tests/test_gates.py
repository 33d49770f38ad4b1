"""The model's gates bite: each is passed once and failed once."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from project_package.utils import gates
from project_package.utils.params import Params
from project_package.utils.schema import Column, FileFormat, Schema
from project_package.utils.scores import scores
from project_package.utils.slices import make_slices, score_slices

ROWS = 400


@pytest.fixture
def toy_params(params: Params) -> Params:
    """The project's limits on a made-up binary task."""
    data = params.data.model_copy(update={"target": "y", "task": "binary", "positive": "yes"})
    slices = params.gate.slices.model_copy(update={"rows": 50, "floor": 0.2})
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


def large_toy(task: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """3000 rows in three groups, and good predictions of any task's target."""
    chance = np.random.default_rng(3)
    latent, group = chance.normal(size=3000), chance.choice(["a", "b", "c"], 3000)
    guessed = latent + chance.normal(0, 0.4, 3000)
    if task == "regression":
        return pd.DataFrame({"group": group, "y": latent}), pd.DataFrame({"prediction": guessed})
    if task == "binary":
        toy = pd.DataFrame({"group": group, "y": np.where(latent > 0, "yes", "no")})
        return toy, predictions(1 / (1 + np.exp(-2 * guessed)))
    ends = [-0.5, 0.8]
    names = np.array(["low", "middle", "high"])
    told = names[np.digitize(guessed, ends)]
    probabilities = {f"probability_{name}": (told == name).astype(float) for name in names}
    toy = pd.DataFrame({"group": group, "y": names[np.digitize(latent, ends)]})
    return toy, pd.DataFrame({"prediction": told} | probabilities)


def params_of(task: str, params: Params) -> Params:
    data = params.data.model_copy(update={"task": task, "positive": "yes" if task == "binary" else None})
    return params.model_copy(update={"data": data})


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_a_large_slice_with_shuffled_predictions(task: str, toy_schema: Schema, toy_params: Params) -> None:
    """The model knows nothing in group b, though its score there is still half of the whole's or more."""
    limits = params_of(task, toy_params)
    toy, predicted = large_toy(task)
    right = gates.slices_gate(score_slices(toy, predicted, toy_schema, limits), toy, predicted, toy_schema, limits)
    assert right.passed, right.sentence
    assert right.value is not None and right.value > 0.8
    rows = np.flatnonzero(toy["group"] == "b")
    shuffled = predicted.copy()
    shuffled.iloc[rows] = predicted.iloc[np.random.default_rng(4).permutation(rows)].to_numpy()
    gate = gates.slices_gate(score_slices(toy, shuffled, toy_schema, limits), toy, shuffled, toy_schema, limits)
    assert not gate.passed
    assert "less than 20% of the whole's gain over guessing" in gate.sentence
    assert "group = b" in gate.sentence and "group = a" not in gate.sentence


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_a_slice_that_is_easy_to_guess_passes(task: str, toy_schema: Schema, toy_params: Params) -> None:
    """Almost all of group c is one class, or one number; there is hardly anything to gain over guessing it."""
    limits = params_of(task, toy_params)
    toy, predicted = large_toy(task)
    easy, odd = toy["group"] == "c", np.random.default_rng(5).uniform(size=len(toy)) < 0.03
    usual: Any = {"multiclass": "low", "regression": 0.0}[task]
    toy["y"] = toy["y"].where(~easy | odd, usual)
    predicted["prediction"] = predicted["prediction"].where(~easy, usual)
    gate = gates.slices_gate(score_slices(toy, predicted, toy_schema, limits), toy, predicted, toy_schema, limits)
    assert gate.passed, gate.sentence


@pytest.mark.parametrize("only", ["yes", None])
def test_slices_that_cannot_be_compared_are_not_judged(
    only: str | None, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    """A single class has no ranking, and few rows make no slice."""
    toy = toy.assign(y=only) if only else toy.head(60)
    predicted = good(toy)
    slices = score_slices(toy, predicted, toy_schema, toy_params)
    gate = gates.slices_gate(slices, toy, predicted, toy_schema, toy_params)
    assert gate.value is None
    assert "none was judged" in gate.sentence


def test_a_slice_with_hardly_a_row_of_one_class_is_not_judged(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    """Where the model misses the only two rows looked for, drawing these two again shows no chance at all."""
    right = good(toy)
    rare = (toy["group"] == "b") & (toy["y"] == "yes")
    kept = rare.astype(int).cumsum() <= 2
    toy["y"] = toy["y"].where(~rare | kept, "no")
    predicted = predictions(right["probability_yes"].where(~rare | ~kept, 0.0).to_numpy())
    slices = score_slices(toy, predicted, toy_schema, toy_params)
    assert [part["share"] is None for part in slices["slices"]] == [False, True]
    assert gates.slices_gate(slices, toy, predicted, toy_schema, toy_params).passed


def test_guesses_keep_all_of_no_gain(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    """That the model only guesses is for other gates to say, not for each slice again."""
    half = predictions(np.full(len(toy), 0.5))
    slices = score_slices(toy, half, toy_schema, toy_params)
    assert [part["share"] for part in slices["slices"]] == [1.0, 1.0]
    assert gates.slices_gate(slices, toy, half, toy_schema, toy_params).passed


def with_column(values: Any, toy: pd.DataFrame, schema: Schema) -> tuple[pd.DataFrame, Schema]:
    """The toy with its sensitive column replaced by another one, `origin`."""
    about = schema.columns[0].model_copy(update={"name": "origin"})
    columns = [about, *schema.columns[1:]]
    return toy.drop(columns="group").assign(origin=values), schema.model_copy(update={"columns": columns})


MANY: dict[str, Any] = {
    "words": [f"land {row % 14}" if row % 3 else "home" for row in range(ROWS)],
    "words, some missing": [None if row % 7 == 0 else f"land {row % 20}" for row in range(ROWS)],
    "numbers": [float(row % 90) for row in range(ROWS)],
    "mostly one number": [0.0 if row % 5 else float(row) for row in range(ROWS)],
    "dates": pd.Timestamp("1950-01-01") + pd.to_timedelta(np.arange(ROWS) * 31, "D"),
}


@pytest.mark.parametrize("kind", MANY)
def test_a_sensitive_column_of_many_values_is_cut_into_groups(
    kind: str, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    toy, schema = with_column(MANY[kind], toy, toy_schema)
    slices = make_slices(toy, schema)
    assert 2 <= len(slices) <= 13
    assert (np.sum(list(slices.values()), axis=0) == 1).all(), "every row is in one group"
    words = [value for _, value in slices if value is not None]
    assert ("others" in words) == (kind not in ("numbers", "dates"))
    assert kind != "dates" or words[0].startswith("1950-01-01 to ")
    gate = gates.fairness_gate(toy, good(toy), schema, toy_params)
    assert gate.compared == ["origin"]
    assert gate.value is not None and gate.value > 0


def test_a_large_group_among_many_that_is_served_badly(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    right = good(toy)
    toy, schema = with_column(MANY["words"], toy, toy_schema)
    probability = right["probability_yes"].where(toy["origin"] != "home", 1 - right["probability_yes"])
    gate = gates.fairness_gate(toy, predictions(probability.to_numpy()), schema, toy_params)
    assert not gate.passed
    assert "for home" in gate.sentence


def test_groups_too_small_to_compare_are_named(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    """Nothing compared is nothing shown: no value, and no word of being served alike."""
    toy, schema = with_column(["home"] * (ROWS - 10) + ["away"] * 10, toy, toy_schema)
    gate = gates.fairness_gate(toy, good(toy), schema, toy_params)
    assert gate.value is None
    assert gate.compared == []
    assert gate.sentence == "Not compared: origin, without two groups of at least 20 test rows with the class 'yes'."
    both = schema.model_copy(update={"columns": [*toy_schema.columns, schema.columns[0]]})
    some = gates.fairness_gate(toy.assign(group=["a", "b"] * (ROWS // 2)), good(toy), both, toy_params)
    assert some.compared == ["group"]
    assert "Groups of group are served alike" in some.sentence
    assert "Not compared: origin" in some.sentence
