"""The header of a delimited text."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from project_package.reading.frames import unique_names
from project_package.reading.records import Record
from project_package.utils.schema import FileFormat

# Dashes that are drawn under a name, as Markdown and SQL clients do.
_RULE = re.compile(":?-{2,}:?")


class Header(NamedTuple):
    """What names the columns: the records, their cells as one row, and each column's own name."""

    records: list[Record]
    cells: list[str]
    names: list[str]


def header_of(found: Iterator[Record], form: FileFormat) -> Header:
    """Take the records of the header; where the form says that there is none, the first row, which names nothing.

    Raises:
        ValueError: there is nothing.
    """
    taken = list(islice(found, form.header_lines if form.header else 1))
    if not taken:
        raise ValueError("there is no header")
    cells = taken[0].cells
    if not form.header:
        return Header(taken, cells, unique_names([""] * len(cells)))
    for record in taken[1:]:
        cells = joined_names(cells, record.cells)
    before, behind = ([""] if form.extra_field == place else [] for place in ("first", "last"))
    return Header(taken, cells, unique_names([*before, *cells, *behind]))


def joined_names(first: list[str], second: list[str]) -> list[str]:
    """One name from two lines: what stands above a gap stands above the names below it too."""
    if len(first) != len(second):
        raise ValueError(f"the lines of the header have {len(first)} and {len(second)} names")
    names, group = [], ""
    for above, below in zip(map(str.strip, first), map(str.strip, second), strict=True):
        group = above or group
        below = "" if _RULE.fullmatch(below) else below
        names.append(f"{group if below else above} {below}".strip())
    return names
