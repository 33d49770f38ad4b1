"""Split: put rows aside that the model never sees while it is built.

In:  the table named by `reads.split`.
Out: `data/processed/split/train.parquet` and `test.parquet`: the same columns, and `split: unit`, equal in rows that
     belong together; `reports/split.json`, how the rows were divided.
"""

from typing import Any

import numpy as np
import pandas as pd

from project_package.utils.errors import ProjectError, run
from project_package.utils.folds import UNIT, hold_out, split_by, units
from project_package.utils.params import Params, load_params
from project_package.utils.reports import write_json
from project_package.utils.schema import load_schema
from project_package.utils.tables import read_table, write_table

FOLDER = "data/processed/split"
REPORT = "reports/split.json"


def split_table(
    table: pd.DataFrame, params: Params, columns: list[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Divide the rows into train and test as the section `split` of `params.yaml` says.

    Copies of a row, near ones too, and rows of one `split.group` stay together, and classes keep their shares. With
    `time` the newest rows are the test, as a model in use also predicts what comes later, and both tables are sorted by
    time: of rows that belong together the newest one decides.

    Args:
        table: all rows.
        params: the sections `split` and `data`.
        columns: those by which copies are known; all but the target, unless said.

    Returns:
        Train and test table, at least one row each, with the column of units; together they hold every row once.

    Raises:
        ProjectError: fewer than two rows that can be parted, or the time column does not hold times.
    """
    if len(table) < 2:
        raise ProjectError(f"a table with {len(table)} row cannot be split into train and test.")
    if split_by(params.split) == "time":
        table = table.iloc[_oldest_first(table, params.split.time)]
    ids = units(table, params, columns)
    if ids.max() == 0:
        raise ProjectError(
            f"all rows belong to one unit of {params.split.group!r}, so none can be put aside as the test: "
            "set split.group in params.yaml to a column with several values, or to null."
        )
    noted = table.assign(**{UNIT: ids})
    learn, test = hold_out(table, ids, params)
    return noted.iloc[learn].reset_index(drop=True), noted.iloc[test].reset_index(drop=True)


def check_group(table: pd.DataFrame, params: Params) -> None:
    """Refuse a group column that groups nothing, and a time that is no column even where it does not divide the rows.

    Raises:
        ProjectError: `split.by` is `group` without a column, or each row has a value of its own in it; `split.time`
            names no column.
    """
    group, time = params.split.group, params.split.time
    if time is not None and time not in table:
        raise ProjectError(f"split.time in params.yaml names no column of the data: {time!r}.")
    if group is None:
        if params.split.by == "group":
            raise ProjectError("split.by in params.yaml is `group`: name the entity's column in split.group.")
        return
    if group in table and table[group].nunique() == table[group].notna().sum():
        raise ProjectError(
            f"split.group in params.yaml is {group!r}, of which no value occurs twice, so it groups nothing: "
            "name a column that several rows share, or set split.group to null."
        )


def describe_split(train: pd.DataFrame, test: pd.DataFrame, params: Params) -> dict[str, Any]:
    """What `reports/split.json` holds: by what the rows were divided, and rows and units of both tables."""
    return {
        "by": split_by(params.split),
        "group": params.split.group,
        "time": params.split.time,
        "seed": params.split.seed,
        "rows_train": len(train),
        "rows_test": len(test),
        "units_train": train[UNIT].nunique(),
        "units_test": test[UNIT].nunique(),
    }


def _oldest_first(table: pd.DataFrame, column: str | None) -> np.ndarray:
    """Positions of the rows in the order of time."""
    if column is None or column not in table:
        raise ProjectError(f"split.time in params.yaml names no column of the data: {column!r}.")
    times = table[column]
    if not pd.api.types.is_datetime64_any_dtype(times) and not pd.api.types.is_numeric_dtype(times):
        raise ProjectError(
            f"split.time in params.yaml is {column!r}, which holds neither dates nor numbers; "
            "say in data/schema.yaml that its `type` is `date`, and its `format`."
        )
    if times.isna().any():
        raise ProjectError(
            f"split.time in params.yaml is {column!r}, which is missing in {times.isna().sum():,} of {len(times):,} "
            "rows: fill it in, name a time that every row has, or set split.by to `random`."
        )
    return np.argsort(times.to_numpy(), kind="stable")


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    table = read_table(params.reads["split"])
    check_group(table, params)
    train, test = split_table(table, params, [name for name in schema.features if name in table])
    write_table(train, f"{FOLDER}/train.parquet")
    write_table(test, f"{FOLDER}/test.parquet")
    write_json(describe_split(train, test, params), REPORT)


if __name__ == "__main__":
    run(main)
