"""Evaluate: how good the model is on rows it has never seen, for whom, and because of what.

In:  `models/`, `train.parquet` and `test.parquet` in the folder named by `reads.evaluate`, the test rows
     as they were split, `reports/data_validation.json`.
Out: `metrics.json`, `reports/feat_imp.csv`, `reports/slices.json`, `reports/gates.json`,
     `reports/plots/*.csv`, `reports/figures/*.png`.
"""

from dataclasses import asdict
from typing import Any

import pandas as pd

from project_package.utils.errors import run
from project_package.utils.evaluation import explain, measure, predict_baselines
from project_package.utils.gates import (
    dummy_gate,
    fairness_gate,
    linear_gate,
    minimum_gate,
    overfitting_gate,
    slices_gate,
)
from project_package.utils.models import load_model, predict
from project_package.utils.params import Params, load_params
from project_package.utils.reports import read_json, write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.slices import score_slices
from project_package.utils.tables import read_table


def judge(
    metrics: dict[str, Any],
    slices: dict[str, Any],
    table: pd.DataFrame,
    predicted: pd.DataFrame,
    linear: pd.DataFrame,
    schema: Schema,
    params: Params,
) -> list[dict[str, Any]]:
    """All gates of the model, passed or not."""
    target = table[params.data.target]
    gates = [
        minimum_gate(metrics, params),
        dummy_gate(target, predicted, metrics, params),
        linear_gate(target, predicted, linear, metrics, params),
        overfitting_gate(metrics, params),
        slices_gate(slices, table, predicted, schema, params),
        fairness_gate(table, predicted, schema, params),
    ]
    return [asdict(gate) for gate in gates]


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    model, manifest = load_model()
    columns = [*manifest["features"], params.data.target]
    train = read_table(f"{params.reads['evaluate']}/train.parquet")[columns]
    test = read_table(f"{params.reads['evaluate']}/test.parquet")[columns]
    rows = read_table(f"{params.reads['featurize']}/test.parquet")

    baselines = predict_baselines(train, test, schema, params)
    metrics = measure(manifest["candidate"], model, train, test, baselines, params)
    write_json(metrics, "metrics.json")

    predicted = predict(model, test.drop(columns=params.data.target))
    slices = score_slices(rows, predicted, schema, params)
    write_json(slices, "reports/slices.json")
    gates = read_json("reports/data_validation.json")["checks"]
    gates += judge(metrics, slices, rows, predicted, baselines["linear"], schema, params)
    write_json({"passed": all(gate["passed"] for gate in gates), "gates": gates}, "reports/gates.json")
    explain(model, train, test, schema, params)


if __name__ == "__main__":
    run(main)
