"""Records of a delimited text: which lines belong together, and which cells they hold, whatever divides them."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from project_package.utils.schema import FileFormat

SPACES = r"\s+"
# Where bad lines are set aside, a value has at most so many: a quote left open must not swallow the rest.
MOST_LINES = 100
UNCLOSED = "a quote is never closed"
UNDOUBLED = "a quote inside a quoted value is not doubled"


class Record(NamedTuple):
    """Some lines of a file; `fault` says why they are no record."""

    line: int
    text: str
    cells: list[str]
    fault: str | None = None


def records(lines: Iterable[str], form: FileFormat) -> Iterator[Record]:
    """Divide lines into records.

    Args:
        lines: all of a file, each with its line break.
        form: delimiter, quote and escape.

    Yields:
        One record after the other. A line at which no record begins is one with a `fault`, and the next line is
        tried as the beginning of another. Blank lines and rows of delimiters alone are none.
    """
    waiting: list[tuple[int, str]] = []
    later = islice(enumerate(lines, 1), form.skip_lines, None)
    again: list[tuple[int, str]] = []
    while True:
        following = again.pop() if again else next(later, None)
        if following is not None:
            waiting.append(following)
            full = form.bad_rows == "aside" and len(waiting) >= MOST_LINES
            closes = len(waiting) == 1 or form.escape or (form.quote and form.quote in following[1])
            if not (closes or full):
                continue
        elif waiting:
            full = True
        else:
            return
        text = "".join(line for _, line in waiting)
        cells = cells_of(text, form)
        if cells == UNCLOSED and not full:
            continue
        first, *rest = waiting
        waiting = []
        if isinstance(cells, str):
            yield Record(*first, [], cells)
            again.extend(reversed(rest))
        else:
            record = Record(first[0], text, cells)
            if text.strip() and any(cells):
                yield record


def cells_of(record: str, form: FileFormat) -> list[str] | str:
    """The cells of a record, or why it is none."""
    text = record[:-2] if record.endswith("\r\n") else record[:-1] if record.endswith(("\n", "\r")) else record
    delimiter, quote, escape = form.delimiter or ",", form.quote, form.escape
    spaced = delimiter == SPACES
    if not escape and not (quote and quote in text):
        if spaced:
            return re.split(r"[ \t]+", text.strip())
        return [cell.lstrip(" ") if form.skip_initial_space else cell for cell in text.split(delimiter)]
    cells: list[str] = []
    at = len(text) - len(text.lstrip()) if spaced else 0
    length = len(text.rstrip()) if spaced else len(text)
    while True:
        while form.skip_initial_space and text[at : at + 1] == " ":
            at += 1
        quoted = quote is not None and text[at : at + 1] == quote
        end = _closing_quote(text, at + 1, quote or "", escape) if quoted else at
        if end == -1:
            return UNCLOSED
        found = _next_delimiter(text, end + 1 if quoted else at, length, form)
        if found is None:
            return UNCLOSED
        start, following = found
        if quoted and quote:
            behind = text[end + 1 : start]
            if behind.strip():
                return UNDOUBLED
            cells.append(_unescaped(text[at + 1 : end].replace(quote * 2, quote), form) + behind)
        else:
            cells.append(_unescaped(text[at:start], form))
        if following == -1:
            return cells
        at = following


def _closing_quote(text: str, start: int, quote: str, escape: str | None) -> int:
    """Where the quote stands that ends a value, or -1."""
    at = text.find(quote, start)
    while at != -1:
        if escape and _is_escaped(text, at, start, escape):
            at = text.find(quote, at + 1)
        elif text[at + 1 : at + 2] == quote:
            at = text.find(quote, at + 2)
        else:
            return at
    return -1


def _is_escaped(text: str, at: int, start: int, escape: str) -> bool:
    before = text[start:at]
    return (len(before) - len(before.rstrip(escape))) % 2 == 1


def _next_delimiter(text: str, start: int, length: int, form: FileFormat) -> tuple[int, int] | None:
    """Where a cell ends and the next begins, -1 at the end of the record; None when an escaped break continues it."""
    delimiter = form.delimiter or ","
    if delimiter == SPACES:
        found = re.compile(r"[ \t]+").search(text, start, length)
        return found.span() if found else (length, -1)
    at = text.find(delimiter, start)
    while at != -1:
        if not form.escape or not _is_escaped(text, at, start, form.escape):
            return at, at + len(delimiter)
        at = text.find(delimiter, at + 1)
    if form.escape and _is_escaped(text, length, start, form.escape):
        return None
    return length, -1


def _unescaped(text: str, form: FileFormat) -> str:
    """Only what would mean something else is escaped: a backslash before other letters stays."""
    escape = form.escape
    if not escape or escape not in text:
        return text
    meant = re.escape("".join(filter(None, [escape, form.quote, (form.delimiter or ",")[0]])))
    return re.sub(rf"{re.escape(escape)}([{meant}\r\n])", r"\1", text)
