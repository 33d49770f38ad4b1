"""Reading the raw file by its schema, and the Parquet tables that pass between the stages."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from project_package.reading.delimited import BadRow
from project_package.reading.formats import read_file
from project_package.reading.typed_files import as_text
from project_package.utils.errors import ProjectError
from project_package.utils.numbers import is_plain
from project_package.utils.schema import FileFormat, Schema
from project_package.utils.sources import join, schema_of
from project_package.utils.values import typed


def read_raw(schema: Schema, path: str | Path | None = None, aside: list[BadRow] | None = None) -> pd.DataFrame:
    """Read a file that is written like the project's raw file and give its columns their types.

    A column with a value that does not fit its type stays text: `validate` then names the rows.

    Args:
        schema: the columns' types and how the file is written.
        path: another file than the schema's own, such as new data to score; it is compressed if its name ends in .gz.
        aside: takes the rows that do not fit, where the schema says `bad_rows: aside`.

    Returns:
        One row per record, with what the second files know about it; numbers as int64 or float64, dates as
        datetime64, booleans as `boolean`, everything else as text; missing values as NaN, NaT or NA.

    Raises:
        ProjectError: the file is missing or cannot be read as the schema says.
    """
    file = Path(path or schema.file.path)
    if path is not None:
        own: dict[str, Any] = {"compression": "gzip" if file.suffix == ".gz" else None}
        if aside is None:
            own["bad_rows"] = "refuse"  # Nobody asked for the rows that would be left out.
        schema = schema.model_copy(update={"file": schema.file.model_copy(update=own)})
    if not file.is_file():
        raise ProjectError(f"{file} is missing; `dvc pull` fetches it from the remote if there is one.")
    try:
        table = read_file(file, schema.file, _text_columns(schema), _missing(schema), aside)
    except (ValueError, LookupError, OSError) as error:
        raise ProjectError(
            f"{file} cannot be read as `file:` in data/schema.yaml says "
            f"({schema.file.format}, {schema.file.encoding}, delimiter {schema.file.delimiter!r}): {error}"
        ) from error
    return _joined(_in_types(table, schema), schema)


def read_records(records: list[dict[str, Any]], schema: Schema) -> pd.DataFrame:
    """Give the records of a request the types that `read_raw` gives the rows of a file.

    Args:
        records: value by column, numbers as numbers; what is not there is missing. The target and what second files
            know are not asked for.
        schema: the columns' types.

    Returns:
        One row per record, as `read_raw` gives them, without the target.
    """
    names = [column.name for column in schema.columns if column.source is None and column.role != "target"]
    plain = with_plain_numbers(schema, schema.file)
    table = pd.DataFrame(records, columns=names)
    return _joined(_in_types(_as_text(_without_missing(table, plain), _text_columns(plain)), plain), schema)


def with_plain_numbers(schema: Schema, form: FileFormat) -> Schema:
    """The schema of a file whose numbers are plain: units and marks are how the raw file writes them."""
    marks = {"unit": None, "scale": None, "decimal": None, "thousands": None}
    columns = [column.model_copy(update=marks) for column in schema.columns]
    own = form.model_copy(update={"decimal": ".", "thousands": None})
    return schema.model_copy(update={"file": own, "columns": columns})


def _text_columns(schema: Schema) -> list[str]:
    """Columns that are read as text first, so that no value is taken for something else."""
    return [
        column.name
        for column in schema.columns
        if column.type not in ("integer", "float") or not is_plain(column, schema.file)
    ]


def _in_types(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    for column in schema.columns:
        if column.name in table:
            table[column.name] = typed(table[column.name], column, schema.file)
    return table


def _joined(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The table with what the second files know about each row."""
    for name, source in schema.sources.items():
        own = schema_of(name, schema)
        names = {column.key.removeprefix(f"{name}."): column.name for column in schema.columns if column.source == name}
        table = join(table, read_raw(own), source, names)
    return table


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a Parquet table of the pipeline.

    Raises:
        ProjectError: it is not there.
    """
    if not Path(path).exists():
        raise ProjectError(
            f"{path} is missing: `dvc repro` makes it, and `reads` in params.yaml says which table a stage reads."
        )
    return pd.read_parquet(path)


def write_table(table: pd.DataFrame, path: str | Path) -> None:
    """Write a Parquet table of the pipeline; equal tables give equal bytes."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    table.to_parquet(path, index=False)


def sha256(path: str | Path) -> str:
    """Hash of a file's bytes, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _missing(schema: Schema) -> dict[str, list[str]]:
    """The words that mean no value, per column: the file's, unless one of them is a category of the column."""
    return {column.name: schema.file.missing if column.missing is None else column.missing for column in schema.columns}


def _without_missing(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The table with those words as missing values; lists and objects stay as they are."""
    for name, words in _missing(schema).items():
        if name in table and (table[name].dtype == "str" or pd.api.types.is_object_dtype(table[name])):
            missing = [isinstance(value, str) and value in words for value in table[name]]
            table[name] = table[name].mask(np.array(missing, dtype=bool))
    return table


def _as_text(table: pd.DataFrame, text: list[str]) -> pd.DataFrame:
    """The table with these columns as text, except those that are typed already (dates of Parquet)."""
    for name in text:
        if name in table and not pd.api.types.is_datetime64_any_dtype(table[name]):
            table[name] = table[name].astype(object).map(as_text, na_action="ignore")
    return table
