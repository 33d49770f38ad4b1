"""Scoring a sheet of a workbook: its rows with the answers beside them, as a new workbook or as CSV."""

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from project_package.app.chunks import faults_of
from project_package.monitoring.readable import make_readable
from project_package.monitoring.sheet import columns_of
from project_package.reading.frames import is_total
from project_package.reading.typed_files import as_text
from project_package.utils.errors import ProjectError
from project_package.utils.reports import write_text
from project_package.utils.schema import FileFormat
from project_package.utils.scoring import Scorer
from project_package.utils.tables import read_raw

Row = list[Any]


def score_workbook(source: Path, target: Path, scorer: Scorer) -> dict[str, int]:
    """Score the sheet that `data/schema.yaml` names; a workbook is read whole, as its format wants it.

    Returns:
        How many rows were scored and how many rejected.

    Raises:
        ProjectError: the file is no workbook, or lacks the sheet or a column.
    """
    form = scorer.schema.file
    try:
        table = read_raw(scorer.schema, source)
    except (zipfile.BadZipFile, KeyError, openpyxl.utils.exceptions.InvalidFileException) as error:
        raise ProjectError(f"{source} is no workbook, as the raw file is: {error}") from error
    missing = [name for name in scorer.schema.features if name not in table]
    if missing:
        raise ProjectError(f"{source} has no column {', '.join(map(repr, missing))}.")
    readable, _ = make_readable(table, scorer.schema)
    faults = faults_of(table, readable, scorer.schema)
    answered = scorer.score_table(readable.drop(index=list(faults)))
    header, rows = _rows(source, form)
    fitting = [row for place, row in enumerate(rows) if place not in faults]
    scored = [row + answer for row, answer in zip(fitting, answered.to_numpy().tolist(), strict=True)]
    _write([[*header, *map(str, answered.columns)], *scored], target, form)
    if faults:
        lines = [{"record": list(map(as_text, rows[place])), "fault": fault} for place, fault in faults.items()]
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        write_text(text, target.with_name(f"{target.name}.rejected"))
    return {"scored": len(scored), "rejected": len(faults)}


def _rows(source: Path, form: FileFormat) -> tuple[list[str], list[Row]]:
    """The names of the columns and the cells of the table's rows."""
    sheet = openpyxl.load_workbook(source, data_only=True)[form.sheet]
    top, columns = columns_of(sheet, form)
    rows = [[row[place] for place in columns.values()] for row in sheet.iter_rows(min_row=top + 1, values_only=True)]
    texts = [list(map(as_text, row)) for row in rows]
    kept = [row for row, text in zip(rows, texts, strict=True) if any(text) and not is_total(text, form)]
    return list(columns), kept


def _write(rows: list[Row], target: Path, form: FileFormat) -> None:
    """A workbook, or CSV where the name says so."""
    draft = target.with_name(f"{target.name}.part")
    if target.suffix.lower() == ".csv":
        with draft.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
    else:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet(form.sheet)
        for row in rows:
            sheet.append(row)
        with draft.open("wb") as stream:
            book.save(stream)
    draft.replace(target)
