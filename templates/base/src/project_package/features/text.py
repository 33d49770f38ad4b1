"""Features of free text: the text itself, whose words the model learns, and how long it is."""

import pandas as pd

from project_package.utils.schema import Schema


def texts(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The texts; a missing one is the empty text."""
    return pd.DataFrame({name: _text(table[name]) for name in schema.names("text")}, index=table.index)


def text_lengths(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Characters and words of each text."""
    columns = {}
    for name in schema.names("text"):
        text = _text(table[name])
        columns[f"{name}: characters"] = text.str.len()
        columns[f"{name}: words"] = text.str.count(r"\S+")
    return pd.DataFrame(columns, index=table.index, dtype="float64")


def _text(values: pd.Series) -> pd.Series:
    return values.astype(object).where(values.notna(), "").map(str)
