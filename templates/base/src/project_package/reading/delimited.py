"""CSV and its kin: the rows that fit go to pandas, the others are refused or set aside."""

import gzip
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from project_package.reading.frames import frame_of, is_total, line_of
from project_package.reading.header import header_of
from project_package.reading.records import Record, records
from project_package.utils.schema import FileFormat


class BadRow(NamedTuple):
    """A row that does not fit: where it stands, why, and what it holds."""

    line: int
    reason: str
    text: str


def read_delimited(
    file: Path, form: FileFormat, text: list[str], missing: dict[str, list[str]], aside: list[BadRow] | None = None
) -> pd.DataFrame:
    """Read a delimited text.

    Args:
        file: the text.
        form: how it is written.
        text: columns whose cells stay text.
        missing: the words that mean no value, per column.
        aside: takes the rows that do not fit, where the form says `bad_rows: aside`.

    Raises:
        ValueError: a row does not fit, and it is not to be set aside.
    """
    # newline="": a line break inside a value stays what it is.
    with (gzip.open if form.compression else open)(file, "rt", encoding=form.encoding, newline="") as stream:
        names, rows = _fitting(records(stream, form), form, [] if aside is None else aside)
        return frame_of(names, rows, form, text, missing, as_written=_is_plain(form))


def _fitting(found: Iterator[Record], form: FileFormat, aside: list[BadRow]) -> tuple[list[str], Iterator[str]]:
    """The columns' names, and the rows that fit as lines for pandas."""
    sound = (record for record in found if not _is_faulty(record, form, aside))
    header = header_of(sound, form)
    if form.header:
        return header.names, _rows(sound, header.cells, len(header.names), form, aside)
    return header.names, _rows(chain(header.records, sound), [], len(header.names), form, aside)


def _is_faulty(record: Record, form: FileFormat, aside: list[BadRow]) -> bool:
    if record.fault is None:
        return False
    _set_aside(record, record.fault, form, aside)
    return True


def _rows(
    found: Iterator[Record], header: list[str], width: int, form: FileFormat, aside: list[BadRow]
) -> Iterator[str]:
    plain = _is_plain(form)
    for record in found:
        reason = _misfit(record.cells, header, width)
        if reason:
            _set_aside(record, reason, form, aside)
        elif is_total(record.cells, form):
            continue
        elif plain:
            yield record.text
        else:
            yield line_of(record.cells)


def _misfit(cells: list[str], header: list[str], width: int) -> str | None:
    """Why a record is no row of the table."""
    if len(cells) != width:
        return f"it has {len(cells)} values, but the header names {width} columns"
    if [cell.lower() for cell in cells] == [name.lower() for name in header]:
        return "it is the header once more"
    return None


def _set_aside(record: Record, reason: str, form: FileFormat, aside: list[BadRow]) -> None:
    if form.bad_rows != "aside":
        raise ValueError(f"line {record.line} is no row of the table: {reason}")
    aside.append(BadRow(record.line, reason, record.text.rstrip("\r\n")))


def _is_plain(form: FileFormat) -> bool:
    """Whether pandas can divide the lines as they are."""
    return not form.escape and len(form.delimiter or ",") == 1
