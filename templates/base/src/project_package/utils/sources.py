"""Second files: what they know about a row is looked up wherever rows are read, so that new rows have it too."""

import pandas as pd

from project_package.utils.errors import ProjectError
from project_package.utils.schema import Schema, Source


def schema_of(name: str, schema: Schema) -> Schema:
    """A second file's own schema: its key, and the columns that it brings under the names they have there."""
    source = schema.sources[name]
    if source.on not in schema.names():
        raise ProjectError(f"sources.{name}.on in data/schema.yaml is {source.on!r}, but there is no such column.")
    key = schema.column(source.on).model_copy(update={"name": source.key, "nullable": True})
    brought = [
        column.model_copy(update={"name": column.key.removeprefix(f"{name}."), "source": None})
        for column in schema.columns
        if column.source == name
    ]
    return schema.model_copy(update={"table": name, "file": source.file, "columns": [key, *brought], "sources": {}})


def join(table: pd.DataFrame, other: pd.DataFrame, source: Source, names: dict[str, str]) -> pd.DataFrame:
    """Look up each row of the table in the second file.

    Args:
        table: rows that keep their order; a column that they have already stays as it is.
        other: what is known about them, one row per key.
        source: the columns that belong together.
        names: the columns that are brought, and what they are called in the table.

    Returns:
        The table with these columns at its end, missing where no row is known.

    Raises:
        ProjectError: a column is missing, or a key stands twice.
    """
    for name, columns, where in ((source.on, table, "the table"), (source.key, other, source.file.path.as_posix())):
        if name not in columns:
            raise ProjectError(f"{where} has no column {name!r}, by which data/schema.yaml joins {source.file.path}.")
    missing = [name for name in names if name not in other]
    if missing:
        raise ProjectError(f"{source.file.path.as_posix()} has no column {', '.join(map(repr, missing))}.")
    wanted = {own: here for own, here in names.items() if here not in table}
    known = other[other[source.key].notna()]
    keys, looked_up = _comparable(known[source.key], table[source.on])
    repeated = keys[keys.duplicated()].unique()
    if len(repeated):
        raise ProjectError(
            f"{source.key!r} in {source.file.path.as_posix()} should tell one row, but {len(repeated)} values stand "
            f"more than once, among them {', '.join(map(repr, repeated[:3]))}."
        )
    brought = known[list(wanted)].set_axis(keys).reindex(looked_up).set_axis(table.index).rename(columns=wanted)
    return pd.concat([table, brought], axis=1)


def _comparable(keys: pd.Series, looked_up: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Both in one type: a code may be a number in one file and text in the other."""
    if keys.dtype == looked_up.dtype:
        return keys, looked_up
    if pd.api.types.is_numeric_dtype(keys) and pd.api.types.is_numeric_dtype(looked_up):
        return keys.astype("float64"), looked_up.astype("float64")
    return _words(keys), _words(looked_up)


def _words(values: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(values):
        return values.map("{:.16g}".format, na_action="ignore").astype(object)
    return values.astype(object).map(str, na_action="ignore")
