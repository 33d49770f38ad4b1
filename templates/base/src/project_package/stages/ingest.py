"""Ingest: read the raw file with the types of the schema.

In:  the raw file named in `data/schema.yaml`, one record per row.
Out: `data/interim/ingested.parquet`, the same rows and columns, typed, without rows that have no target;
     `reports/ingest.json`, where the table came from and what was left out.
"""

import pandas as pd

from project_package.utils.errors import ProjectError, run
from project_package.utils.params import Data, load_params
from project_package.utils.reports import write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_raw, sha256, write_table

INGESTED = "data/interim/ingested.parquet"
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
    """Refuse a binary task whose class looked for does not occur as it is written in `params.yaml`.

    Raises:
        ProjectError: `data.positive` is none of the target's values.
    """
    classes = sorted(map(str, target.unique()))
    if data.task == "binary" and str(data.positive) not in classes:
        raise ProjectError(
            f"data.positive in params.yaml is {data.positive!r}, but the values of {data.target!r} are: "
            f"{', '.join(classes[:10])}."
        )


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    table = read_raw(schema)
    known = drop_without_target(table, schema)
    check_positive(known[params.data.target], params.data)
    write_table(known, INGESTED)
    report = {
        "file": str(schema.file.path.as_posix()),
        "sha256": sha256(schema.file.path),
        "bytes": schema.file.path.stat().st_size,
        "rows_read": len(table),
        "rows_without_target": len(table) - len(known),
        "rows": len(known),
        "columns": table.shape[1],
    }
    write_json(report, REPORT)


if __name__ == "__main__":
    run(main)
