"""Examine: what else should be known about the model before it is used.

In:  the tables named by `reads.validate` and `reads.tune`, the training rows as they were split, the model in
     `models/`, the features kept by select. The test set stays out of it.
Out: `reports/examination.json`: what each feature is worth, whether the score hangs on the split, how the model
     ages, personal data, the fitted pipeline in words, example rows; `reports/speed.json`, the times measured here.
"""

from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.pipeline import Pipeline

from project_package.features import build_features, feature_sources
from project_package.reporting.examination.ablation import ablate
from project_package.reporting.examination.backtest import backtest
from project_package.reporting.examination.describe import describe_features, describe_model
from project_package.reporting.examination.examples import examples
from project_package.reporting.examination.independence import by_groups
from project_package.reporting.examination.privacy import forbidden_columns, personal_data, protected_columns
from project_package.reporting.examination.speed import measure_speed
from project_package.utils.errors import run
from project_package.utils.folds import UNIT, without_target
from project_package.utils.models import load_model
from project_package.utils.params import Params, load_params
from project_package.utils.preprocessing import build_pipeline
from project_package.utils.reports import read_json, write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_table

REPORT = "reports/examination.json"
SPEED = "reports/speed.json"
# Of a forest, and of scikit-learn's boosting, whose trees are small and build upon each other.
MOST_TREES = {"n_estimators": 30, "max_iter": 25}


def examine(
    table: pd.DataFrame,
    train: pd.DataFrame,
    rows: pd.DataFrame,
    model: Pipeline,
    manifest: dict[str, Any],
    schema: Schema,
    params: Params,
) -> dict[str, Any]:
    """Ask every question of `reporting/examination/`.

    Args:
        table: all rows, with the columns of the data.
        train: features, target and units of the training rows as tune sees them, for rows that a stage repeats for
            training must not be learned from and held out at once; the features in the order of their importance.
        rows: the training rows as they were split, with the columns of the data.
        model: the fitted model.
        manifest: what it was made of.
        schema: what the columns are.
        params: metric, folds and seed.
    """

    def build(features: pd.DataFrame, seed: int) -> Pipeline:
        return lighter(build_pipeline(manifest["candidate"], manifest["params"], features, schema, params), seed)

    target, learned = table[params.data.target], build_features(rows, schema)[manifest["features"]]
    order = list(without_target(train, params).columns)
    full = build_pipeline(manifest["candidate"], manifest["params"], train[order], schema, params)
    return {
        "classes": None if params.data.task == "regression" else target.map(str).value_counts().to_dict(),
        "sources": feature_sources(manifest["features"], schema),
        "features": describe_features(table.head(), schema),
        "model": describe_model(model),
        "examples": examples(table, manifest["features"], model, schema, params.data.task),
        "ablation": ablate(train, order, build, params) | {"lighter": fewer_trees(full)},
        "aging": backtest(rows, learned, model, schema, params),
        "groups": by_groups(rows, learned, model, schema, params),
        "personal_data": personal_data(table, schema),
        "protected": protected_columns(schema),
        "forbidden_columns": forbidden_columns(table, schema, build_features),
    }


def lighter(model: Pipeline, seed: int) -> Pipeline:
    """The pipeline with another seed, and fewer trees if it has many: enough to compare features, and quick."""
    estimator = model[-1]
    estimator.set_params(**fewer_trees(model))
    if "random_state" in estimator.get_params(deep=False):
        estimator.set_params(random_state=seed)
    return model


def fewer_trees(model: Pipeline) -> dict[str, int]:
    """The settings that make the trees of a pipeline few; none if it has few or no trees."""
    settings = model[-1].get_params(deep=False)
    # Other models have a `max_iter` too, of another meaning.
    if "max_depth" not in settings:
        return {}
    return {name: most for name, most in MOST_TREES.items() if name in settings and (settings[name] or most + 1) > most}


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    model, manifest = load_model()
    table = read_table(params.reads["validate"])
    selection = read_json("reports/feature_selection.json")
    order = sorted(selection["kept"], key=lambda name: -selection["importance"].get(name, 0))
    train = read_table(f"{params.reads['tune']}/train.parquet")[[*order, params.data.target, UNIT]]
    rows = read_table(f"{params.reads['featurize']}/train.parquet")
    write_json(examine(table, train, rows, model, manifest, schema, params), REPORT)
    file = Path("models") / manifest["model"]
    write_json(measure_speed(table, manifest["features"], model, schema, file), SPEED)


if __name__ == "__main__":
    run(main)
