"""Where a table breaks its schema: column, rule, rows and values, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from project_package.utils.schema import Column, Scalar, Schema
from project_package.utils.values import dates_of

EXAMPLES = 5


@dataclass(frozen=True)
class Violation:
    """One rule that one column breaks; rows are counted from 1. A tolerated one is told, and stops nothing."""

    column: str
    rule: str
    count: int
    rows: list[int]
    examples: list[str]
    sentence: str
    tolerated: bool = False


def find_violations(table: pd.DataFrame, schema: Schema, out_of_range: float = 0.0) -> list[Violation]:
    """Compare a table with its schema: columns, types, missing values, categories, ranges.

    The range is what the sample happened to have, so it is expected and no law: quantities (`order: ratio`) and dates
    have no upper end, and else a share of `out_of_range` of the rows may lie beyond it.
    """
    most = out_of_range * len(table)
    return [*_columns(table, schema), *(broken for column in schema.columns for broken in _values(table, column, most))]


def _columns(table: pd.DataFrame, schema: Schema) -> Iterator[Violation]:
    expected = schema.names()
    for name in expected:
        if name not in table:
            yield Violation(name, "missing column", 1, [], [], f"The column {name!r} of the schema is missing.")
    for name in table.columns.difference(expected, sort=False):
        yield Violation(name, "extra column", 1, [], [], f"The column {name!r} is not in the schema.")


def _values(table: pd.DataFrame, column: Column, most: float) -> Iterator[Violation]:
    """Violations inside one column; a wrong type hides the other rules, which need the type."""
    if column.name not in table:
        return
    values = table[column.name]
    known = values[values.notna()]
    if not column.nullable:
        yield from _broken(column, "nullable", values.isna(), values, "a missing value, though it may have none")
    wrong_type = ~_has_type(known, column)
    if wrong_type.any():
        yield from _broken(column, "type", wrong_type, known, f"a value that is no {column.type}")
        return
    if column.values is not None and column.type != "boolean":
        unseen = ~known.isin(_as_typed(column.values, column))
        yield from _broken(column, "values", unseen, known, "a value that the schema does not list")
    if column.type in ("integer", "float", "date"):
        beyond = pd.Series(False, index=known.index)
        if column.min is not None:
            beyond |= known < _end(column.min, column, -1)
        if column.max is not None and column.type != "date" and column.order != "ratio":
            beyond |= known > _end(column.max, column, 1)
        expected = f"{'any' if column.min is None else column.min} to {'any' if column.max is None else column.max}"
        for violation in _broken(column, "range", beyond, known, f"a value beyond the expected {expected}"):
            yield replace(violation, tolerated=violation.count <= most)


def _broken(column: Column, rule: str, mask: pd.Series, values: pd.Series, what: str) -> Iterator[Violation]:
    rows = [int(row) + 1 for row in mask.index[mask]]
    if not rows:
        return
    examples = list(dict.fromkeys(map(str, values[mask].dropna())))[:EXAMPLES]
    where = f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows[:EXAMPLES]))}"
    if len(rows) > EXAMPLES:
        where += f" and {len(rows) - EXAMPLES} more"
    shown = f" ({', '.join(map(repr, examples))})" if examples else ""
    sentence = f"{column.name!r} has {what}: {where}{shown}."
    yield Violation(column.name, rule, len(rows), rows[:EXAMPLES], examples, sentence)


def _has_type(known: pd.Series, column: Column) -> pd.Series:
    if column.type == "date":
        typed = pd.api.types.is_datetime64_any_dtype(known)
    elif column.type == "boolean":
        typed = pd.api.types.is_bool_dtype(known)
    elif column.type == "string":
        typed = True
    else:
        numbers = known if pd.api.types.is_numeric_dtype(known) else pd.to_numeric(known, errors="coerce")
        fits = numbers.astype("float64").abs() < np.inf
        return fits & (numbers % 1 == 0) if column.type == "integer" else fits
    if typed:
        return pd.Series(True, index=known.index)
    if column.type == "date":
        dates = dates_of(known.astype(str).tolist(), column)
        return pd.Series([not pd.isna(date) for date in dates], index=known.index)
    return known.astype(str).str.strip().str.lower().isin(["true", "false", "t", "f", "1", "0"])


def _as_typed(values: list[Scalar], column: Column) -> list[Scalar]:
    return [str(value) for value in values] if column.type == "string" else values


def _end(end: Scalar, column: Column, outward: int) -> pd.Timestamp | float:
    """An end of the range, moved outward by what reading a decimal number may cost."""
    if column.type == "date":
        time = pd.Timestamp(str(end))
        return time.tz_convert(None) if time.tzinfo else time
    return float(end) + outward * 1e-9 * max(1.0, abs(float(end)))
