"""New rows go below those of the sheet, whatever the order of their columns."""

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from project_package.monitoring.combine import combine
from project_package.reading.excel import read_excel
from project_package.utils.errors import ProjectError
from project_package.utils.schema import FileFormat


def save(path: Path, rows: list[list[Any]], sheet: str = "orders") -> None:
    book = openpyxl.Workbook()
    book.create_sheet(sheet)
    for row in rows:
        book[sheet].append(row)
    book.save(path)


@pytest.mark.parametrize("header", [True, False])
def test_columns_are_found_by_name_below_lines_above(header: bool, tmp_path: Path) -> None:
    old, new, both = (tmp_path / f"{name}.xlsx" for name in ("old", "new", "both"))
    form = FileFormat(path=old, format="excel", sheet="orders", skip_lines=1, header=header)
    names = [["name", "n", "day"]] if header else []
    save(old, [["Orders"], *names, ["Ada", 1, datetime(2026, 1, 2)]])
    save(new, [["Orders"], *[["n", "more", "name"]] * header, [2, "?", "Bo"] if header else ["Bo", 2, None]])
    added = ["Bo", "2", ""]
    combine(old, new, both, form)
    assert read(both, form) == [["Ada", "1", "2026-01-02"], added]
    combine(old, new, both, form, keep_old=False)
    found = read(both, form)
    assert [cell for row in found for cell in row if cell] == ["Bo", "2"]


def test_names_on_two_rows_are_one_header(tmp_path: Path) -> None:
    old, new, both = (tmp_path / f"{name}.xlsx" for name in ("old", "new", "both"))
    form = FileFormat(path=old, format="excel", sheet="orders", header_lines=2)
    save(old, [["name", "size", None], [None, "n", "day"], ["Ada", 1, None]])
    save(new, [["size", None, "name"], ["day", "n", None], [None, 2, "Bo"]])
    combine(old, new, both, form)
    table = read_excel(both, form, [], {})
    assert table[["name", "size n"]].to_dict("list") == {"name": ["Ada", "Bo"], "size n": [1, 2]}


def read(path: Path, form: FileFormat) -> list[list[str]]:
    text = ["name", "n", "day", "column_1", "column_2", "column_3"]
    table: pd.DataFrame = read_excel(path, form, text, {}).fillna("")
    return [list(map(str, row)) for row in table.to_numpy()]


def test_another_sheet_is_refused(tmp_path: Path) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    save(old, [["a"], [1]])
    save(new, [["a"], [2]], sheet="elsewhere")
    with pytest.raises(ProjectError, match="there is no sheet 'orders'"):
        combine(old, new, tmp_path / "both.xlsx", FileFormat(path=old, format="excel", sheet="orders"))
