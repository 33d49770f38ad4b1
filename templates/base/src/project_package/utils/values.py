"""Cells as values: what a file holds as text, or typed already, in the type that the schema gives the column."""

from contextlib import suppress
from datetime import datetime, timezone
from typing import Any

import numpy as np
import pandas as pd

from project_package.utils.numbers import number_reader
from project_package.utils.schema import Column, FileFormat

BLANKS = " \t\r\n"


def typed(values: pd.Series, column: Column, form: FileFormat) -> pd.Series:
    """The values in the column's type, or as text if one of them does not fit it.

    Args:
        values: cells as they were read, as text or typed; missing ones are NaN, NaT or None.
        column: what the column is.
        form: how the file is written.

    Returns:
        int64 or float64, datetime64[us], `boolean`, or text; missing values as NaN, NaT or NA.
    """
    try:
        match column.type:
            case "integer" | "float":
                return _numbers(values, column, form)
            case "boolean":
                return _booleans(values, column)
            case "date":
                return _dates(values, column)
            case "string":
                return _words(values, column)
    except (ValueError, TypeError, OverflowError):
        return _text(values)


def _numbers(values: pd.Series, column: Column, form: FileFormat) -> pd.Series:
    numbers = values
    if not pd.api.types.is_numeric_dtype(values):
        read = number_reader(column, form)
        cells = _text(values)
        numbers = cells.map({cell: read(cell) for cell in cells.dropna().unique()}).astype("float64")
    none = [float("inf"), float("-inf"), *_numbers_for_none(column)]
    numbers = numbers.astype("float64").replace(none, float("nan"))
    whole = column.type == "integer" and bool(numbers.notna().all()) and bool((numbers % 1 == 0).all())
    return numbers.astype("int64") if whole else numbers


def _booleans(values: pd.Series, column: Column) -> pd.Series:
    if column.role == "target" and all(isinstance(word, str) for word in column.values or ()):
        return _words(values, column)  # Predictions answer in the words of the file.
    words = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}
    booleans = values.map(lambda value: words[str(value).strip().lower()], na_action="ignore")
    return booleans.astype("boolean")


def _dates(values: pd.Series, column: Column) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return _in_utc(values)
    cells = _text(values).map(lambda text: text.strip(BLANKS), na_action="ignore")
    codes, texts = pd.factorize(cells)
    dates = dates_of(list(texts), column)
    for text, date in zip(texts, dates, strict=True):
        if pd.isna(date):
            raise ValueError(f"{text!r} is no date")
    # Older versions of pandas would make nanoseconds of a list of dates, which do not reach far years.
    known = np.array([*(date.to_datetime64() for date in dates), np.datetime64("NaT")], dtype="datetime64[us]")
    return pd.Series(known[codes], index=values.index, name=values.name)


def formats_of(column: Column) -> list[str]:
    """The formats of a column of dates, in the order in which they are tried."""
    return [column.format] if isinstance(column.format, str) else column.format or ["ISO8601"]


def dates_of(texts: list[str], column: Column) -> list[Any]:
    """Dates in UTC and without a zone, each in the first of the column's formats that fits; NaT for what is none."""
    dates: list[Any] = [pd.NaT] * len(texts)
    for form in formats_of(column):
        left = [place for place, date in enumerate(dates) if pd.isna(date)]
        for place, date in zip(left, _instants([texts[place] for place in left], form), strict=True):
            dates[place] = date
    return dates


def _instants(texts: list[str], form: str) -> list[Any]:
    """Dates written in one format, in UTC and without a zone; NaT for what is none."""
    read = _in_utc(pd.Series(pd.to_datetime(pd.Series(texts, dtype=object), format=form, errors="coerce", utc=True)))
    return [_far_away(text, form) if pd.isna(date) else date for text, date in zip(texts, read, strict=True)]


def _far_away(text: str, form: str) -> Any:
    """A date beyond the years 1677 to 2262, which older versions of pandas cannot hold as nanoseconds."""
    try:
        date = datetime.fromisoformat(text) if form == "ISO8601" else datetime.strptime(text, form)
    except ValueError:
        return pd.NaT
    return pd.Timestamp(date.astimezone(timezone.utc).replace(tzinfo=None) if date.tzinfo else date).as_unit("us")


def _in_utc(dates: pd.Series) -> pd.Series:
    zoned = dates if dates.dt.tz is None else dates.dt.tz_convert("UTC").dt.tz_localize(None)
    return zoned.astype("datetime64[us]")


def _numbers_for_none(column: Column) -> list[float]:
    """Numbers among the column's words for no value, such as -999."""
    numbers = []
    for word in column.missing or []:
        with suppress(ValueError):
            numbers.append(float(word))
    return numbers


def _words(values: pd.Series, column: Column) -> pd.Series:
    """Text without blanks around it, each value in its first writing; nothing but blanks is no value."""
    first = {other: value for value, others in (column.writings or {}).items() for other in others}
    words = {text: text.strip(BLANKS) for text in _text(values).dropna().unique()}
    return _text(values).map({text: first.get(word, word) or None for text, word in words.items()})


def _text(values: pd.Series) -> pd.Series:
    return values.astype(object).map(str, na_action="ignore")
