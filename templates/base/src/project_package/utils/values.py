"""Cells as values: what a file holds as text, or typed already, in the type that the schema gives the column."""

import pandas as pd

from project_package.utils.numbers import number_reader
from project_package.utils.schema import Column, FileFormat


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
                return _text(values)
    except (ValueError, TypeError, OverflowError):
        return _text(values)


def _numbers(values: pd.Series, column: Column, form: FileFormat) -> pd.Series:
    numbers = values
    if not pd.api.types.is_numeric_dtype(values):
        read = number_reader(column, form)
        cells = _text(values)
        numbers = cells.map({cell: read(cell) for cell in cells.dropna().unique()}).astype("float64")
    numbers = numbers.astype("float64").replace([float("inf"), float("-inf")], float("nan"))
    whole = column.type == "integer" and bool(numbers.notna().all()) and bool((numbers % 1 == 0).all())
    return numbers.astype("int64") if whole else numbers


def _booleans(values: pd.Series, column: Column) -> pd.Series:
    if column.role == "target" and all(isinstance(word, str) for word in column.values or ()):
        return _text(values)  # Predictions answer in the words of the file.
    words = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}
    booleans = values.map(lambda value: words[str(value).strip().lower()], na_action="ignore")
    return booleans.astype("boolean")


def _dates(values: pd.Series, column: Column) -> pd.Series:
    dates = pd.to_datetime(values, format=column.format or "ISO8601", utc=True)
    return dates.dt.tz_localize(None).astype("datetime64[us]")


def _text(values: pd.Series) -> pd.Series:
    return values.astype(object).map(str, na_action="ignore")
