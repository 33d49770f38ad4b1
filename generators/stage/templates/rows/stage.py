"""stage_title: say here in one sentence what the stage is for.

In:  `train.parquet` and `test.parquet` in the folder named by `reads.stage_name`: columns of the data.
Out: the same in `data/processed/stage_name`, so far the same rows and columns.

Which rows of train are learned from is decided here; test stays as it is. What changes a value belongs in
`features/`: the service runs that on new rows too.
"""

import pandas as pd

from project_package.utils.errors import run
from project_package.utils.pairs import read_pair, write_pair
from project_package.utils.params import Params
from project_package.utils.settings import Settings, read_settings

FOLDER = "data/processed/stage_name"


class StageName(Settings):
    """The section `stage_name` of `params.yaml`."""
    # create-ml-project: settings


class StageParams(Params):
    """All of `params.yaml`."""

    stage_name: StageName


def stage_name(train: pd.DataFrame, settings: StageName) -> pd.DataFrame:
    """Keep every row of train: which ones go or come is written here."""
    return train


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    pair = read_pair(params.reads["stage_name"])
    train = stage_name(pair.train, params.stage_name)
    write_pair(pair.with_train(train), FOLDER)


if __name__ == "__main__":
    run(main)
