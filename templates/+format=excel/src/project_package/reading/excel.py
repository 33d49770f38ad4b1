"""One sheet of an Excel workbook."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

from project_package.reading.frames import frame_of, is_total, line_of, unique_names
from project_package.reading.header import joined_names
from project_package.reading.typed_files import as_text
from project_package.utils.schema import FileFormat

# Excel counts days from here, but until March of 1900 one too many: for it there was a 29th of February.
DAY_0, MARCH = datetime(1899, 12, 30), datetime(1900, 3, 1)
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
    table = [[_value(cell) for cell in row] for row in sheet.iter_rows(min_row=above + 1)]
    dated = [
        any(isinstance(value, datetime) and value >= MARCH for value in column) for column in zip(*table, strict=True)
    ]
    for row in table:
        cells = [_text(value, day) for value, day in zip(row, dated, strict=True)]
        if any(cells):
            yield cells


def _value(cell: Any) -> Any:
    """A cell's value, instants to the second; days, times of day and spans of time as the day that Excel counts."""
    match cell.value:
        case _ if cell.data_type == ERROR:
            return None
        case datetime() as moment:
            counted = moment if moment >= MARCH else moment - timedelta(days=1)
            return (counted + timedelta(milliseconds=500)).replace(microsecond=0)
        case time() as clock:
            return datetime.combine(DAY_0, clock.replace(microsecond=0))
        case timedelta() as span:
            return DAY_0 + timedelta(seconds=round(span.total_seconds()))
    return cell.value


def _text(value: Any, dated: bool) -> str:
    """A value as text; in a column without any sure day small numbers of days are hours, minutes and seconds."""
    if not isinstance(value, datetime):
        return as_text(value)
    if value < MARCH and not (dated and value >= DAY_0 + timedelta(days=1)):
        minutes, seconds = divmod(round((value - DAY_0).total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    moment = value if value >= MARCH else value + timedelta(days=1)
    return moment.isoformat().removesuffix("T00:00:00")
