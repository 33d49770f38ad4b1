"""stage_title: say here in one sentence what the stage is for.

In:  `train.parquet` and `test.parquet` in the folder named by `reads.stage_name`: features and target.
Out: the same in `data/processed/stage_name`, so far the same rows and columns, and `steps.joblib`: the step
     below goes in front of the model, so that the service sends new rows through it as well.
"""

import pandas as pd
from sklearn.preprocessing import FunctionTransformer

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


def stage_name(features: pd.DataFrame, settings: StageName) -> pd.DataFrame:
    """Pass the features on as they are: what the stage does to each row is written here.

    What has to be learned from train first (means, categories, words) takes a transformer of scikit-learn
    in the place of `build`'s.
    """
    return features


def build(settings: StageName) -> FunctionTransformer:
    """The step, unfitted; it is fitted on train only."""
    return FunctionTransformer(stage_name, kw_args={"settings": settings})


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    pair = read_pair(params.reads["stage_name"])
    step = build(params.stage_name)
    write_pair(pair.through("stage_name", step, params.data.target), FOLDER)


if __name__ == "__main__":
    # By its own name: a step that was saved from `__main__` could be loaded nowhere else.
    from project_package.stages import stage_name as stage

    run(stage.main)
