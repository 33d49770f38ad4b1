"""The raw file with new records behind its own, written as it is."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pyarrow as pa
from pyarrow import parquet

from project_package.utils.errors import ProjectError
from project_package.utils.schema import FileFormat


def combine(old: Path, new: Path, target: Path, form: FileFormat, *, keep_old: bool = True) -> None:
    """Write the records of both files into a third one, or only the new ones in the form of the old.

    Columns of the new file are found by their names: their order may be another, ones that the old file has not are
    left out, and ones that the new file has not are empty.

    Raises:
        ProjectError: the new file is missing or cannot be read.
    """
    if not new.is_file():
        raise ProjectError(f"{new} is missing.")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if form.format == "parquet":
            _tables(old, new, target, keep_old=keep_old)
            return
        text, more = _text(old, form), _text(new, form)
        if form.format == "csv":
            header, more = _in_order(text, more, form)
            text = text if keep_old else header
        elif not keep_old:
            text = ""
        text += "" if text.endswith("\n") or not text else "\n"
        content = (text + more).encode(form.encoding)
        target.write_bytes(gzip.compress(content, mtime=0) if target.suffix == ".gz" else content)
    except (ValueError, LookupError, OSError, csv.Error) as error:
        raise ProjectError(f"{new} cannot be read like {old}: {error}") from error


def _text(file: Path, form: FileFormat) -> str:
    content = file.read_bytes()
    return (gzip.decompress(content) if file.suffix == ".gz" else content).decode(form.encoding)


def _in_order(old: str, new: str, form: FileFormat) -> tuple[str, str]:
    """The old header, and the new records in its order."""
    header = next(_records(old, form))
    own, *rows = list(_records(new, form)) or [[]]
    places = [own.index(name) if name in own else None for name in header]
    if all(place is None for place in places):
        raise ValueError(f"it has none of the columns {', '.join(map(repr, header[:5]))}")
    for number, row in enumerate(rows, 2):
        if len(row) != len(own):
            raise ValueError(f"record {number} has {len(row)} fields, the header has {len(own)}")
    ordered = [["" if place is None else row[place] for place in places] for row in rows]
    return _written([header], form), _written(ordered, form)


def _records(text: str, form: FileFormat) -> Iterator[list[str]]:
    csv.field_size_limit(2**31 - 1)
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE
    lines = io.StringIO(text, newline="")
    rows = csv.reader(lines, delimiter=form.delimiter or ",", quotechar=form.quote or '"', quoting=quoting)
    return (row for row in rows if row)


def _written(rows: list[list[str]], form: FileFormat) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=form.delimiter or ",", quotechar=form.quote or '"', lineterminator="\n").writerows(rows)
    return text.getvalue()


def _tables(old: Path, new: Path, target: Path, *, keep_old: bool) -> None:
    known, more = parquet.read_table(old), parquet.read_table(new)
    columns = [
        more[name].cast(known.schema.field(name).type)
        if name in more.column_names
        else pa.nulls(more.num_rows, known.schema.field(name).type)
        for name in known.column_names
    ]
    parts = [*([known] if keep_old else []), pa.table(columns, schema=known.schema)]
    parquet.write_table(pa.concat_tables(parts), target)
