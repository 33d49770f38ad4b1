"""Train and test share no row, no copy and no entity, keep the classes' shares, and are the same every time."""

import numpy as np
import pandas as pd
import pytest

from project_package.stages.split import check_group, split_table
from project_package.utils.errors import ProjectError
from project_package.utils.folds import make_folds, units
from project_package.utils.params import Params


def with_split(params: Params, **changes: object) -> Params:
    """The project's parameters with these of `split`; where nothing is said, rows at random."""
    plain = {"by": "random", "group": None, "time": None, "seed": 42, "test_size": 0.2}
    return params.model_copy(update={"split": params.split.model_copy(update=plain | changes)})


def as_classes(params: Params, **changes: object) -> Params:
    data = params.data.model_copy(update={"task": "multiclass", "positive": None})
    return with_split(params, **changes).model_copy(update={"data": data})


def sides(train: pd.DataFrame, test: pd.DataFrame, column: str) -> set[object]:
    """Values that stand on both sides."""
    return set(train[column]) & set(test[column])


@pytest.fixture
def toy(params: Params) -> pd.DataFrame:
    """100 rows of three classes with 75, 24 and 1 row, in random order of days, four rows of each patient."""
    classes = ["a"] * 75 + ["b"] * 24 + ["c"]
    days = np.random.default_rng(0).permutation(pd.date_range("2024-01-01", periods=100))
    target: object = range(100) if params.data.task == "regression" else classes
    patients = [f"p{row // 4}" for row in range(100)]
    return pd.DataFrame({params.data.target: target, "the day": days, "the row": range(100), "the patient": patients})


def test_every_row_is_in_one_of_the_tables(table: pd.DataFrame, params: Params) -> None:
    numbered = pd.DataFrame({params.data.target: table[params.data.target], "the row": range(len(table))})
    train, test = split_table(numbered, with_split(params))
    assert sorted([*train["the row"], *test["the row"]]) == list(range(len(table)))
    assert len(test) == pytest.approx(0.2 * len(table), abs=1 + table[params.data.target].nunique())


def test_the_seed_of_the_split_alone_gives_the_rows(toy: pd.DataFrame, params: Params) -> None:
    first, again = split_table(toy, with_split(params))[1], split_table(toy, with_split(params))[1]
    reseeded = with_split(params).model_copy(update={"base": params.base.model_copy(update={"seed": 7})})
    assert first.equals(again)
    assert first.equals(split_table(toy, reseeded)[1])
    assert not first.equals(split_table(toy, with_split(params, seed=7))[1])


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3, 0.5])
def test_the_test_has_its_share(share: float, toy: pd.DataFrame, params: Params) -> None:
    for by in ("random", "time"):
        test = split_table(toy, with_split(params, by=by, time="the day", test_size=share))[1]
        assert len(test) == pytest.approx(100 * share, abs=2)


def test_classes_keep_their_shares(toy: pd.DataFrame, params: Params) -> None:
    classes = ["a"] * 75 + ["b"] * 24 + ["c"]
    train, test = split_table(toy.assign(**{params.data.target: classes}), as_classes(params))
    counts = test[params.data.target].value_counts()
    assert counts["a"] == pytest.approx(15, abs=1)
    assert counts["b"] == pytest.approx(5, abs=1)
    assert "c" in set(train[params.data.target])


@pytest.mark.parametrize("by", ["random", "group", "time", "auto"])
def test_rows_of_one_entity_stand_on_one_side(by: str, toy: pd.DataFrame, params: Params) -> None:
    settings = with_split(params, by=by, group="the patient", time="the day" if by == "time" else None)
    train, test = split_table(toy, settings)
    assert not sides(train, test, "the patient")
    assert 10 <= len(test) <= 30
    for learn, hold in make_folds(train, settings, 3):
        assert not sides(train.iloc[learn], train.iloc[hold], "the patient")


@pytest.mark.parametrize("by", ["random", "time"])
def test_copies_of_a_row_stand_on_one_side(by: str, params: Params) -> None:
    chance = np.random.default_rng(0)
    rows = pd.DataFrame({"the x": chance.normal(size=60), "the z": chance.normal(size=60), "the day": range(60)})
    many = pd.concat([rows] * 5, ignore_index=True)
    many[params.data.target] = chance.permutation(300) if params.data.task == "regression" else chance.choice(2, 300)
    train, test = split_table(many, with_split(params, by=by, time="the day"), ["the x", "the z"])
    assert not sides(train, test, "the x")
    for learn, hold in make_folds(train, with_split(params, by=by), 3):
        assert not sides(train.iloc[learn], train.iloc[hold], "the x")


def test_rows_that_are_equal_by_chance_are_no_copies(params: Params) -> None:
    chance = np.random.default_rng(0)
    few = pd.DataFrame({name: chance.choice(["yes", "no"], 500) for name in "abc"})
    assert len(set(units(few, with_split(params)))) == 500


@pytest.mark.parametrize(("copies", "jitter"), [(2, 0.01), (5, 0.05), (10, 0.001)])
def test_near_copies_of_a_row_stand_on_one_side(copies: int, jitter: float, params: Params) -> None:
    chance = np.random.default_rng(0)
    which = np.repeat(np.arange(200), copies)
    rows = pd.DataFrame(
        chance.normal(size=(200, 6))[which] + jitter * chance.normal(size=(len(which), 6)), columns=[*"abcdef"]
    )
    rows = rows.assign(**{"the row": which, params.data.target: chance.choice(2, len(which))})
    train, test = split_table(rows, with_split(params), [*"abcdef"])
    assert len(sides(train, test, "the row")) <= 2
    assert 0.1 * len(rows) < len(test) < 0.3 * len(rows)


@pytest.mark.parametrize("jitter", [0, 0.01])
def test_near_copies_but_for_one_column_stand_on_one_side(jitter: float, params: Params) -> None:
    chance = np.random.default_rng(0)
    which = np.repeat(np.arange(200), 4)
    rows = pd.DataFrame(chance.normal(size=(200, 5))[which] + jitter * chance.normal(size=(800, 5)), columns=[*"abcde"])
    rows = rows.assign(reading=chance.normal(size=800), **{"the row": which, params.data.target: chance.choice(2, 800)})
    train, test = split_table(rows, with_split(params), [*"abcde", "reading"])
    assert len(sides(train, test, "the row")) <= 2


@pytest.mark.parametrize("columns", [3, 8, 40])
def test_rows_that_lie_close_by_chance_are_no_copies(columns: int, params: Params) -> None:
    chance = np.random.default_rng(0)
    honest = pd.DataFrame(np.exp(chance.normal(size=(800, columns)))).rename(columns=str)
    honest = honest.assign(again=honest["0"] + honest["1"], often_zero=honest["2"].where(honest["2"] > 1, 0))
    honest[params.data.target] = chance.choice(2, 800)
    assert len(set(units(honest, with_split(params)))) == 800


def test_classes_that_lie_close_together_are_no_copies(params: Params) -> None:
    chance = np.random.default_rng(0)
    species = np.repeat(np.arange(30), 8)
    rows = pd.DataFrame(10 * chance.normal(size=(30, 5))[species] + chance.normal(size=(240, 5)), columns=[*"abcde"])
    rows[params.data.target] = species
    assert len(set(units(rows, as_classes(with_split(params))))) == 240


def test_a_split_by_time_tests_on_the_newest_rows(toy: pd.DataFrame, params: Params) -> None:
    train, test = split_table(toy, with_split(params, by="time", time="the day"))
    assert len(test) == 20
    assert train["the day"].max() < test["the day"].min()
    assert train["the day"].is_monotonic_increasing


@pytest.mark.parametrize(("test_size", "rows"), [(0.999, 95), (0.0001, 5)])
def test_both_sides_of_a_split_have_rows(test_size: float, rows: int, toy: pd.DataFrame, params: Params) -> None:
    train, test = split_table(toy, with_split(params, test_size=test_size))
    assert len(test) == pytest.approx(rows, abs=2)
    assert len(train) + len(test) == len(toy)


def test_a_missing_column_is_named(toy: pd.DataFrame, params: Params) -> None:
    with pytest.raises(ProjectError, match=r"split\.time .*no column of the data: 'no such'"):
        split_table(toy, with_split(params, by="time", time="no such"))
    with pytest.raises(ProjectError, match=r"split\.group .*no column of the data: 'no such'"):
        split_table(toy, with_split(params, by="group", group="no such"))
    with pytest.raises(ProjectError, match=r"name the entity's column in split\.group"):
        check_group(toy, with_split(params, by="group"))
    with pytest.raises(ProjectError, match=r"split\.time in params\.yaml names no column of the data: 'weekday'"):
        check_group(toy, with_split(params, by="random", time="weekday"))


def test_one_row_is_too_few(toy: pd.DataFrame, params: Params) -> None:
    with pytest.raises(ProjectError, match="cannot be split"):
        split_table(toy.head(1), with_split(params))


def test_a_group_of_everything_or_of_nothing_is_refused(toy: pd.DataFrame, params: Params) -> None:
    with pytest.raises(ProjectError, match=r"all rows belong to one unit of 'the whole'.* or to null"):
        split_table(toy.assign(**{"the whole": "same"}), with_split(params, by="group", group="the whole"))
    with pytest.raises(ProjectError, match=r"'the row', of which no value occurs twice.* or set split\.group to null"):
        check_group(toy, with_split(params, by="group", group="the row"))


def test_fewer_groups_than_folds_are_refused(toy: pd.DataFrame, params: Params) -> None:
    with pytest.raises(ProjectError, match=r"30 folds need .*'the patient'.* there are 25: set tune\.folds"):
        make_folds(toy, with_split(params, by="group", group="the patient"), 30)


def test_a_time_with_holes_is_refused(toy: pd.DataFrame, params: Params) -> None:
    gaps = toy.assign(**{"the day": toy["the day"].where(toy["the row"] % 4 > 0)})
    with pytest.raises(ProjectError, match=r"'the day', which is missing in 25 of 100 rows: fill it in"):
        split_table(gaps, with_split(params, by="time", time="the day"))


def test_words_are_no_times(toy: pd.DataFrame, params: Params) -> None:
    words = toy.assign(**{"the words": toy["the day"].dt.strftime("%d.%m.%Y")})
    with pytest.raises(ProjectError, match="'the words', which holds neither dates nor numbers"):
        split_table(words, with_split(params, by="time", time="the words"))
