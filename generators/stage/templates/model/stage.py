"""stage_title: say here in one sentence what the model is for.

In:  `train.parquet` in the folder named by `reads.stage_name`: features and target.
Out: `models/stage_name.joblib`, a fitted model beside the project's own.
"""

from pathlib import Path
from typing import Any

import joblib
import pandas as pd
from sklearn.dummy import DummyClassifier, DummyRegressor

from project_package.utils.errors import run
from project_package.utils.folds import without_target
from project_package.utils.models import labels
from project_package.utils.params import Params
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_table

MODEL = "models/stage_name.joblib"


class StageName(Settings):
    """The section `stage_name` of `params.yaml`."""
    # create-ml-project: settings


class StageParams(Params):
    """All of `params.yaml`."""

    stage_name: StageName


def stage_name(
    features: pd.DataFrame,
    target: pd.Series,
    task: str,
    settings: StageName,
) -> Any:
    """So far a model that knows only the target's mean or shares: which one it is to be is written here."""
    model = DummyRegressor() if task == "regression" else DummyClassifier(strategy="prior")
    return model.fit(features, labels(target))


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    train = read_table(f"{params.reads['stage_name']}/train.parquet")
    features, target = without_target(train, params), train[params.data.target]
    model = stage_name(features, target, params.data.task, params.stage_name)
    Path(MODEL).parent.mkdir(exist_ok=True)
    joblib.dump(model, MODEL, compress=("zlib", 3))


if __name__ == "__main__":
    run(main)
