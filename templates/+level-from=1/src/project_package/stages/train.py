"""Train: fit the chosen candidate on all of train.

In:  `train.parquet` in the folder named by `reads.train`, the features kept by select, the best
     hyper-parameters of `reports/tuning.json`, of classes the out-of-fold predictions of tune.
Out: `models/model.joblib`, a scikit-learn pipeline from features to predictions, in front what stages
     before have learned, and `models/manifest.json`, its hash, what it was made of, how well its probabilities are
     calibrated and, of a binary task, the threshold from which on it answers the positive class.
"""

from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from project_package.utils.calibration import calibrated_model
from project_package.utils.candidates import CANDIDATES
from project_package.utils.decision import about, decide, deciding
from project_package.utils.errors import ProjectError, run
from project_package.utils.folds import OUT_OF_FOLD, without_target
from project_package.utils.models import describe, labels, save_model
from project_package.utils.pairs import chosen_rows, load_choices, load_steps
from project_package.utils.params import Params, load_params
from project_package.utils.preprocessing import build_pipeline
from project_package.utils.reports import read_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_table, sha256


def choose(tuning: dict[str, Any], name: str) -> tuple[str, dict[str, Any]]:
    """The candidate to train and its best hyper-parameters: tuning's winner for `auto`, or by name.

    A candidate that was not tuned is trained as it stands in `candidates.py`.

    Raises:
        ProjectError: there is no candidate of this name.
    """
    if name == "auto":
        return tuning["best"]["candidate"], tuning["best"]["params"]
    if name not in CANDIDATES:
        raise ProjectError(f"train.model in params.yaml is {name!r}; it can be auto, {', '.join(CANDIDATES)}.")
    return name, tuning["candidates"].get(name, {"params": {}})["params"]


def train_model(
    candidate: str, settings: dict[str, Any], train: pd.DataFrame, schema: Schema, params: Params
) -> Pipeline:
    """Fit one candidate on a table of features and target."""
    features, target = without_target(train, params), train[params.data.target]
    model = build_pipeline(candidate, settings, features, schema, params)
    return model.fit(features, labels(target))


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    kept = read_json("reports/feature_selection.json")["kept"]
    file = f"{params.reads['train']}/train.parquet"
    train = read_table(file)[[*kept, params.data.target]]
    candidate, settings = choose(read_json("reports/tuning.json"), params.train.model)
    learn = chosen_rows(train[params.data.target], np.arange(len(train)), load_choices(params.reads["train"]))
    learned = train_model(candidate, settings, train.iloc[learn], schema, params)
    steps, told = [*load_steps(params.reads["train"]), *learned.steps], {}
    model = Pipeline(steps)
    if params.data.task == "binary":
        decided = decide(read_table(OUT_OF_FOLD), params)
        model, told = deciding(steps, decided, params.data.positive), about(decided)
    elif params.data.task == "multiclass":
        model, told = calibrated_model(learned, steps, read_table(OUT_OF_FOLD))
    described = describe(model, candidate, settings, params, rows=len(learn), train_hash=sha256(file))
    save_model(model, described | told)


if __name__ == "__main__":
    run(main)
