"""Train and test share no row, keep the classes' shares, and are the same every time."""

import numpy as np
import pandas as pd
import pytest

from project_package.stages.split import split_table
from project_package.utils.errors import ProjectError
from project_package.utils.params import Params


def with_split(params: Params, **changes: object) -> Params:
    return params.model_copy(update={"split": params.split.model_copy(update=changes)})


@pytest.fixture
def toy(params: Params) -> pd.DataFrame:
    """100 rows of three classes with 75, 24 and 1 row, in random order of days."""
    classes = ["a"] * 75 + ["b"] * 24 + ["c"]
    days = np.random.default_rng(0).permutation(pd.date_range("2024-01-01", periods=100))
    target: object = range(100) if params.data.task == "regression" else classes
    return pd.DataFrame({params.data.target: target, "the day": days, "row": range(100)})


def test_every_row_is_in_one_of_the_tables(table: pd.DataFrame, params: Params) -> None:
    numbered = pd.DataFrame({params.data.target: table[params.data.target], "the row": range(len(table))})
    train, test = split_table(numbered, with_split(params, by="random"))
    assert sorted([*train["the row"], *test["the row"]]) == list(range(len(table)))
    assert len(test) == pytest.approx(params.split.test_size * len(table), abs=1 + table[params.data.target].nunique())


def test_the_same_seed_gives_the_same_rows(toy: pd.DataFrame, params: Params) -> None:
    random = with_split(params, by="random")
    first, again = split_table(toy, random)[1], split_table(toy, random)[1]
    other = split_table(
        toy, random.model_copy(update={"base": params.base.model_copy(update={"seed": params.base.seed ^ 1})})
    )[1]
    assert first.equals(again)
    assert not first.equals(other)


def test_classes_keep_their_shares(toy: pd.DataFrame, params: Params) -> None:
    classes = ["a"] * 75 + ["b"] * 24 + ["c"]
    of_classes = with_split(params, by="random", test_size=0.2).model_copy(
        update={"data": params.data.model_copy(update={"task": "multiclass"})}
    )
    train, test = split_table(toy.assign(**{params.data.target: classes}), of_classes)
    counts = test[params.data.target].value_counts()
    assert counts["a"] == pytest.approx(15, abs=1)
    assert counts["b"] == pytest.approx(5, abs=1)
    assert "c" in set(train[params.data.target])


def test_a_split_by_time_tests_on_the_newest_rows(toy: pd.DataFrame, params: Params) -> None:
    train, test = split_table(toy, with_split(params, by="time", time_column="the day", test_size=0.2))
    assert len(test) == 20
    assert train["the day"].max() < test["the day"].min()
    assert train["the day"].is_monotonic_increasing


def test_a_missing_time_column_is_named(toy: pd.DataFrame, params: Params) -> None:
    with pytest.raises(ProjectError, match="time_column"):
        split_table(toy, with_split(params, by="time", time_column="no such column"))


def test_one_row_is_too_few(toy: pd.DataFrame, params: Params) -> None:
    with pytest.raises(ProjectError, match="cannot be split"):
        split_table(toy.head(1), params)


def test_rows_without_a_time_are_the_oldest(toy: pd.DataFrame, params: Params) -> None:
    gaps = toy.assign(**{"the day": toy["the day"].where(toy["row"] % 4 > 0)})
    train, test = split_table(gaps, with_split(params, by="time", time_column="the day", test_size=0.2))
    assert test["the day"].notna().all()
    assert train["the day"].isna().sum() == 25
    assert train["the day"].max() < test["the day"].min()


def test_words_are_no_times(toy: pd.DataFrame, params: Params) -> None:
    words = toy.assign(when=toy["the day"].dt.strftime("%d.%m.%Y"))
    with pytest.raises(ProjectError, match="'when', which holds neither dates nor numbers"):
        split_table(words, with_split(params, by="time", time_column="when"))
