"""Each function of `features/`, on a table whose features can be worked out by hand."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from project_package.features.columns import as_text, categories, numbers
from project_package.features.dates import date_parts, days_between
from project_package.features.text import text_lengths, texts
from project_package.utils.schema import Column, Schema


def column(name: str, type_: str, order: str, role: str, values: list[str] | None = None) -> Column:
    return Column.model_validate(
        {"name": name, "key": f"t.{name}", "type": type_, "order": order, "role": role, "nullable": True}
        | {"values": values}
    )


@pytest.fixture
def made() -> Schema:
    columns = [
        column("amount", "float", "ratio", "feature"),
        column("size", "string", "ordinal", "feature", ["small", "large"]),
        column("colour", "string", "nominal", "feature"),
        column("code", "integer", "nominal", "feature"),
        column("opened", "date", "interval", "date"),
        column("closed", "date", "interval", "date"),
        column("note", "string", "nominal", "text"),
        column("id", "string", "nominal", "identifier"),
    ]
    return Schema.model_validate({"table": "t", "file": {"path": "t.csv", "format": "csv"}, "columns": columns})


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "amount": [1.5, None],
            "size": ["large", "small"],
            "colour": ["red", None],
            "code": [3, 7],
            "opened": [pd.Timestamp("2024-02-29 06:00"), pd.NaT],
            "closed": [pd.Timestamp("2024-03-02 18:00"), pd.Timestamp("2024-03-02")],
            "note": ["two words", None],
            "id": ["a", "b"],
        }
    )


def test_numbers_are_quantities_and_ranks(rows: pd.DataFrame, made: Schema) -> None:
    expected = pd.DataFrame({"amount": [1.5, None], "size": [1.0, 0.0]})
    assert_frame_equal(numbers(rows, made), expected)


def test_categories_are_text_even_if_they_are_codes(rows: pd.DataFrame, made: Schema) -> None:
    made_of = categories(rows, made)
    assert list(made_of) == ["colour", "code"]
    assert made_of["code"].tolist() == ["3", "7"]
    assert made_of["colour"].isna().tolist() == [False, True]
    assert categories(rows.tail(1), made)["colour"].dtype == object


def test_dates_are_taken_apart(rows: pd.DataFrame, made: Schema) -> None:
    parts = date_parts(rows, made)
    first = parts.filter(like="opened").iloc[0]
    assert first.to_dict() == {
        "opened: year": 2024,
        "opened: month": 2,
        "opened: day": 29,
        "opened: weekday": 3,
        "opened: hour": 6,
        "opened: days since 1970": 19782.25,
    }
    assert parts.filter(like="opened").iloc[1].isna().all()


def test_the_days_between_two_dates_are_counted(rows: pd.DataFrame, made: Schema) -> None:
    between = days_between(rows, made)["days from opened to closed"]
    assert between.iloc[0] == 2.5
    assert pd.isna(between.iloc[1])


def test_texts_are_kept_and_measured(rows: pd.DataFrame, made: Schema) -> None:
    assert texts(rows, made)["note"].tolist() == ["two words", ""]
    assert text_lengths(rows, made).to_dict("list") == {"note: characters": [9, 0], "note: words": [2, 0]}


def test_codes_and_words_become_text_and_missing_ones_stay() -> None:
    assert as_text(pd.Series([3.0, 0.5, None])).tolist()[:2] == ["3", "0.5"]
    assert as_text(pd.Series([7, 12])).tolist() == ["7", "12"]
    words = as_text(pd.Series(["a", None], dtype=object))
    assert words[0] == "a"
    assert words.isna().tolist() == [False, True]
