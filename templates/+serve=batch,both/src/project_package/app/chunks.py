"""A file record by record, as it is written, so that a batch's output repeats its input untouched."""

import gzip
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pandas as pd

from project_package.reading.records import records as split
from project_package.utils.schema import FileFormat, Schema
from project_package.utils.tables import read_raw


@dataclass(frozen=True)
class Raw:
    """One record: its text without the line's end, and what is wrong with it already, if anything is."""

    text: str
    fault: str | None = None


def open_text(path: Path, encoding: str) -> TextIO:
    """A text file, compressed if its name ends in .gz."""
    opener: Any = gzip.open if path.name.endswith(".gz") else open
    stream: TextIO = opener(path, "rt", encoding=encoding, newline="")
    return stream


def records(stream: TextIO, form: FileFormat) -> Iterator[Raw]:
    """The records of a CSV or JSON Lines file; of CSV the first one is the header."""
    if form.format == "jsonl":
        yield from (_json_record(line.strip()) for line in stream if line.strip())
        return
    width = None
    for record in split(stream, form):
        if not record.text.strip():
            continue
        width = width or len(record.cells) + (1 if form.extra_field else 0)
        first = form.extra_field and len(record.cells) == width - 1
        fits = first or len(record.cells) == width
        fault = record.fault or (None if fits else f"{len(record.cells)} fields, the header has {width}")
        yield Raw(record.text.rstrip("\r\n"), fault)


def typed(chunk: list[str], header: str | None, schema: Schema) -> pd.DataFrame:
    """Records as `read_raw` reads them: one row each."""
    # What stands above the header is no part of a chunk.
    schema = schema.model_copy(update={"file": schema.file.model_copy(update={"skip_lines": 0})})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"chunk.{schema.file.format}"
        lines = [*([] if header is None else [header]), *chunk]
        file.write_text("\n".join(lines) + "\n", encoding=schema.file.encoding, newline="")
        return read_raw(schema, file)


def faults_of(table: pd.DataFrame, readable: pd.DataFrame, schema: Schema) -> dict[int, str]:
    """The rows with a value that `make_readable` could not keep, by their label, and which value that is."""
    lost = readable[schema.features].isna() & table[schema.features].notna()
    found = {}
    for place, row in lost[lost.any(axis=1)].iterrows():
        name = str(row.idxmax())
        found[int(str(place))] = f"{name!r}: {table.at[place, name]!r} is no {schema.column(name).type}"
    return found


def _json_record(line: str) -> Raw:
    try:
        fault = None if isinstance(json.loads(line), dict) else "no JSON object"
    except (ValueError, RecursionError):
        fault = "no JSON"
    return Raw(line, fault)
