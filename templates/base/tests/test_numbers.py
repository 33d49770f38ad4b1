"""Numbers are read as the schema says that they are written."""

import pytest

from project_package.utils.numbers import number_reader
from project_package.utils.schema import Column, FileFormat


def read(text: str, **written: object) -> float:
    about = {"name": "x", "key": "t.x", "type": "float", "order": "ratio", "role": "feature", "nullable": True}
    form = FileFormat.model_validate({"path": "x.csv", "format": "csv"})
    return number_reader(Column.model_validate(about | written), form)(text)


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("1248 CC", {"unit": "CC"}, 1248),
        ("€110.5M", {"unit": "€", "scale": {"k": 1e3, "m": 1e6}}, 110.5e6),
        ("1.234,5", {"decimal": ",", "thousands": "."}, 1234.5),
        ("12,34,567", {"thousands": ","}, 1234567),
        ("1\u202f234", {"thousands": " "}, 1234),
        ("(1,234)", {"thousands": ","}, -1234),
        ("123-", {}, -123),
        ("\u22125", {}, -5),
        ("5\t", {}, 5),
    ],
)
def test_what_stands_beside_the_digits_is_understood(text: str, written: dict[str, object], value: float) -> None:
    assert read(text, **written) == value


@pytest.mark.parametrize(
    ("text", "written"),
    [("12 kg", {}), ("12 g", {"unit": "kg"}), ("1,5", {}), ("1,2", {"thousands": ","}), ("(-1)", {}), ("(1", {})],
)
def test_anything_else_is_no_number(text: str, written: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="is no number"):
        read(text, **written)
