"""One sheet of an Excel workbook."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from project_package.reading.frames import frame_of, is_total, line_of, unique_names
from project_package.reading.header import joined_names
from project_package.reading.typed_files import as_text
from project_package.utils.schema import FileFormat

# What openpyxl calls a cell that holds an error, such as `#DIV/0!`: it has no value.
ERROR = "e"


def read_excel(file: Path, form: FileFormat, text: list[str], missing: dict[str, list[str]]) -> pd.DataFrame:
    """Read the sheet that the form names, from its header on; formulas count by the values they had when it was saved.

    Args:
        file: the workbook.
        form: the sheet, how many rows stand above the header, and whether two rows are it.
        text: columns whose cells stay text.
        missing: the words that mean no value, per column.

    Raises:
        ValueError: there is no such sheet, or nothing in it.
    """
    book = openpyxl.load_workbook(file, data_only=True)
    if form.sheet not in book.sheetnames:
        raise ValueError(f"there is no sheet {form.sheet!r}; there are {', '.join(book.sheetnames)}")
    rows = list(_rows(book[form.sheet], form.skip_lines))
    if not rows:
        raise ValueError(f"the sheet {form.sheet!r} is empty")
    # Cells beside the table are none of it.
    used = [column for column in range(len(rows[0])) if any(row[column] for row in rows)]
    first, *others = ([row[column] for column in used] for row in rows)
    if form.header_lines > 1 and others:
        first, *others = [joined_names(first, others[0]), *others[1:]]
    names = unique_names(first if form.header else [""] * len(used))
    body = others if form.header else [first, *others]
    return frame_of(names, (line_of(cells) for cells in body if not is_total(cells, form)), form, text, missing)


def _rows(sheet: Any, above: int) -> Iterator[list[str]]:
    """The rows that hold anything, each cell as text."""
    for row in sheet.iter_rows(min_row=above + 1):
        cells = ["" if cell.data_type == ERROR else _cell(cell.value) for cell in row]
        if any(cells):
            yield cells


def _cell(value: Any) -> str:
    """Instants to the second; times of day alone."""
    match value:
        case datetime():
            rounded = (value + timedelta(milliseconds=500)).replace(microsecond=0)
            return rounded.isoformat().removesuffix("T00:00:00")
        case date() | time():
            return value.isoformat()
    return as_text(value)
