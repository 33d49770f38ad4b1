"""New rows may hold values that do not fit their column's type: `read_raw` leaves such a column as text."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from project_package.utils.numbers import number_reader
from project_package.utils.schema import Column, FileFormat, Schema
from project_package.utils.values import dates_of


def make_readable(table: pd.DataFrame, schema: Schema) -> tuple[pd.DataFrame, dict[str, int]]:
    """The table with values that do not fit their column's type as missing ones, and how many these were, by column."""
    columns, unreadable = {}, {}
    for column in schema.columns:
        if column.name in table:
            columns[column.name] = _fitting(table[column.name], column, schema.file)
            unreadable[column.name] = int(columns[column.name].isna().sum() - table[column.name].isna().sum())
    return pd.DataFrame(columns, index=table.index), unreadable


def _fitting(values: pd.Series, column: Column, form: FileFormat) -> pd.Series:
    if column.type in ("integer", "float"):
        numeric = pd.api.types.is_numeric_dtype(values)
        numbers = values if numeric else _each(values, number_reader(column, form)).astype("float64")
        # No model takes infinity, and no mean bears it.
        return numbers.mask(numbers.isin([np.inf, -np.inf]))
    if column.type == "date" and not pd.api.types.is_datetime64_any_dtype(values):
        known = values.dropna().astype(str)
        dates = pd.Series(dates_of(known.tolist(), column), index=known.index, dtype="datetime64[us]")
        return dates.reindex(values.index)
    if column.type == "boolean" and column.role != "target" and not pd.api.types.is_bool_dtype(values):
        return _each(values, _truth).astype("boolean")
    return values


def _each(values: pd.Series, read: Callable[[str], Any]) -> pd.Series:
    """Each cell as it is read, or missing."""

    def attempt(cell: Any) -> Any:
        try:
            return read(str(cell))
        except ValueError:
            return None

    return values.map({cell: attempt(cell) for cell in values.dropna().unique()})


def _truth(word: str) -> bool:
    """True and false as `read_raw` knows them."""
    if word.lower() not in ("true", "t", "1", "false", "f", "0"):
        raise ValueError(word)
    return word.lower() in ("true", "t", "1")
