"""JSON Lines and Parquet, whose values have types: each as the text that `data/schema.yaml` writes it in."""

import gzip
import json
import math
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from project_package.reading.frames import frame_of, line_of, unique_names
from project_package.utils.schema import FileFormat

# Types whose values have one text, whatever pandas would make of them.
_AS_TEXT = [pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary, pa.types.is_nested]


def read_json_lines(file: Path, form: FileFormat, text: list[str], missing: dict[str, list[str]]) -> pd.DataFrame:
    """Read one object per line; a name that a line lacks is missing there.

    Args:
        file: the objects.
        form: how the file is written.
        text: columns whose cells stay text.
        missing: the words that mean no value, per column.
    """
    names = list(dict.fromkeys(name for record in _objects(file, form) for name in record))
    lines = (line_of(as_text(record.get(name)) for name in names) for record in _objects(file, form))
    return frame_of(unique_names(names), lines, form, text, missing)


def read_parquet(file: Path, text: list[str], missing: dict[str, list[str]]) -> pd.DataFrame:
    """Read Parquet without what pandas wrote about itself: times and durations are whole numbers of their unit.

    Args:
        file: the table.
        text: columns whose cells become text, unless they are instants.
        missing: the words that mean no value, per column.
    """
    found = pq.ParquetFile(file).read()
    pandas = json.loads((found.schema.metadata or {}).get(b"pandas", b"{}"))
    labels = [name for name in pandas.get("index_columns", []) if isinstance(name, str)]
    kept = found.select([place for place, name in enumerate(found.column_names) if name not in labels])
    names = unique_names(kept.column_names)
    columns = [_plain(column, name in text) for column, name in zip(kept.columns, names, strict=True)]
    table: pd.DataFrame = pa.table(columns, names=names).to_pandas()
    for name in table.columns:
        values = table[name]
        if name in text and not pd.api.types.is_datetime64_any_dtype(values):
            values = values.astype(object).map(as_text, na_action="ignore")
        if values.dtype == "str" or pd.api.types.is_object_dtype(values):
            values = values.map(partial(_without_words, missing.get(name, [])))
        table[name] = values
    return table


def as_text(value: Any) -> str:
    """A value as text: `true`, `3`, `0.5`, and nothing for what is no value."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() | Decimal():
            return _number(float(value))
        case bytes():
            return value.decode("utf-8", "replace")
        case str():
            # Half a character of two parts, which no text can hold.
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return str(value)


def _objects(file: Path, form: FileFormat) -> Iterator[dict[str, Any]]:
    with (gzip.open if form.compression else open)(file, "rt", encoding=form.encoding) as stream:
        for line in stream:
            if line.strip():
                yield json.loads(line)


def _number(value: float) -> str:
    """The shortest digits that tell it, with an exponent only where zeros would be many."""
    if not math.isfinite(value):
        return ""
    if value == 0 or 1e-7 < abs(value) < 1e21:
        digits = format(Decimal(repr(value)), "f")
        return digits.removesuffix(".0") if value else "0"
    mantissa, exponent = format(Decimal(repr(value)), "e").split("e")
    return f"{mantissa.rstrip('0').removesuffix('.') if '.' in mantissa else mantissa}e{int(exponent):+d}"


def _plain(column: pa.ChunkedArray, as_words: bool) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _plain(column.cast(kind.value_type), as_words)
    if as_words and pa.types.is_integer(kind):
        return column.cast(pa.string())
    if pa.types.is_time(kind) or pa.types.is_duration(kind):
        return column.cast(pa.int32() if kind.bit_width == 32 else pa.int64())
    if pa.types.is_decimal(kind):
        # Not by a cast, which may be off in the last place.
        known = [None if value is None else f"{value:f}" if as_words else float(value) for value in column.to_pylist()]
        return pa.chunked_array([known], pa.string() if as_words else pa.float64())
    if any(test(kind) for test in _AS_TEXT):
        return pa.chunked_array(
            [[None if value is None else as_text(value) for value in column.to_pylist()]], pa.string()
        )
    return column


def _is_word(value: Any, words: frozenset[str]) -> bool:
    return isinstance(value, str) and value in words


def _without_words(words: list[str], value: Any) -> Any:
    """Nothing in place of a word that means no value."""
    return None if isinstance(value, str) and value in words else value
