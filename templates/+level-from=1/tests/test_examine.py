"""Examining finds personal data and the order of time without crying wolf."""

import re

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from project_package.reporting.examination.describe import _parts
from project_package.reporting.examination.file_order import keeps_order
from project_package.reporting.examination.privacy import personal_data
from project_package.reporting.examination.together import repeat_together
from project_package.utils.params import Params
from project_package.utils.schema import Schema


def found(name: str, values: list[object], schema: Schema) -> list[str]:
    """What one column looks like, by which sign."""
    column = schema.columns[0].model_copy(update={"name": name, "key": name})
    alone = schema.model_copy(update={"columns": [column]})
    return [entry["sign"] for entry in personal_data(pd.DataFrame({name: values}), alone)]


@pytest.mark.parametrize(
    ("name", "values", "signs"),
    [
        ("Street", ["Pave", "Grvl"] * 500, []),
        ("Street", [f"{place} Main St" for place in range(50)], ["name"]),
        ("last_name", ["Lee", "Kim", "Lee", "Ode", None], ["name"]),
        ("phone", ["yes", "no", None] * 30, []),
        ("contact", ["a@example.org", "b@example.org"] * 50, ["values"]),
        ("email", ["a@example.org", "b@example.org"] * 50, ["values"]),
    ],
)
def test_a_name_alone_is_no_sign_of_personal_data(
    name: str, values: list[object], signs: list[str], schema: Schema
) -> None:
    assert found(name, values, schema) == signs


@pytest.mark.parametrize(
    ("by", "rows", "kept"), [("nothing", 900, True), ("word", 900, False), ("y", 900, False), ("nothing", 90, False)]
)
def test_a_file_may_be_in_the_order_of_time_unless_it_is_sorted(
    by: str, rows: int, kept: bool, schema: Schema, params: Params
) -> None:
    chance = np.random.default_rng(0)
    table = pd.DataFrame(
        {"x": chance.normal(size=rows), "word": chance.choice([*"abc"], rows), "y": chance.choice(2, rows)}
    )
    feature = {"key": "k", "role": "feature", "nullable": False, "values": None, "min": None, "max": None}
    columns = [
        schema.columns[0].model_copy(update=feature | {"name": name, "type": kind})
        for name, kind in (("x", "float"), ("word", "string"))
    ]
    settings = params.model_copy(update={"data": params.data.model_copy(update={"target": "y"})})
    ordered = table if by == "nothing" else table.sort_values(by, ignore_index=True)
    assert keeps_order(ordered, schema.model_copy(update={"columns": columns}), settings) == kept


@pytest.mark.parametrize(("tail", "kept"), [(0.5, True), (2.5, False)])
def test_numbers_of_which_a_few_are_huge_tell_nothing_of_periods(
    tail: float, kept: bool, schema: Schema, params: Params
) -> None:
    table = pd.DataFrame({"y": np.exp(tail * np.random.default_rng(0).normal(size=900))})
    data = params.data.model_copy(update={"target": "y", "task": "regression", "positive": None})
    nothing = schema.model_copy(update={"columns": []})
    assert keeps_order(table, nothing, params.model_copy(update={"data": data})) == kept


def test_columns_that_repeat_together_tell_which_thing_a_row_is_of() -> None:
    chance = np.random.default_rng(0)
    which = chance.integers(0, 120, 900)
    height, pulse = chance.normal(170, 9, 120).round(1)[which], chance.normal(70, 9, 120).round(1)[which]
    readings = {
        "reading": chance.normal(size=900),
        "age": chance.integers(18, 80, 900),
        "kind": chance.choice([*"ab"], 900),
    }
    rows = pd.DataFrame({"height": height, **readings, "pulse": pulse})
    assert set(repeat_together(rows)) == {"pulse", "height"}
    assert repeat_together(rows.drop(columns="pulse")) == []
    assert (
        repeat_together(rows.drop(columns="pulse").assign(inches=rows["height"] / 2.54, born=2024 - rows["age"])) == []
    )


@pytest.mark.parametrize(("classes", "more"), [(2, ""), (4, ", for each of 4 classes")])
def test_a_linear_model_of_several_classes_has_weights_for_each(classes: int, more: str) -> None:
    rows = np.random.default_rng(0).normal(size=(40, 3))
    fitted = LogisticRegression().fit(rows, np.arange(40) % classes)
    assert _parts(fitted) == [f"a weight for each of 3 prepared columns, and an intercept{more}"]


@pytest.mark.parametrize(("alike", "words"), [(True, "8 leaves a tree"), (False, r"\d+ to 8 leaves a tree")])
def test_equal_sizes_are_told_by_one_number(alike: bool, words: str) -> None:
    chance = np.random.default_rng(0)
    rows = chance.normal(size=(4000, 3))
    # Noise gives each tree all the leaves that it may have; a rare class lets some end early.
    target = (chance.random(4000) < 0.5) if alike else rows[:, 0] > 2
    model = HistGradientBoostingClassifier(max_iter=12, max_leaf_nodes=8).fit(rows, target)
    assert re.fullmatch(words, _parts(model)[1])
