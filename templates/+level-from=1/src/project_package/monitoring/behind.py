"""New records behind those of a text or a Parquet table, written as the old ones are."""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from project_package.reading.frames import is_total, unique_names
from project_package.reading.header import header_of
from project_package.reading.records import SPACES, Record, cells_of, records
from project_package.utils.schema import FileFormat


def put_lines(old: Path, new: Path, target: Path, form: FileFormat, *, keep_old: bool) -> None:
    """Of a delimited text the old lines stay as they are; the new records are written with the same signs.

    Raises:
        ValueError: a new record does not fit, or cannot be written as the form says.
    """
    text = _text(old, form)
    header, (own, rows) = header_of(_sound(text, form), form), _names_and_rows(_text(new, form), form)
    places = [own.index(name) if name in own else None for name in header.names]
    if all(place is None for place in places):
        raise ValueError(f"it has none of the columns {', '.join(map(repr, header.names[:5]))}")
    first = header.records[0].text
    end = "\r\n" if first.endswith("\r\n") else "\r" if first.endswith("\r") else "\n"
    if not keep_old:
        above = _lines(text)[: form.skip_lines]
        text = "".join([*above, *(record.text for record in header.records if form.header)])
    text += "" if text.endswith(("\n", "\r")) or not text else end
    _write(target, text + "".join(_line(row, places, form) + end for row in rows), form)


def put_objects(old: Path, new: Path, target: Path, form: FileFormat, *, keep_old: bool) -> None:
    """Of JSON Lines each object names its columns itself."""
    text = _text(old, form) if keep_old else ""
    _write(target, text + ("" if text.endswith("\n") or not text else "\n") + _text(new, form), form)


def put_rows(old: Path, new: Path, target: Path, *, keep_old: bool) -> None:
    """Of Parquet a column takes the narrowest type that holds both: whole numbers and fractions become fractions."""
    known, more = (_with_own_names(parquet.ParquetFile(file).read()) for file in (old, new))
    shared = [name for name in known.column_names if name in more.column_names]
    if not shared:
        raise ValueError(f"it has none of the columns {', '.join(map(repr, known.column_names[:5]))}")
    both = pa.concat_tables([known, more.select(shared)], promote_options="permissive")
    both = both.replace_schema_metadata(known.schema.metadata)
    parquet.write_table(both if keep_old else both.slice(known.num_rows), target)


def _with_own_names(table: pa.Table) -> pa.Table:
    return table.rename_columns(unique_names(table.column_names))


def _text(file: Path, form: FileFormat) -> str:
    content = file.read_bytes()
    return (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode(form.encoding)


def _write(target: Path, text: str, form: FileFormat) -> None:
    content = text.encode(form.encoding)
    target.write_bytes(gzip.compress(content, mtime=0) if form.compression else content)


def _lines(text: str) -> list[str]:
    """The lines as a file gives them: form feeds and their like end none."""
    return list(io.StringIO(text, newline=""))


def _sound(text: str, form: FileFormat) -> Iterator[Record]:
    return (record for record in records(_lines(text), form) if record.fault is None)


def _names_and_rows(text: str, form: FileFormat) -> tuple[list[str], Iterator[list[str]]]:
    """The columns as `data/schema.yaml` has them, and the rows that follow."""
    header = header_of(_sound(text, form), form)
    last = header.records[-1].line if form.header else 0
    later = (record for record in records(_lines(text), form) if record.line > last)
    return header.names, _rows(later, header.names, form)


def _rows(found: Iterator[Record], names: list[str], form: FileFormat) -> Iterator[list[str]]:
    for record in found:
        if record.fault or len(record.cells) != len(names):
            fault = record.fault or f"it has {len(record.cells)} fields, the header has {len(names)}"
            raise ValueError(f"line {record.line} is no row of the table: {fault}")
        if not is_total(record.cells, form):
            yield record.cells


def _line(row: list[str], places: list[int | None], form: FileFormat) -> str:
    """A record in the order of the old columns.

    Raises:
        ValueError: it would be read as another one, such as one with a delimiter in a file that knows no quotes.
    """
    cells = ["" if place is None else row[place] for place in places]
    delimiter = " " if form.delimiter == SPACES else form.delimiter or ","
    line = delimiter.join(_cell(cell, delimiter, form) for cell in cells)
    if cells_of(line, form) != cells:
        raise ValueError(f"the row {cells[:5]} cannot be written with the delimiter {form.delimiter!r}")
    return line


def _cell(cell: str, delimiter: str, form: FileFormat) -> str:
    special = [delimiter, "\n", "\r", *filter(None, [form.quote, form.escape])]
    empty = not cell and form.delimiter == SPACES
    if not (empty or cell != cell.strip() or any(sign in cell for sign in special)):
        return cell
    if form.escape:
        cell = cell.replace(form.escape, form.escape * 2)
    if not form.quote:
        return cell if not form.escape else cell.replace(delimiter, form.escape + delimiter)
    inner = form.escape + form.quote if form.escape else form.quote * 2
    return form.quote + cell.replace(form.quote, inner) + form.quote
