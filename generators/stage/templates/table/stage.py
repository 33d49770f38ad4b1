"""stage_title: say here in one sentence what the stage is for.

In:  the table named by `reads.stage_name`, one row per record of the data.
Out: `data/interim/stage_name.parquet`, so far the same rows and columns.

Which rows are learned from is decided here. What changes a value belongs in `features/`: the service runs
that on new rows too.
"""

import pandas as pd

from project_package.utils.errors import run
from project_package.utils.params import Params
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_table, write_table

TABLE = "data/interim/stage_name.parquet"


class StageName(Settings):
    """The section `stage_name` of `params.yaml`."""
    # create-ml-project: settings


class StageParams(Params):
    """All of `params.yaml`."""

    stage_name: StageName


def stage_name(table: pd.DataFrame, settings: StageName) -> pd.DataFrame:
    """Pass the table on as it is: what the stage does is written here."""
    return table


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    table = read_table(params.reads["stage_name"])
    write_table(stage_name(table, params.stage_name), TABLE)


if __name__ == "__main__":
    run(main)
