"""Records of a delimited text, whatever divides them, and rows that do not fit."""

from pathlib import Path

import pytest

from project_package.reading.delimited import BadRow, read_delimited
from project_package.reading.records import records
from project_package.utils.schema import FileFormat


def form(**given: object) -> FileFormat:
    return FileFormat.model_validate({"path": "toy.csv", "format": "csv"} | given)


@pytest.mark.parametrize(
    ("written", "given", "cells"),
    [
        ('1,"a ""b"", c",2', {}, ["1", 'a "b", c', "2"]),
        ('1||"a||b"||2', {"delimiter": "||"}, ["1", "a||b", "2"]),
        ("  1   a\t 2 ", {"delimiter": r"\s+"}, ["1", "a", "2"]),
        (r'1,"a \"b\", c",\N', {"escape": "\\"}, ["1", 'a "b", c', r"\N"]),
        ("1;'a; ''b''';2", {"delimiter": ";", "quote": "'"}, ["1", "a; 'b'", "2"]),
        ('1, "a, b", 2', {"skip_initial_space": True}, ["1", "a, b", "2"]),
        ('1,"a\nb",2', {}, ["1", "a\nb", "2"]),
    ],
)
def test_cells(written: str, given: dict[str, object], cells: list[str]) -> None:
    found = list(records(written.splitlines(keepends=True), form(**given)))
    assert [record.cells for record in found] == [cells]


def test_rows_that_do_not_fit_are_set_aside_by_line(tmp_path: Path) -> None:
    file = tmp_path / "toy.csv"
    file.write_text('a,b\n1,2\n3\n4,"open\na,b\n5,6\n7,8,9\n', encoding="utf-8")
    aside: list[BadRow] = []
    table = read_delimited(file, form(bad_rows="aside"), [], {}, aside)
    assert table.to_dict("list") == {"a": [1, 5], "b": [2, 6]}
    assert [row.line for row in aside] == [3, 4, 5, 7]
    assert aside[0].text == "3"


def test_a_row_that_does_not_fit_is_refused_by_line(tmp_path: Path) -> None:
    file = tmp_path / "toy.csv"
    file.write_text("title\na,b\n1,2\n\n3\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 5 is no row of the table: it has 1 values"):
        read_delimited(file, form(skip_lines=1), [], {})


def test_rows_may_have_one_field_more_than_the_header(tmp_path: Path) -> None:
    file = tmp_path / "toy.csv"
    file.write_text("a,b\nr1,1,2\nr2,3,4\n", encoding="utf-8")
    assert list(read_delimited(file, form(extra_field="first"), [], {})) == ["column_1", "a", "b"]


def test_a_header_of_two_lines_is_joined(tmp_path: Path) -> None:
    file = tmp_path / "toy.csv"
    file.write_text("town,size,,y\n,,,\n,count,amount,\nx,1,2,3\n,,,\n", encoding="utf-8")
    table = read_delimited(file, form(header_lines=2), [], {})
    assert table.to_dict("list") == {"town": ["x"], "size count": [1], "size amount": [2], "y": [3]}


def test_rows_that_are_sums_of_others_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "toy.csv"
    file.write_text("a,b\nx,2\ny,3\n Total ,5\n", encoding="utf-8")
    assert read_delimited(file, form(totals=["Total"]), [], {}).to_dict("list") == {"a": ["x", "y"], "b": [2, 3]}
