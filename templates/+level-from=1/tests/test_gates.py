"""The model's gates bite: each is passed once and failed once."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from project_package.gates.evidence import Evidence
from project_package.gates.fairness import fairness_gate
from project_package.gates.gate import Gate, judgement, shown
from project_package.gates.honesty import backtest_gate, independence_gate
from project_package.gates.score import dummy_gate, linear_gate, minimum_gate, overfitting_gate, plausible_gate
from project_package.gates.slices import slices_gate
from project_package.utils.params import Params
from project_package.utils.resampling import resample
from project_package.utils.schema import Column, FileFormat, Schema
from project_package.utils.scores import scores
from project_package.utils.slices import make_slices, score_slices

ROWS = 400


@pytest.fixture
def toy_params(params: Params) -> Params:
    """The project's limits on a made-up binary task."""
    data = params.data.model_copy(update={"target": "y", "task": "binary", "positive": "yes"})
    slices = params.gate.slices.model_copy(update={"rows": 50, "min_retained": 0.5})
    fairness = params.gate.fairness.model_copy(update={"rows": 20, "gap": 0.2})
    near = params.gate.near_perfect.model_copy(update={"limit": 0.98, "reason": ""})
    limits = {"metric": "roc_auc", "min": 0.6, "near_perfect": near, "min_retained": 0.5}
    limits |= {"slices": slices, "fairness": fairness}
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


def evidence(
    toy: pd.DataFrame, predicted: pd.DataFrame, schema: Schema, params: Params, linear: pd.DataFrame | None = None
) -> Evidence:
    """The predictions beside those of a model without skill and, if none other is given, of a line that is as bad."""
    half = predictions(np.full(len(toy), 0.5))
    baselines = {"dummy": half, "linear": half if linear is None else linear}
    own = scores(toy["y"], predicted, params.data)
    of = {name: scores(toy["y"], one, params.data) for name, one in baselines.items()}
    metrics = own | {"train": own | {"roc_auc": 0.95}, "baselines": of}
    return Evidence(toy, predicted, baselines, metrics, resample(np.arange(len(toy)), 0), schema, params)


def on_slices(toy: pd.DataFrame, predicted: pd.DataFrame, schema: Schema, params: Params) -> Gate:
    slices = score_slices(toy, predicted, schema, params)
    return slices_gate(slices, Evidence(toy, predicted, {}, {}, resample(np.arange(len(toy)), 0), schema, params))


def test_a_good_model_passes_all(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    on_test = evidence(toy, good(toy), toy_schema, toy_params, linear=guesses(toy))
    gates = [gate(on_test) for gate in (minimum_gate, plausible_gate, dummy_gate, linear_gate, overfitting_gate)]
    gates += [on_slices(toy, on_test.predicted, toy_schema, toy_params), fairness_gate(on_test)]
    assert [gate.sentence for gate in gates if gate.verdict != "passed"] == []
    assert judgement(gates)["passed"]


@pytest.mark.parametrize(
    ("verdict", "required", "usable"),
    [("failed", True, False), ("not judged", True, False), ("not judged", False, True), ("passed", True, True)],
)
def test_a_model_is_usable_only_if_every_required_gate_is_passed(verdict: Any, required: bool, usable: bool) -> None:
    gates = [Gate("good", "passed", "", 1, 1), Gate("other", verdict, "", None, 1, required)]
    assert judgement(gates)["passed"] == usable


@pytest.mark.parametrize("limit", [0.9999, 0.999, 0.9])
def test_a_limit_and_what_misses_it_are_told_apart(
    limit: float, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    strict = toy_params.model_copy(update={"gate": toy_params.gate.model_copy(update={"min": limit})})
    on_test = evidence(toy, guesses(toy), toy_schema, strict)
    on_test.metrics["roc_auc"] = limit - 1e-6
    gate = minimum_gate(on_test)
    assert gate.verdict == "failed"
    assert f"below the {limit} of gate.min" in gate.sentence
    assert f"is {shown(limit - 1e-6, limit)} " in gate.sentence and float(shown(limit - 1e-6, limit)) < limit


def test_a_limit_beyond_the_best_score_is_said_to_be_out_of_reach(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    for limit, said in ((1.0, False), (1.5, True)):
        wanted = toy_params.model_copy(update={"gate": toy_params.gate.model_copy(update={"min": limit})})
        gate = minimum_gate(evidence(toy, guesses(toy), toy_schema, wanted))
        assert gate.verdict == "failed"
        assert ("no model can reach: roc_auc is at most 1" in gate.sentence) == said


def test_lucky_test_rows_do_not_make_up_for_cross_validation(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    """Of noise a small test set may look good; the folds together are more rows."""
    on_test = evidence(toy, good(toy), toy_schema, toy_params)
    assert minimum_gate(on_test).verdict == "passed"
    on_test.metrics["cv"] = {"roc_auc": {"mean": 0.5, "std": 0.0}}
    gate = minimum_gate(on_test)
    assert gate.verdict == "failed"
    assert "by cross-validation only 0.500" in gate.sentence


def test_a_class_of_few_rows_is_not_judged(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    rare = toy.assign(y=np.where(np.arange(len(toy)) < 9, "yes", "no"))
    for gate in (minimum_gate, overfitting_gate):
        found = gate(evidence(rare, good(rare), toy_schema, toy_params))
        assert (found.verdict, found.required) == ("not judged", True)
        assert "only 9 rows: a judgement needs at least 10" in found.sentence


def test_guesses_are_not_better_than_no_skill(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    gate = dummy_gate(evidence(toy, guesses(toy), toy_schema, toy_params))
    assert gate.verdict == "failed"
    assert "not distinguishable from the no-skill baseline" in gate.sentence


def test_finding_rows_by_chance_is_no_skill(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    by_recall = toy_params.model_copy(update={"gate": toy_params.gate.model_copy(update={"metric": "recall"})})
    gate = dummy_gate(evidence(toy, guesses(toy), toy_schema, by_recall))
    assert (gate.verdict, "balanced_accuracy" in gate.sentence) == ("failed", True)
    assert dummy_gate(evidence(toy, good(toy), toy_schema, by_recall)).verdict == "passed"


def test_a_model_worse_than_the_linear_one(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    gate = linear_gate(evidence(toy, guesses(toy), toy_schema, toy_params, linear=good(toy)))
    assert gate.verdict == "failed"
    assert "worse than the linear baseline" in gate.sentence


def test_a_model_like_the_linear_one_is_said_to_be(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    nearly = good(toy)
    nearly.loc[:3, ["probability_no", "probability_yes"]] = 0.5
    gate = linear_gate(evidence(toy, nearly, toy_schema, toy_params, linear=good(toy)))
    assert gate.verdict == "passed"
    assert "not distinguishable from the linear baseline" in gate.sentence


def test_a_model_that_has_learned_by_heart(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    on_test = evidence(toy, good(toy), toy_schema, toy_params)
    on_test.metrics.update(roc_auc=0.705, train={"roc_auc": 1.0})
    gate = overfitting_gate(on_test)
    assert gate.verdict == "failed"
    assert "41 % of the gain over the no-skill baseline is left, at least 50 % must be" in gate.sentence


@pytest.mark.parametrize("reason", ["", "a rule of arithmetic"])
def test_a_nearly_perfect_score_needs_a_reason(
    reason: str, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    near = toy_params.gate.near_perfect.model_copy(update={"reason": reason})
    asked = toy_params.model_copy(update={"gate": toy_params.gate.model_copy(update={"near_perfect": near})})
    perfect = predictions((toy["y"] == "yes").to_numpy(dtype=float))
    gate = plausible_gate(evidence(toy, perfect, toy_schema, asked))
    assert gate.verdict == ("passed" if reason else "failed")
    assert (reason or "gate.near_perfect.reason") in gate.sentence


def test_a_group_that_is_served_badly(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    """In group b the model answers the wrong class."""
    right = good(toy)
    probability = right["probability_yes"].where(toy["group"] == "a", 1 - right["probability_yes"])
    predicted = predictions(probability.to_numpy())
    kept = on_slices(toy, predicted, toy_schema, toy_params)
    gap = fairness_gate(evidence(toy, predicted, toy_schema, toy_params))
    assert kept.verdict == "failed"
    assert "group = b" in kept.sentence
    assert gap.verdict == "failed"
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
    right = on_slices(toy, predicted, toy_schema, limits)
    assert right.verdict == "passed", right.sentence
    assert right.value is not None and right.value > 0.8
    rows = np.flatnonzero(toy["group"] == "b")
    shuffled = predicted.copy()
    shuffled.iloc[rows] = predicted.iloc[np.random.default_rng(4).permutation(rows)].to_numpy()
    gate = on_slices(toy, shuffled, toy_schema, limits)
    assert gate.verdict == "failed"
    assert "less than 50 % of the whole's gain over no skill" in gate.sentence
    assert "group = b" in gate.sentence and "group = a" not in gate.sentence


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_a_slice_that_is_easy_passes(task: str, toy_schema: Schema, toy_params: Params) -> None:
    """Almost all of group c is one class, or one number; there is hardly anything to gain there."""
    limits = params_of(task, toy_params)
    toy, predicted = large_toy(task)
    easy, odd = toy["group"] == "c", np.random.default_rng(5).uniform(size=len(toy)) < 0.03
    usual: Any = {"multiclass": "low", "regression": 0.0}[task]
    toy["y"] = toy["y"].where(~easy | odd, usual)
    predicted["prediction"] = predicted["prediction"].where(~easy, usual)
    gate = on_slices(toy, predicted, toy_schema, limits)
    assert gate.verdict == "passed", gate.sentence


@pytest.mark.parametrize("only", ["yes", None])
def test_slices_that_cannot_be_compared_are_not_judged(
    only: str | None, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    """A single class has no ranking, and few rows make no slice."""
    toy = toy.assign(y=only) if only else toy.head(60)
    predicted = good(toy)
    gate = on_slices(toy, predicted, toy_schema, toy_params)
    assert gate.value is None
    assert (gate.verdict, gate.required) == ("not judged", False)


def test_a_slice_with_hardly_a_row_of_one_class_is_not_judged(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    """Where the model misses the only two positive rows, drawing these two again shows no chance at all."""
    right = good(toy)
    rare = (toy["group"] == "b") & (toy["y"] == "yes")
    kept = rare.astype(int).cumsum() <= 2
    toy["y"] = toy["y"].where(~rare | kept, "no")
    predicted = predictions(right["probability_yes"].where(~rare | ~kept, 0.0).to_numpy())
    slices = score_slices(toy, predicted, toy_schema, toy_params)
    assert [part["share"] is None for part in slices["slices"]] == [False, True]
    assert on_slices(toy, predicted, toy_schema, toy_params).verdict == "passed"


def test_of_guesses_no_slice_and_no_period_is_judged(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    """Where nothing is gained nothing can be lost; that the model only guesses is for other gates to say."""
    half = predictions(np.full(len(toy), 0.5))
    slices = score_slices(toy, half, toy_schema, toy_params)
    assert [part["share"] for part in slices["slices"]] == [1.0, 1.0]
    aging = backtest_gate(aging_of(0.5, 0.5), evidence(toy, half, toy_schema, toy_params))
    for gate in (on_slices(toy, half, toy_schema, toy_params), aging):
        assert (gate.verdict, gate.required) == ("not judged", False)
        assert "gains nothing over no skill" in gate.sentence


def test_thirds_of_years_are_named_by_years(toy: pd.DataFrame, toy_schema: Schema) -> None:
    year = toy_schema.columns[0].model_copy(update={"name": "year", "sensitive": True})
    schema = toy_schema.model_copy(update={"columns": [year]})
    for first, named in ((1900.0, "up to 1933"), (19_000.0, "up to 19,033")):
        rows = pd.DataFrame({"year": first + np.arange(len(toy)) % 120})
        assert ("year", named) in make_slices(rows, schema)


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
    gate = fairness_gate(evidence(toy, good(toy), schema, toy_params))
    assert gate.compared == ["origin"]
    assert gate.value is not None and gate.value > 0


def test_a_large_group_among_many_that_is_served_badly(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    right = good(toy)
    toy, schema = with_column(MANY["words"], toy, toy_schema)
    probability = right["probability_yes"].where(toy["origin"] != "home", 1 - right["probability_yes"])
    gate = fairness_gate(evidence(toy, predictions(probability.to_numpy()), schema, toy_params))
    assert gate.verdict == "failed"
    assert "for home" in gate.sentence


def test_groups_too_small_to_compare_are_named(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    """Nothing compared is nothing shown: no value, and no word of being served alike."""
    toy, schema = with_column(["home"] * (ROWS - 10) + ["away"] * 10, toy, toy_schema)
    gate = fairness_gate(evidence(toy, good(toy), schema, toy_params))
    assert (gate.verdict, gate.required, gate.value, gate.compared) == ("not judged", True, None, [])
    assert gate.sentence.startswith(
        "Not compared: origin, without two groups of at least 20 test rows of the class 'yes'"
    )
    both = schema.model_copy(update={"columns": [*toy_schema.columns, schema.columns[0]]})
    some = fairness_gate(evidence(toy.assign(group=["a", "b"] * (ROWS // 2)), good(toy), both, toy_params))
    assert (some.verdict, some.compared) == ("not judged", ["group"])
    assert "Between groups of group, recall differs by at most" in some.sentence
    assert "Not compared: origin" in some.sentence


def test_groups_are_not_alike_because_nobody_is_answered(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    """A model that never says yes has the same recall for all, which shows nothing."""
    gate = fairness_gate(evidence(toy, predictions(np.full(len(toy), 0.1)), toy_schema, toy_params))
    assert (gate.verdict, gate.required, gate.compared) == ("not judged", True, [])


def test_without_a_sensitive_column_fairness_is_not_judged(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    columns = [column.model_copy(update={"sensitive": False}) for column in toy_schema.columns]
    gate = fairness_gate(evidence(toy, good(toy), toy_schema.model_copy(update={"columns": columns}), toy_params))
    assert (gate.verdict, gate.required) == ("not judged", False)


def period(score: float | None, spread: float = 0.05) -> dict[str, Any]:
    return {"rows": 100, "score": score, "low": (score or 0) - spread, "high": (score or 0) + spread}


def aging_of(*scores: float | None, by: str | None = "day") -> dict[str, Any]:
    return {"by": by, "metric": "roc_auc", "rows_learned": 400, "periods": [period(score) for score in scores]}


UNDATED, UNEQUAL = aging_of(by=None), np.zeros(ROWS, dtype=bool)


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [((0.87, 0.85, 0.44, 0.13), "failed"), ((0.87, 0.85, 0.86, 0.52), "failed"), ((0.87, 0.8, 0.82, 0.78), "passed")],
)
def test_a_relation_that_turns_round_is_found_in_the_back_test(
    scores: tuple[float, ...], verdict: str, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    gate = backtest_gate(aging_of(*scores), evidence(toy, good(toy), toy_schema, toy_params))
    assert gate.verdict == verdict
    assert " → ".join(f"{score:.3f}" for score in scores) in gate.sentence


@pytest.mark.parametrize("aging", [UNDATED, aging_of(None, None)])
def test_without_dates_the_back_test_is_not_judged_and_not_required(
    aging: dict[str, Any], toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    gate = backtest_gate(aging, evidence(toy, good(toy), toy_schema, toy_params))
    assert (gate.verdict, gate.required) == ("not judged", False)
    assert "it needs " in gate.sentence


@pytest.mark.parametrize(("last", "verdict", "required"), [(0.3, "failed", True), (0.86, "not judged", False)])
def test_what_turns_round_along_the_file_fails_and_what_does_not_proves_nothing(
    last: float, verdict: str, required: bool, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    aging, seen = aging_of(0.87, 0.85, 0.86, last, by=None), evidence(toy, good(toy), toy_schema, toy_params)
    gate = backtest_gate(aging, seen)
    assert (gate.verdict, gate.required) == (verdict, required)
    assert "Learned from the first half of the file, " in gate.sentence
    assert "file" not in independence_gate([], {}, aging, UNEQUAL, seen).sentence


@pytest.mark.parametrize(("grouped", "verdict"), [(0.51, "failed"), (0.9, "passed")])
def test_a_score_that_knows_the_customers_is_found(
    grouped: float, verdict: str, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    groups = [{"column": "customer", "groups": 40, **period(grouped)}]
    gate = independence_gate(groups, {}, UNDATED, UNEQUAL, evidence(toy, good(toy), toy_schema, toy_params))
    assert gate.verdict == verdict
    assert f"with 'customer' on one side {grouped:.3f}" in gate.sentence


def test_a_score_that_stands_on_equal_rows_is_found(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    """Three quarters of the test rows are known from training, and only those are predicted well."""
    equal = np.arange(ROWS) % 4 > 0
    mixed = good(toy).where(pd.Series(equal), guesses(toy), axis=0)
    gate = independence_gate([], {}, UNDATED, equal, evidence(toy, mixed, toy_schema, toy_params))
    assert gate.verdict == "failed"
    assert f"without the {equal.sum()} test rows that equal a training row" in gate.sentence


@pytest.mark.parametrize(("beyond", "verdict"), [(0.52, "failed"), (0.8, "passed"), (0.87, "passed")])
def test_a_score_that_ends_with_the_nearest_rows_is_found(
    beyond: float, verdict: str, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    cells = {"columns": ["height", "pulse"], "random": 0.9, "random_low": 0.88, **period(beyond)}
    gate = independence_gate([], cells, UNDATED, UNEQUAL, evidence(toy, good(toy), toy_schema, toy_params))
    assert gate.verdict == verdict
    assert f"{beyond:.3f}" in gate.sentence


def test_nothing_to_compare_is_told(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    gate = independence_gate([], {}, UNDATED, UNEQUAL, evidence(toy, good(toy), toy_schema, toy_params))
    assert gate.verdict == "passed"
    told = "No identifier has several rows, no column is a date, and no test row equals a training row."
    assert gate.sentence == f"{told} Rows of one thing that no column names were not looked for."
