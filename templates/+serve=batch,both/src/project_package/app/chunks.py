"""A file record by record, as it is written, so that a batch's output repeats its input untouched."""

import csv
import gzip
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TextIO

import pandas as pd

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
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in stream:
            taken.append(line)
            yield line

    csv.field_size_limit(2**31 - 1)
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE
    width = None
    for fields in csv.reader(lines(), delimiter=form.delimiter or ",", quotechar=form.quote or '"', quoting=quoting):
        text = "".join(taken).rstrip("\r\n")
        taken.clear()
        if not fields:
            continue
        width = width or len(fields)
        yield Raw(text, None if len(fields) == width else f"{len(fields)} fields, the header has {width}")


def typed(chunk: list[str], header: str | None, schema: Schema) -> pd.DataFrame:
    """Records as `read_raw` reads them: one row each."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"chunk.{schema.file.format}"
        lines = [*([] if header is None else [header]), *chunk]
        file.write_text("\n".join(lines) + "\n", encoding=schema.file.encoding, newline="")
        return read_raw(schema, file)


def _json_record(line: str) -> Raw:
    try:
        fault = None if isinstance(json.loads(line), dict) else "no JSON object"
    except (ValueError, RecursionError):
        fault = "no JSON"
    return Raw(line, fault)
