"""Numbers as people write them: with a unit, groups of digits, brackets for less than nothing."""

import re
from collections.abc import Callable

from project_package.utils.schema import Column, FileFormat

_BLANKS = r" \t\u00a0\u2007\u2009\u202f"
_GAP = f"[{_BLANKS}]*"
_SIGN = rf"(?:([+\u2212\u2013-]){_GAP})?"
_GROUP_MARKS = {" ": f"[{_BLANKS}]", "'": r"['\u2019]"}


def is_plain(column: Column, form: FileFormat) -> bool:
    """Whether the column's numbers have nothing but digits, a sign and the file's decimal mark."""
    return not (column.unit or column.scale or column.decimal or column.thousands or form.thousands)


def number_reader(column: Column, form: FileFormat) -> Callable[[str], float]:
    """How to read one cell of a column of numbers, as the schema says that it is written.

    A sign stands before the number or its unit, or a minus behind all, or brackets for less than nothing; then
    digits, plain or in groups; a letter of `scale`, which multiplies; the `unit` on either side; blanks between all
    of them.

    Returns:
        A function from the cell's text to its value; it raises `ValueError` for what is no such number.
    """
    decimal = column.decimal or form.decimal
    thousands = column.thousands or form.thousands
    mark = re.escape(decimal)
    exponent = r"(?:e[+-]?[0-9]+)?"
    body = rf"[0-9]+(?:{mark}[0-9]*)?{exponent}|{mark}[0-9]+{exponent}"
    group = None
    if thousands and thousands != decimal:
        group = _GROUP_MARKS.get(thousands, re.escape(thousands))
        body = rf"[1-9][0-9]{{0,2}}(?:{group}[0-9]{{2,3}})*{group}[0-9]{{3}}(?:{mark}[0-9]*)?|{body}"
    factors = {letter.lower(): factor for letter, factor in (column.scale or {}).items()}
    unit = rf"(?:({re.escape(column.unit)}){_GAP})?" if column.unit else "()"
    letter = rf"(?:({'|'.join(map(re.escape, factors))}){_GAP})?" if factors else "()"
    number = re.compile(
        rf"{_GAP}(\(?){_GAP}{_SIGN}{unit}{_SIGN}({body}){_GAP}{letter}{unit}{_SIGN}(\)?){_GAP}", re.IGNORECASE
    )

    def read(text: str) -> float:
        found = number.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is no number")
        opened, first, before, second, digits, multiplier, after, last, closed = (part or "" for part in found.groups())
        signs = first + second + last
        if (
            bool(opened) != bool(closed)
            or len(signs) > (0 if opened else 1)
            or last == "+"
            or (column.unit and before and after)
        ):
            raise ValueError(f"{text!r} is no number")
        plain = re.sub(group, "", digits) if group else digits
        value = float(plain.replace(decimal, "."))
        return (-value if opened or signs not in ("", "+") else value) * factors.get(multiplier.lower(), 1)

    return read
