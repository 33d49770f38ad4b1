"""Calibrate: give probabilities their meaning, so that of 100 rows with 0.8 about 80 are right.

In:  the model in `models/`; `train.parquet` and `test.parquet` in the folder named by `reads.calibrate`:
     features and target.
Out: `models/calibrate/`, a second model with its manifest: `load_model("models/calibrate")` loads it;
     `reports/calibrate.json`, scores of both models' probabilities on test.

The curve is learned from rows of train that the model in question has not learned from: copies of it are
fitted on parts of train, each is calibrated on the rest, and their answers are averaged.
"""

from typing import Any, Literal

import pandas as pd
from pydantic import Field
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV

from project_package.utils.errors import run
from project_package.utils.folds import UNIT, make_folds, without_target
from project_package.utils.models import labels, load_model, predict, save_model
from project_package.utils.pairs import Choice, chosen_rows, load_choices
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.scores import scores
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_table

FOLDER = "models/calibrate"
REPORT = "reports/calibrate.json"


class Calibrate(Settings):
    """The section `calibrate` of `params.yaml`."""

    method: Literal["sigmoid", "isotonic"]
    folds: int = Field(ge=2)


class StageParams(Params):
    """All of `params.yaml`."""

    calibrate: Calibrate


def calibrate(
    model: Any, train: pd.DataFrame, params: StageParams, choices: list[Choice] | None = None
) -> CalibratedClassifierCV:
    """Fit and calibrate copies of the model, each on other rows of train.

    Args:
        model: any classifier of scikit-learn; it stays as it is.
        train: features, target and units.
        params: the target, the seed, and how the folds are made.
        choices: rows to learn from in each fold, where a stage before chooses them.
    """
    folds = make_folds(train, params, params.calibrate.folds)
    features, target = without_target(train, params), train[params.data.target]
    folds = [(chosen_rows(target, learn, choices or []), hold) for learn, hold in folds]
    return CalibratedClassifierCV(clone(model), method=params.calibrate.method, cv=folds).fit(features, labels(target))


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    model, manifest = load_model()
    columns = [*manifest["features"], params.data.target, UNIT]
    train, test = (read_table(f"{params.reads['calibrate']}/{part}.parquet")[columns] for part in ("train", "test"))
    calibrated = calibrate(model, train, params, load_choices(params.reads["calibrate"]))
    written_anew = ("model", "version", "sha256", "python", "versions")
    about = {key: value for key, value in manifest.items() if key not in written_anew}
    save_model(calibrated, about | {"calibrated": params.calibrate.method, "rows": len(train)}, FOLDER)

    target, features = test[params.data.target], test[manifest["features"]]
    report = {
        name: scores(target, predict(candidate, features), params.data)
        for name, candidate in {"before": model, "after": calibrated}.items()
    }
    write_json(report, REPORT)


if __name__ == "__main__":
    run(main)
