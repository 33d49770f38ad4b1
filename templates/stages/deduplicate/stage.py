"""Deduplicate: leave out rows that stand twice, so that none is both learned from and tested on.

In:  the table named by `reads.deduplicate`, one row per record of the data.
Out: `data/interim/deduplicate.parquet`, the rows that stay, in their order; `reports/deduplicate.json`, how
     many went.
"""

from typing import Literal

import pandas as pd

from project_package.utils.errors import ProjectError, run
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_table, write_table

TABLE = "data/interim/deduplicate.parquet"
REPORT = "reports/deduplicate.json"


class Deduplicate(Settings):
    """The section `deduplicate` of `params.yaml`."""

    keep: Literal["first", "last", "none"]
    ignore: list[str]


class StageParams(Params):
    """All of `params.yaml`."""

    deduplicate: Deduplicate


def deduplicate(table: pd.DataFrame, settings: Deduplicate) -> pd.DataFrame:
    """Keep one of each group of rows that are equal in every column that counts; missing equals missing.

    Raises:
        ProjectError: `ignore` names a column that is not there, or every column.
    """
    unknown = [name for name in settings.ignore if name not in table]
    if unknown:
        raise ProjectError(f"deduplicate.ignore in params.yaml names {unknown}; the table has {list(table.columns)}.")
    counting = [name for name in table.columns if name not in settings.ignore]
    if not counting:
        raise ProjectError("deduplicate.ignore in params.yaml names every column, so that all rows would be equal.")
    repeated = table.duplicated(counting, keep=False if settings.keep == "none" else settings.keep)
    return table[~repeated].reset_index(drop=True)


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    table = read_table(params.reads["deduplicate"])
    kept = deduplicate(table, params.deduplicate)
    if kept.empty:
        raise ProjectError("every row stands twice; with deduplicate.keep: none nothing is left.")
    write_table(kept, TABLE)
    write_json({"rows_read": len(table), "rows_left_out": len(table) - len(kept), "rows": len(kept)}, REPORT)


if __name__ == "__main__":
    run(main)
