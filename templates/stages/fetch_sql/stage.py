"""Fetch SQL: add the rows of a database query to those of the raw file, or take them in their place.

In:  the table named by `reads.fetch_sql`; the database whose address is in the environment variable named by
     `fetch_sql.url_from`, never in a file.
Out: `data/interim/fetch_sql.parquet`, the same columns; `reports/fetch_sql.json`, how many rows came.

SQLAlchemy reads SQLite as it is; for another database add its driver to the project. DVC does not see that
the database has changed: `dvc repro --force fetch_sql` asks it again.
"""

import os
from typing import Literal

import pandas as pd

from project_package.utils.errors import ProjectError, run
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_table, write_table

TABLE = "data/interim/fetch_sql.parquet"
REPORT = "reports/fetch_sql.json"


class FetchSql(Settings):
    """The section `fetch_sql` of `params.yaml`."""

    query: str | None
    url_from: str
    mode: Literal["add", "replace"]


class StageParams(Params):
    """All of `params.yaml`."""

    fetch_sql: FetchSql


def ask(query: str, url: str) -> pd.DataFrame:
    """The rows of a query.

    Raises:
        ProjectError: the address is wrong, the database does not answer, or it refuses the query.
    """
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with create_engine(url).connect() as connection:
            return pd.read_sql_query(text(query), connection)
    except (SQLAlchemyError, pd.errors.DatabaseError, ImportError) as error:
        raise ProjectError(f"the query of fetch_sql in params.yaml failed: {str(error).splitlines()[0]}") from error


def alike(rows: pd.DataFrame, table: pd.DataFrame, target: str) -> pd.DataFrame:
    """The fetched rows with the columns and types of the table; those without a target are left out.

    Raises:
        ProjectError: a column is missing, or holds what does not fit its type.
    """
    missing = [name for name in table.columns if name not in rows]
    if missing:
        raise ProjectError(f"the query of fetch_sql in params.yaml gives no column {', '.join(map(repr, missing))}.")
    columns = {}
    for name, known in table.items():
        try:
            columns[name] = _typed(rows[name], known)
        except (ValueError, TypeError) as error:
            raise ProjectError(f"the column {name!r} of the query is not of type {known.dtype}: {error}.") from error
    kept = pd.DataFrame(columns).dropna(subset=[target])
    # Missing targets had made floats of whole numbers; classes keep their names.
    as_before = kept[target].astype(table[target].dtype)
    return kept.assign(**{target: as_before}) if (as_before == kept[target]).all() else kept


def _typed(values: pd.Series, known: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(known):
        return values.astype("boolean")
    if pd.api.types.is_numeric_dtype(known):
        return pd.to_numeric(values)
    if pd.api.types.is_datetime64_any_dtype(known):
        return pd.to_datetime(values).astype(known.dtype)
    return values.astype(object).map(str, na_action="ignore").astype(known.dtype)


def fetch_sql(table: pd.DataFrame, rows: pd.DataFrame, target: str, mode: str) -> pd.DataFrame:
    """The table with the fetched rows behind its own, or these alone."""
    fetched = alike(rows, table, target)
    if mode == "replace":
        if fetched.empty:
            raise ProjectError("the query of fetch_sql in params.yaml gives no row, and fetch_sql.mode is `replace`.")
        return fetched.reset_index(drop=True)
    return table if fetched.empty else pd.concat([table, fetched], ignore_index=True)


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    table, settings = read_table(params.reads["fetch_sql"]), params.fetch_sql
    if settings.query is None:
        write_table(table, TABLE)
        write_json({"query": None, "rows_fetched": 0, "rows": len(table)}, REPORT)
        return
    url = os.environ.get(settings.url_from)
    if not url:
        raise ProjectError(f"the environment variable {settings.url_from}, named by fetch_sql.url_from, is not set.")
    rows = ask(settings.query, url)
    fetched = fetch_sql(table, rows, params.data.target, settings.mode)
    write_table(fetched, TABLE)
    write_json({"query": settings.query, "rows_fetched": len(rows), "rows": len(fetched)}, REPORT)


if __name__ == "__main__":
    run(main)
