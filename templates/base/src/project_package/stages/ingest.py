"""Ingest: read the raw file with the types of the schema.

In:  the raw file named in `data/schema.yaml`, one record per row.
Out: `data/interim/ingested.parquet`, the same rows and columns, typed, without rows that have no target;
     `reports/ingest.json`, where the table came from and what was left out; with `bad_rows: aside` in the schema
     `data/interim/bad_rows.csv`, the rows that do not fit, each with its line and the reason.
"""

import csv
from pathlib import Path

import pandas as pd

from project_package.reading.delimited import BadRow
from project_package.utils.errors import ProjectError, run
from project_package.utils.params import Data, load_params
from project_package.utils.reports import write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_raw, sha256, write_table

INGESTED = "data/interim/ingested.parquet"
BAD_ROWS = "data/interim/bad_rows.csv"
REPORT = "reports/ingest.json"


def drop_without_target(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Leave out the rows whose target is missing: nothing can be learned from them.

    Whole numbers, which missing values had turned into floats, become integers again, and the `boolean`
    type that knows a missing value becomes plain `bool`, so that classes keep their names.

    Raises:
        ProjectError: the table has no target column, or no row has a value in it.
    """
    target = schema.names("target")[0]
    if target not in table:
        raise ProjectError(f"the raw file has no column {target!r}, the target named in params.yaml.")
    known = table[table[target].notna()].reset_index(drop=True)
    if known.empty:
        raise ProjectError(f"no row has a value in the target column {target!r}.")
    if known[target].dtype == "boolean":
        known[target] = known[target].astype(bool)
    elif schema.column(target).type == "integer" and known[target].dtype.kind == "f" and (known[target] % 1 == 0).all():
        known[target] = known[target].astype("int64")
    return known


def check_positive(target: pd.Series, data: Data) -> None:
    """Refuse a binary task whose positive class does not occur as it is written in `params.yaml`.

    Raises:
        ProjectError: `data.positive` is none of the target's values.
    """
    classes = sorted(map(str, target.unique()))
    if data.task == "binary" and str(data.positive) not in classes:
        raise ProjectError(
            f"data.positive in params.yaml is {data.positive!r}, but the values of {data.target!r} are: "
            f"{', '.join(classes[:10])}."
        )


def check_bad_rows(aside: list[BadRow], rows: int, most: float) -> None:
    """Refuse a file of which more than a share of rows had to be set aside.

    Raises:
        ProjectError: more than `most` of all rows; it names the first ones.
    """
    share = len(aside) / max(1, len(aside) + rows)
    if share > most:
        lines = "; ".join(f"line {row.line}: {row.reason}" for row in aside[:3])
        raise ProjectError(
            f"{len(aside):,} rows of the raw file do not fit ({share:.2%}), more than `data.max_bad_rows` in "
            f"params.yaml allows ({most:.2%}); {lines}."
        )


def write_bad_rows(aside: list[BadRow], path: str | Path) -> None:
    """Write the rows that were set aside as CSV: line, reason, text."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with Path(path).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([BadRow._fields, *aside])


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    aside: list[BadRow] = []
    table = read_raw(schema, aside=aside)
    if schema.file.bad_rows == "aside":
        write_bad_rows(aside, BAD_ROWS)
        check_bad_rows(aside, len(table), params.data.max_bad_rows)
    known = drop_without_target(table, schema)
    check_positive(known[params.data.target], params.data)
    write_table(known, INGESTED)
    report = {
        "file": str(schema.file.path.as_posix()),
        "sha256": sha256(schema.file.path),
        "bytes": schema.file.path.stat().st_size,
        "rows_read": len(table),
        "rows_set_aside": len(aside),
        "rows_without_target": len(table) - len(known),
        "rows": len(known),
        "columns": table.shape[1],
    }
    write_json(report, REPORT)


if __name__ == "__main__":
    run(main)
