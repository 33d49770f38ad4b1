"""Records to try a service with, made from `data/schema.yaml`: every listed value, both ends of each range."""

from typing import Any

import numpy as np
import pandas as pd

from project_package.app.messages import asked_columns
from project_package.utils.schema import Column, Schema
from project_package.utils.values import formats_of

Record = dict[str, Any]


def sample_records(schema: Schema, rows: int) -> list[Record]:
    """So many records that fit the schema: value by column, as a request writes it."""
    columns = {}
    for place, name in enumerate(asked_columns(schema)[0]):
        values = _values(schema.column(name), rows)
        # Each column in another rhythm, so that values meet.
        columns[name] = [values[(row * (2 * place + 1)) % len(values)] for row in range(rows)]
    return [{name: values[row] for name, values in columns.items()} for row in range(rows)]


def _values(column: Column, rows: int) -> list[Any]:
    known = _known(column, rows)
    return [*known, None] if column.nullable else known


def _known(column: Column, rows: int) -> list[Any]:
    if column.type == "boolean":
        return [False, True]
    if column.values:
        return list(column.values)
    if column.type == "date":
        ends = sorted(pd.Timestamp(str(end)) for end in (column.min or "2000-01-01", column.max or "2001-01-01"))
        form = formats_of(column)[0]
        written = "%Y-%m-%dT%H:%M:%S" if form == "ISO8601" else form
        zone = "UTC" if "%z" in written else None
        dates = pd.date_range(*(end.tz_localize(None).tz_localize(zone) for end in ends), periods=rows)
        return [date.strftime(written) for date in dates]
    if column.type == "string":
        return ["a", "one more word", "quite another one"]
    low, high = float(column.min or 0), float(column.max or 1)
    numbers = np.linspace(min(low, high), max(low, high), rows)
    return [round(number) for number in numbers] if column.type == "integer" else numbers.tolist()
