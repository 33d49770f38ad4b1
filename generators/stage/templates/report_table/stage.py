"""stage_title: say here in one sentence what the report tells.

In:  the table named by `reads.stage_name`, one row per record of the data.
Out: `reports/stage_name.json`.
"""

from typing import Any

import pandas as pd

from project_package.utils.errors import run
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_table

REPORT = "reports/stage_name.json"


class StageName(Settings):
    """The section `stage_name` of `params.yaml`."""
    # create-ml-project: settings


class StageParams(Params):
    """All of `params.yaml`."""

    stage_name: StageName


def stage_name(table: pd.DataFrame, settings: StageName) -> dict[str, Any]:
    """So far rows and columns of the table: what the report tells is written here."""
    return {"rows": len(table), "columns": table.shape[1]}


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    write_json(stage_name(read_table(params.reads["stage_name"]), params.stage_name), REPORT)


if __name__ == "__main__":
    run(main)
