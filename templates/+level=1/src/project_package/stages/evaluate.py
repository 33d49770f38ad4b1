"""Evaluate: how good the model is on rows it has never seen, for whom, and because of what.

In:  `models/`, `train.parquet` and `test.parquet` in the folder named by `reads.evaluate`, the test rows
     as they were split, `reports/data_validation.json`.
Out: `metrics.json`, `reports/feat_imp.csv`, `reports/slices.json`, `reports/gates.json`,
     `reports/plots/*.csv`, `reports/figures/*.png`.
"""

from dataclasses import asdict
from typing import Any

import pandas as pd

from project_package.stages.train import train_model
from project_package.utils.candidates import BASELINES
from project_package.utils.charts import importance_figure, learning_curve_figure, save_figure
from project_package.utils.errors import run
from project_package.utils.figures import figures, plot_tables
from project_package.utils.gates import (
    dummy_gate,
    fairness_gate,
    linear_gate,
    minimum_gate,
    overfitting_gate,
    slices_gate,
)
from project_package.utils.importance import learning_curve, permutation_importance
from project_package.utils.models import load_model, predict
from project_package.utils.params import Params, load_params
from project_package.utils.reports import read_json, write_json, write_text
from project_package.utils.schema import Schema, load_schema
from project_package.utils.scores import scores
from project_package.utils.slices import score_slices
from project_package.utils.tables import read_table


def predict_baselines(
    train: pd.DataFrame, test: pd.DataFrame, schema: Schema, params: Params
) -> dict[str, pd.DataFrame]:
    """Predictions on test of what every model has to beat, learned from the same rows."""
    return {
        name: predict(train_model(candidate, {}, train, schema, params), test.drop(columns=params.data.target))
        for name, candidate in BASELINES.items()
    }


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
    target, predicted = test[params.data.target], predict(model, test.drop(columns=params.data.target))

    baselines = predict_baselines(train, test, schema, params)
    metrics = scores(target, predicted, params.data) | {
        "model": manifest["candidate"],
        "rows_train": len(train),
        "rows_test": len(test),
        "train": scores(train[params.data.target], predict(model, train.drop(columns=params.data.target)), params.data),
        "baselines": {name: scores(target, guess, params.data) for name, guess in baselines.items()},
    }
    write_json(metrics, "metrics.json")

    slices = score_slices(rows, predicted, schema, params)
    write_json(slices, "reports/slices.json")
    gates = read_json("reports/data_validation.json")["checks"]
    gates += judge(metrics, slices, rows, predicted, baselines["linear"], schema, params)
    write_json({"passed": all(gate["passed"] for gate in gates), "gates": gates}, "reports/gates.json")

    metric = params.gate.metric
    importance = permutation_importance(model, test, schema, metric, params)
    write_text(importance.to_csv(index=False), "reports/feat_imp.csv")
    curve = learning_curve(model, train, test, metric, params)
    for name, table in {"learning_curve": curve, **plot_tables(target, predicted, params.data)}.items():
        write_text(table.to_csv(index=False), f"reports/plots/{name}.csv")
    drawn = figures(target, predicted, params.data)
    drawn |= {
        "feature_importance": importance_figure(importance, metric),
        "learning_curve": learning_curve_figure(curve, metric),
    }
    for name, figure in drawn.items():
        save_figure(figure, f"reports/figures/{name}.png")


if __name__ == "__main__":
    run(main)
