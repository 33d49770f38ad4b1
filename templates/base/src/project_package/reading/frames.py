"""Rows of text as a table: every format that is not typed comes through here, so that all of them are read alike."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Any

import pandas as pd

from project_package.utils.schema import FileFormat

DOUBLE = '"'
LINES_AT_ONCE = 1000
# What no YAML file holds as it is, and marks of a file's beginning.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


def frame_of(
    names: list[str],
    lines: Iterable[str],
    form: FileFormat,
    text: list[str],
    missing: dict[str, list[str]],
    *,
    as_written: bool = False,
) -> pd.DataFrame:
    """A table of lines of CSV.

    Args:
        names: the columns, each with a name of its own.
        lines: rows that fit, with commas and double quotes or, if they are `as_written`, as the form says.
        form: how the file is written.
        text: columns whose cells stay text; numbers are found in the others.
        missing: the words that mean no value, per column.
        as_written: the lines are the file's own.
    """
    dialect: dict[str, Any] = {}
    if as_written:
        dialect = {
            "sep": form.delimiter or ",",
            "quotechar": form.quote or DOUBLE,
            "quoting": csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
            "skipinitialspace": form.skip_initial_space,
        }
    stream: Any = _Stream(lines)
    table: pd.DataFrame = pd.read_csv(
        stream,
        header=None,
        names=names,
        index_col=False,
        dtype={name: str for name in text if name in names},
        keep_default_na=False,
        na_values={name: words for name, words in missing.items() if name in names},
        skip_blank_lines=as_written,
        decimal=form.decimal,
        low_memory=False,
        **dialect,
    )
    return table


def line_of(cells: Iterable[str]) -> str:
    """Cells as one line of CSV."""
    return ",".join(f'"{cell.replace(DOUBLE, DOUBLE * 2)}"' for cell in cells) + "\n"


def is_total(cells: list[str], form: FileFormat) -> bool:
    """Whether a row sums others up: what it begins with says so."""
    return bool(form.totals) and next(filter(None, map(str.strip, cells)), "") in form.totals


def unique_names(given: list[str]) -> list[str]:
    """Each column's own name, as `data/schema.yaml` has it.

    Letters with accents are one character (NFC), characters that cannot be written are left out, a repeated name gets
    a number, `a, a_2`, and an empty one is called `column_<place>`.
    """
    unique: list[str] = []
    for place, name_given in enumerate(given, 1):
        clean = unicodedata.normalize("NFC", _UNWRITABLE.sub("", name_given))
        name = clean if clean.strip() else f"column_{place}"
        number, candidate = 1, name
        while candidate in unique:
            number += 1
            candidate = f"{name}_{number}"
        unique.append(candidate)
    return unique


class _Stream(io.TextIOBase):
    """Lines as a file, which pandas reads piece by piece."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)

    def read(self, size: int | None = -1, /) -> str:
        """Some of the next lines; nothing at the end."""
        return "".join(islice(self._lines, LINES_AT_ONCE))
