"""Evaluate: how good the model is on rows it has never seen, for whom, and because of what.

In:  `models/`, `train.parquet` and `test.parquet` in the folder named by `reads.evaluate`, the test rows
     as they were split, `reports/data_validation.json`.
Out: `metrics.json`, `reports/feat_imp.csv`, `reports/slices.json`, `reports/gates.json`,
     `reports/plots/*.csv`, `reports/figures/*.png`.
"""

from typing import Any

import numpy as np

from project_package.gates.evidence import Evidence
from project_package.gates.fairness import fairness_gate
from project_package.gates.gate import Gate, judgement
from project_package.gates.score import dummy_gate, linear_gate, minimum_gate, overfitting_gate, plausible_gate
from project_package.gates.slices import slices_gate
from project_package.utils.errors import run
from project_package.utils.evaluation import explain, measure, predict_baselines
from project_package.utils.models import load_model, predict
from project_package.utils.params import load_params
from project_package.utils.reports import read_json, write_json
from project_package.utils.resampling import resample
from project_package.utils.schema import load_schema
from project_package.utils.slices import score_slices
from project_package.utils.tables import read_table


def judge(slices: dict[str, Any], seen: Evidence) -> list[Gate]:
    """The verdict of every gate of the model."""
    return [
        minimum_gate(seen),
        plausible_gate(seen),
        dummy_gate(seen),
        linear_gate(seen),
        overfitting_gate(seen),
        slices_gate(slices, seen),
        fairness_gate(seen),
    ]


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    model, manifest = load_model()
    columns = [*manifest["features"], params.data.target]
    train = read_table(f"{params.reads['evaluate']}/train.parquet")[columns]
    test = read_table(f"{params.reads['evaluate']}/test.parquet")[columns]
    rows = read_table(f"{params.reads['featurize']}/test.parquet")

    resampling = resample(np.arange(len(rows)), params.base.seed)
    predicted = predict(model, test.drop(columns=params.data.target))
    baselines = predict_baselines(train, test, schema, params)
    metrics = measure(manifest["candidate"], model, train, test, baselines, resampling, params)
    write_json(metrics, "metrics.json")

    slices = score_slices(rows, predicted, schema, params)
    write_json(slices, "reports/slices.json")
    seen = Evidence(rows, predicted, baselines, metrics, resampling, schema, params)
    on_data = read_json("reports/data_validation.json")["checks"]
    write_json(judgement([*on_data, *judge(slices, seen)]), "reports/gates.json")
    explain(model, train, test, schema, params)


if __name__ == "__main__":
    run(main)
