"""Numbers and categories: columns that are features as they are."""

import pandas as pd

from project_package.utils.schema import Column, Schema


def numbers(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Quantities, booleans (0 or 1) and ordered words (their rank in the schema, from 0) as float64."""
    columns = {}
    for column in schema.columns:
        if column.role == "feature" and _is_number(column):
            columns[column.name] = _as_number(table[column.name], column)
    return pd.DataFrame(columns, index=table.index)


def categories(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Words and codes without an order, as text: the code 3 is not more than the code 2."""
    columns = {}
    for column in schema.columns:
        if column.role == "feature" and not _is_number(column):
            columns[column.name] = as_text(table[column.name])
    return pd.DataFrame(columns, index=table.index)


def _is_number(column: Column) -> bool:
    if column.type == "string":
        return column.order == "ordinal" and bool(column.values)
    if column.type == "integer" and column.order == "nominal":
        return column.values is not None and len(column.values) <= 2
    return True


def _as_number(values: pd.Series, column: Column) -> pd.Series:
    if column.type == "string":
        ranks = {str(value): float(rank) for rank, value in enumerate(column.values or [])}
        return values.map(ranks).astype("float64")
    return pd.to_numeric(values, errors="coerce").astype("float64")


def as_text(values: pd.Series) -> pd.Series:
    """Words and codes as text, missing ones as they are; the code 3.0 is `3`."""
    if pd.api.types.is_float_dtype(values):
        return values.map("{:.16g}".format, na_action="ignore").astype(object)
    return values.astype(object).map(str, na_action="ignore").astype(object)
