"""Examine: what else should be known about the model before it is used.

In:  the tables named by `reads.validate`, `reads.featurize` and `reads.evaluate`, the model in `models/`,
     `reports/feat_imp.csv`.
Out: `reports/examination.json`: what each feature is worth, how the model ages, personal data, the fitted
     pipeline in words, example rows; `reports/speed.json`, the times measured on this machine.
"""

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.pipeline import Pipeline

from project_package.examination.ablation import ablate
from project_package.examination.backtest import backtest
from project_package.examination.describe import describe_features, describe_model
from project_package.examination.examples import examples
from project_package.examination.privacy import forbidden_columns, personal_data
from project_package.examination.speed import measure_speed
from project_package.features import build_features
from project_package.utils.errors import run
from project_package.utils.models import load_model
from project_package.utils.params import Params, load_params
from project_package.utils.preprocessing import build_pipeline
from project_package.utils.reports import write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_table

REPORT = "reports/examination.json"
SPEED = "reports/speed.json"


def examine(
    table: pd.DataFrame, train: pd.DataFrame, model: Pipeline, manifest: dict[str, Any], schema: Schema, params: Params
) -> dict[str, Any]:
    """Ask every question of `examination/`.

    Args:
        table: all rows, with the columns of the data.
        train: features and target of the training rows; the features in the order of their importance.
        model: the fitted model, and `manifest`, what it was made of.
    """

    def build(features: pd.DataFrame) -> Pipeline:
        return build_pipeline(manifest["candidate"], manifest["params"], features, schema, params)

    return {
        "features": describe_features(table.head(), schema),
        "model": describe_model(model),
        "examples": examples(table, manifest["features"], model, schema, params.data.task),
        "ablation": ablate(train, [name for name in train.columns if name != params.data.target], build, params),
        "aging": backtest(table, build_features(table, schema)[manifest["features"]], model, schema, params),
        "personal_data": personal_data(table, schema),
        "forbidden_columns": forbidden_columns(table, schema, build_features),
    }
