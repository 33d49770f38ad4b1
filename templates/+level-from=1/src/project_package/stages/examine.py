"""Examine: what else should be known about the model before it is used.

In:  the table named by `reads.validate`, the training rows as they were split, the model in `models/`. The test set
     stays out of it.
Out: `reports/examination.json`: whether the score hangs on the split, how the model ages, personal data, the fitted
     pipeline in words, example rows; `reports/speed.json`, the times measured here.
"""

from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.pipeline import Pipeline

from project_package.features import build_features, feature_sources
from project_package.reporting.examination.backtest import backtest
from project_package.reporting.examination.cells import by_cells
from project_package.reporting.examination.describe import describe_features, describe_model
from project_package.reporting.examination.examples import examples
from project_package.reporting.examination.independence import by_groups
from project_package.reporting.examination.privacy import forbidden_columns, personal_data, protected_columns
from project_package.reporting.examination.speed import measure_speed
from project_package.utils.errors import run
from project_package.utils.models import load_model
from project_package.utils.params import Params, load_params
from project_package.utils.reports import write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_table

REPORT = "reports/examination.json"
SPEED = "reports/speed.json"


def examine(
    table: pd.DataFrame,
    rows: pd.DataFrame,
    model: Pipeline,
    manifest: dict[str, Any],
    schema: Schema,
    params: Params,
) -> dict[str, Any]:
    """Ask every question of `reporting/examination/`.

    Args:
        table: all rows, with the columns of the data.
        rows: the training rows as they were split, with the columns of the data.
        model: the fitted model.
        manifest: what it was made of.
        schema: what the columns are.
        params: metric and seed.
    """
    target, learned = table[params.data.target], build_features(rows, schema)[manifest["features"]]
    return {
        "classes": None if params.data.task == "regression" else target.map(str).value_counts().to_dict(),
        "sources": feature_sources(manifest["features"], schema),
        "features": describe_features(table.head(), schema),
        "model": describe_model(model),
        "examples": examples(table, manifest["features"], model, schema, params.data.task),
        "aging": backtest(rows, learned, model, schema, params),
        "groups": by_groups(rows, learned, model, schema, params),
        "cells": by_cells(rows, learned, model, params),
        "personal_data": personal_data(table, schema),
        "protected": protected_columns(schema),
        "forbidden_columns": forbidden_columns(table, schema, build_features),
    }


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    model, manifest = load_model()
    table = read_table(params.reads["validate"])
    rows = read_table(f"{params.reads['featurize']}/train.parquet")
    write_json(examine(table, rows, model, manifest, schema, params), REPORT)
    file = Path("models") / manifest["model"]
    write_json(measure_speed(table, manifest["features"], model, schema, file), SPEED)


if __name__ == "__main__":
    run(main)
