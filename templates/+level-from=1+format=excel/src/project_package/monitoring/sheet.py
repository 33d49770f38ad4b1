"""New rows below those of a workbook's sheet."""

from functools import reduce
from pathlib import Path
from typing import Any

import openpyxl

from project_package.reading.frames import unique_names
from project_package.reading.header import joined_names
from project_package.reading.typed_files import as_text
from project_package.utils.schema import FileFormat


def put_cells(old: Path, new: Path, target: Path, form: FileFormat, *, keep_old: bool) -> None:
    """Write the cells of the new workbook's sheet below the old one's; formulas become the values they had.

    Raises:
        ValueError: the new workbook lacks the sheet, or the sheet all of the columns.
    """
    book, more = (openpyxl.load_workbook(file, data_only=True) for file in (old, new))
    if form.sheet not in more.sheetnames:
        raise ValueError(f"there is no sheet {form.sheet!r}; there are {', '.join(more.sheetnames)}")
    sheet, own = book[form.sheet], more[form.sheet]
    top, columns = columns_of(sheet, form)
    above, theirs = columns_of(own, form)
    shared = [(columns[name], theirs[name]) for name in columns if name in theirs]
    if not shared:
        raise ValueError(f"it has none of the columns {', '.join(map(repr, list(columns)[:5]))}")
    if not keep_old:
        sheet.delete_rows(top + 1, sheet.max_row)
    last = sheet.max_row if keep_old else top
    for row in own.iter_rows(min_row=above + 1, values_only=True):
        if not any(as_text(value) for value in row):
            continue
        last += 1
        for place, source in shared:
            sheet.cell(last, place + 1, row[source])
    book.save(target)


def columns_of(sheet: Any, form: FileFormat) -> tuple[int, dict[str, int]]:
    """The number of the header's last row, or of the row above the table where it has none, and each column's place."""
    rows = sheet.iter_rows(min_row=form.skip_lines + 1, values_only=True)
    filled = [(number, row) for number, row in enumerate(rows, form.skip_lines + 1) if any(map(as_text, row))]
    if not filled:
        raise ValueError(f"the sheet {form.sheet!r} is empty")
    used = [place for place in range(len(filled[0][1])) if any(as_text(row[place]) for _, row in filled)]
    if not form.header:
        return filled[0][0] - 1, dict(zip(unique_names([""] * len(used)), used, strict=True))
    header = [[as_text(row[place]) for place in used] for _, row in filled[: form.header_lines]]
    last = filled[len(header) - 1][0]
    return last, dict(zip(unique_names(reduce(joined_names, header)), used, strict=True))
