"""The data's gates bite: each rule of the schema is broken once, labels are made to contradict, a column to leak."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from project_package.stages.validate import validate
from project_package.utils.data_quality import label_noise
from project_package.utils.errors import ProjectError
from project_package.utils.leakage import alone
from project_package.utils.params import Params, Validate
from project_package.utils.schema import Column, FileFormat, Schema
from project_package.utils.violations import find_violations

ROWS = 200


@pytest.fixture
def toy_schema() -> Schema:
    def column(name: str, kind: str, role: str = "feature", **more: object) -> Column:
        about = {"name": name, "key": f"toy.{name}", "type": kind, "order": "nominal", "role": role, "nullable": False}
        return Column.model_validate(about | more)

    columns = [
        column("size", "float", min=0, max=100),
        column("rooms", "integer", min=1, max=9),
        column("colour", "string", values=["red", "blue"], nullable=True),
        column("built", "date", role="date", min="2000-01-01", max="2024-12-31"),
        column("y", "float", role="target"),
    ]
    return Schema(table="toy", file=FileFormat.model_validate({"path": "toy.csv", "format": "csv"}), columns=columns)


@pytest.fixture
def toy() -> pd.DataFrame:
    chance = np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "size": chance.uniform(0, 100, ROWS),
            "rooms": chance.integers(1, 10, ROWS),
            "colour": chance.choice(["red", "blue"], ROWS),
            "built": pd.Timestamp("2010-01-01") + pd.to_timedelta(chance.integers(0, 5000, ROWS), "D"),
        }
    )
    return table.assign(y=(table["rooms"] + chance.normal(0, 3, ROWS) > 5).astype(float))


@pytest.fixture
def toy_params(params: Params) -> Params:
    data = params.data.model_copy(update={"target": "y", "task": "binary", "positive": 1.0})
    limits = params.validate_data.model_copy(update={"label_noise": 0.02, "leakage": 0.95, "out_of_range": 0.01})
    return params.model_copy(update={"data": data, "validate_data": limits})


def test_the_projects_own_data_are_valid(table: pd.DataFrame, schema: Schema) -> None:
    assert [violation.sentence for violation in find_violations(table, schema)] == []


def test_valid_data_pass(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    report = validate(toy, toy_schema, toy_params)
    assert [check["sentence"] for check in report["checks"] if check["verdict"] != "passed"] == []
    assert report["passed"]


BREAKS: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str, str, list[int]]] = {
    "too large": (lambda t: t.assign(size=t["size"].where(t.index > 2, 1e6)), "size", "range", [1, 2, 3]),
    "too small": (lambda t: t.assign(rooms=t["rooms"].where(t.index > 2, -1)), "rooms", "range", [1, 2, 3]),
    "too early": (
        lambda t: t.assign(built=t["built"].where(t.index > 2, pd.Timestamp(1970, 1, 1))),
        "built",
        "range",
        [1, 2, 3],
    ),
    "no number": (lambda t: t.assign(size=t["size"].astype(object).where(t.index != 4, "big")), "size", "type", [5]),
    "no integer": (lambda t: t.assign(rooms=t["rooms"].where(t.index != 4, 2.5)), "rooms", "type", [5]),
    "unseen category": (lambda t: t.assign(colour=t["colour"].where(t.index != 4, "pink")), "colour", "values", [5]),
    "missing value": (lambda t: t.assign(size=t["size"].where(t.index > 1)), "size", "nullable", [1, 2]),
    "missing column": (lambda t: t.drop(columns="rooms"), "rooms", "missing column", []),
    "extra column": (lambda t: t.assign(more=1), "more", "extra column", []),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_rule_is_found_by_column_and_row(
    name: str, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    break_it, column, rule, rows = BREAKS[name]
    report = validate(break_it(toy), toy_schema, toy_params)
    assert not report["passed"]
    [violation] = report["violations"]
    assert (violation["column"], violation["rule"], violation["rows"]) == (column, rule, rows)
    assert column in violation["sentence"]


def test_few_values_beyond_the_range_are_told_and_stop_nothing(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    """What the sample happened to contain is expected, not law: 2 of 200 rows are the 1 % that may exceed it."""
    report = validate(toy.assign(size=toy["size"].where(toy.index > 1, 101)), toy_schema, toy_params)
    assert report["passed"]
    [violation] = report["violations"]
    assert (violation["rows"], violation["tolerated"]) == ([1, 2], True)
    assert "1 column with values beyond the expected range" in report["checks"][0]["sentence"]


def test_next_months_quantities_and_dates_may_grow(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    size = toy_schema.columns[0].model_copy(update={"order": "ratio"})
    schema = toy_schema.model_copy(update={"columns": [size, *toy_schema.columns[1:]]})
    later = toy.assign(size=toy["size"] + 60, built=toy["built"] + pd.DateOffset(years=20))
    assert validate(later, schema, toy_params)["violations"] == []


def failed(report: dict[str, object]) -> list[str]:
    checks = report["checks"]
    assert isinstance(checks, list)
    return [check["name"] for check in checks if check["verdict"] != "passed"]


def test_contradicting_labels_are_found(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    flipped = toy.head(20).assign(y=1 - toy["y"].head(20))
    report = validate(pd.concat([toy, flipped], ignore_index=True), toy_schema, toy_params)
    assert failed(report) == ["label_noise"]
    assert report["label_noise"]["rows"] == 20


def test_equal_rows_with_equal_labels_are_no_noise(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    assert validate(pd.concat([toy, toy.head(50)], ignore_index=True), toy_schema, toy_params)["passed"]


def test_few_features_are_no_noise(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    """Rows with equal features are common then, and differ as the target does by nature."""
    coarse = toy.assign(size=1.0, built=pd.Timestamp(2020, 1, 1))
    report = validate(coarse, toy_schema, toy_params)
    assert report["label_noise"]["share"] > toy_params.validate_data.label_noise
    assert report["passed"]
    [sentence] = [check["sentence"] for check in report["checks"] if check["name"] == "label_noise"]
    assert "more than 2 %, but such rows still agree more than rows at random" in sentence


def test_numbers_contradict_a_target_that_occurs() -> None:
    """Of two rows that differ one is taken as right; with their mean both were wrong, each paired with itself."""
    features = pd.DataFrame({"x": [1, 1, 2, 2, 3]})
    noise = label_noise(features, pd.Series([1.0, 3.0, 2.0, 2.0, 5.0]), numeric=True)
    assert (noise["rows"], noise["examples"]) == (1, [[1, 2]])
    noise = label_noise(pd.DataFrame({"x": [1] * 4}), pd.Series([7, 3, 5, 1]), numeric=True)
    assert (noise["rows"], noise["examples"]) == (3, [[2, 1], [2, 3], [2, 4]])


@pytest.mark.parametrize("task", ["binary", "regression"])
def test_a_column_that_gives_the_target_away_is_found(
    task: str, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    data = toy_params.data.model_copy(update={"task": task, "positive": 1.0 if task == "binary" else None})
    target = toy["y"] if task == "binary" else toy["rooms"] * 10 + toy["size"]
    leaking = toy.assign(y=target, size=(target - target.min()) / np.ptp(target) * 99)
    report = validate(leaking, toy_schema, toy_params.model_copy(update={"data": data}))
    assert failed(report) == ["leakage"]
    assert "'size' (" in next(check["sentence"] for check in report["checks"] if check["verdict"] != "passed")


def test_a_column_near_the_limit_is_not_said_to_be_harmless(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    data = toy_params.data.model_copy(update={"task": "regression", "positive": None})
    noise = np.random.default_rng(1).normal(0, 5, ROWS)
    report = validate(toy.assign(y=toy["size"] + noise), toy_schema, toy_params.model_copy(update={"data": data}))
    [check] = [check for check in report["checks"] if check["name"] == "leakage"]
    assert check["verdict"] == "passed" and check["value"] > 0.9
    best = f"'size' predicts the target best, concordance {check['value']:.3f}, below 0.95."
    assert check["sentence"] == f"Of the columns alone, {best}"


def leaking_tables() -> dict[str, tuple[pd.DataFrame, str]]:
    """A column beside noise that gives the target away, each in another disguise."""
    chance = np.random.default_rng(6)
    rare, usual = chance.random(4000) < 0.012, chance.random(1000) < 0.3
    day = pd.Timestamp("2024-01-01") + pd.to_timedelta(chance.integers(0, 300, 1000), "D")
    numbers = chance.normal(size=1000)
    return {
        "only the rare class has an amount": (
            table_of(rare, np.where(rare, chance.gamma(2, 50, 4000) + 1, 0)),
            "binary",
        ),
        "a copy with 2 % of errors": (
            table_of(usual, np.where(usual ^ (chance.random(1000) < 0.02), "x", "y")),
            "binary",
        ),
        "what is missing": (table_of(usual, pd.Series(day).where(usual)), "binary"),
        "a code per class": (table_of(pd.Series(chance.choice(list("abc"), 1000)), None), "multiclass"),
        "the number with noise": (table_of(numbers, numbers**3 + chance.normal(0, 0.01, 1000)), "regression"),
        "the number's size, not its sign": (table_of(np.abs(numbers), numbers), "regression"),
    }


def table_of(target: Any, leak: Any) -> pd.DataFrame:
    noise = np.random.default_rng(7).normal(size=len(target))
    return pd.DataFrame({"noise": noise, "leak": target if leak is None else leak, "y": target})


@pytest.mark.parametrize("name", leaking_tables())
def test_each_disguise_of_the_target_is_found(name: str) -> None:
    table, task = leaking_tables()[name]
    found = alone(table[["noise", "leak"]], table["y"], task)
    assert found["leak"] > 0.95
    assert found["noise"] < 0.62


def test_many_columns_of_noise_give_nothing_away() -> None:
    chance = np.random.default_rng(8)
    noise = pd.DataFrame(chance.normal(size=(150, 600)))
    assert max(alone(noise, pd.Series(chance.choice(["no", "yes"], 150)), "binary").values()) < 0.85


def test_a_leak_that_is_allowed_by_name_passes_with_its_reason(
    toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    leaking = toy.assign(y=(toy["size"] > 50).astype(float))
    limits = toy_params.validate_data
    assert failed(validate(leaking, toy_schema, toy_params)) == ["leakage"]
    known = toy_params.model_copy(
        update={"validate_data": limits.model_copy(update={"allowed_leaks": {"size": "measured at the door"}})}
    )
    report = validate(leaking, toy_schema, known)
    assert report["passed"]
    assert "measured at the door" in report["checks"][-1]["sentence"]
    with pytest.raises(ValidationError, match="at least 1 character"):
        Validate.model_validate(limits.model_dump() | {"allowed_leaks": {"size": "  "}})
    unknown = limits.model_copy(update={"allowed_leaks": {"sise": "measured at the door"}})
    with pytest.raises(
        ProjectError, match=r"allowed_leaks in params.yaml names 'sise'; the columns .* 'size', 'rooms'"
    ):
        validate(leaking, toy_schema, toy_params.model_copy(update={"validate_data": unknown}))


@pytest.mark.parametrize(
    ("task", "target", "sentence"),
    [
        (
            "binary",
            [1.0, 2.0, 3.0, 0.0],
            r"data\.task in params\.yaml is binary, and 'y' has 4 classes .*: say multiclass",
        ),
        ("binary", [1.0], r"is binary, and 'y' has 1 classes"),
        ("regression", ["a", "b"], r"is regression, and 'y' holds no numbers"),
    ],
)
def test_a_task_that_the_target_is_not_of_is_refused(
    task: str, target: list[Any], sentence: str, toy: pd.DataFrame, toy_schema: Schema, toy_params: Params
) -> None:
    settings = toy_params.model_copy(update={"data": toy_params.data.model_copy(update={"task": task})})
    *features, answer = toy_schema.columns
    said = answer.model_copy(update={"type": "string" if isinstance(target[0], str) else "float"})
    schema = toy_schema.model_copy(update={"columns": [*features, said]})
    with pytest.raises(ProjectError, match=sentence):
        validate(toy.assign(y=target * (ROWS // len(target))), schema, settings)


def test_the_time_that_orders_the_rows_is_no_leak(toy: pd.DataFrame, toy_schema: Schema, toy_params: Params) -> None:
    """A trend follows the days closely; when a row came to be is known where the newest rows are the test."""
    trend = toy.assign(y=(toy["built"] > toy["built"].median()).astype(float))
    assert failed(validate(trend, toy_schema, toy_params)) == ["leakage"]
    by_time = toy_params.split.model_copy(update={"by": "time", "time": "built", "group": None})
    assert validate(trend, toy_schema, toy_params.model_copy(update={"split": by_time}))["passed"]


def test_what_is_the_same_in_all_rows_of_a_group_gives_nothing_away_by_knowing_the_group() -> None:
    """A patient's town, one per patient, tells the target of other visits only; of other patients it tells nothing."""
    chance, patients = np.random.default_rng(9), 60
    patient = np.repeat(np.arange(patients), 20)
    ill = pd.Series(chance.permutation(patients) < patients / 2)[patient].reset_index(drop=True)
    own = pd.DataFrame({"height": chance.normal(170, 10, patients), "town": [f"t{i}" for i in range(patients)]})
    table = own.iloc[patient].reset_index(drop=True).assign(paid=np.where(ill, 20, 0) + chance.normal(size=len(ill)))
    apart = alone(table, ill, "binary", pd.Series(patient))
    assert min(alone(table, ill, "binary").values()) > 0.95
    assert apart["paid"] > 0.95
    assert max(apart["height"], apart["town"]) < 0.8
