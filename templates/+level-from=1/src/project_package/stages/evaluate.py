"""Evaluate: how good the model is on rows it has never seen, for whom, and because of what.

In:  `models/`, `train.parquet` and `test.parquet` in the folder named by `reads.evaluate`, the test rows as they were
     split, what validate, tune and examine have found. Nothing else scores the test set.
Out: `metrics.json`, `reports/cv.json` (what experiments are compared by), `reports/feat_imp.csv`,
     `reports/slices.json`, `reports/gates.json`, `reports/plots/*.csv`, `reports/figures/*.png`.
"""

from typing import Any

import numpy as np
import pandas as pd

from project_package.gates.evidence import Evidence
from project_package.gates.fairness import fairness_gate
from project_package.gates.gate import Gate, judgement
from project_package.gates.honesty import backtest_gate, independence_gate
from project_package.gates.score import dummy_gate, linear_gate, minimum_gate, overfitting_gate, plausible_gate
from project_package.gates.slices import slices_gate
from project_package.reporting.decision_figure import decision_figure
from project_package.utils.charts import save_figure
from project_package.utils.decided_baselines import decided_baselines
from project_package.utils.decided_scores import scores_as_calibrated, scores_as_decided
from project_package.utils.decision import decision_tables
from project_package.utils.errors import run
from project_package.utils.evaluation import explain, measure, train_baselines
from project_package.utils.folds import OUT_OF_FOLD, units
from project_package.utils.models import load_model, predict
from project_package.utils.params import Params, load_params
from project_package.utils.reports import read_json, write_json, write_text
from project_package.utils.resampling import resample
from project_package.utils.schema import load_schema
from project_package.utils.slices import score_slices
from project_package.utils.tables import read_table


def judge(slices: dict[str, Any], examination: dict[str, Any], equal: np.ndarray, seen: Evidence) -> list[Gate]:
    """The verdict of every gate of the model.

    Args:
        slices: scores of parts of the test set.
        examination: what examine found on the training rows.
        equal: marks the test rows that are equal to a training row.
        seen: the test set and what is predicted there.
    """
    return [
        minimum_gate(seen),
        plausible_gate(seen),
        dummy_gate(seen),
        linear_gate(seen),
        overfitting_gate(seen),
        independence_gate(examination["groups"], examination["cells"], examination["aging"], equal, seen),
        backtest_gate(examination["aging"], seen),
        slices_gate(slices, seen),
        fairness_gate(seen),
    ]


def equal_rows(train: pd.DataFrame, test: pd.DataFrame) -> np.ndarray:
    """A mark at the rows of `test` of which all features are equal to those of a row of `train`."""
    known = pd.util.hash_pandas_object(train, index=False)
    return np.asarray(pd.util.hash_pandas_object(test, index=False).isin(known))


def cross_validated(tuning: dict[str, Any], manifest: dict[str, Any], params: Params) -> dict[str, dict[str, float]]:
    """Mean and spread of every cross-validated score of the model that was trained, as it answers."""
    cv = tuning["cv"]
    if params.data.task == "binary":
        cv |= scores_as_decided(read_table(OUT_OF_FOLD), params)
    elif manifest.get("calibration", {}).get("applied"):
        cv |= scores_as_calibrated(read_table(OUT_OF_FOLD), params)
    return {name: {key: found[key] for key in ("mean", "std")} for name, found in cv.items()}


def show_decision(decided: dict[str, Any], params: Params) -> None:
    """Write the tables of the threshold into `reports/plots/`, and their figure."""
    tables = decision_tables(read_table(OUT_OF_FOLD), decided, params)
    for name, table in tables.items():
        write_text(table.to_csv(index=False), f"reports/plots/{name}.csv")
    figure = decision_figure(tables["threshold"], tables["gain"], decided["threshold"])
    save_figure(figure, "reports/figures/decision.png")


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    model, manifest = load_model()
    columns = [*manifest["features"], params.data.target]
    train = read_table(f"{params.reads['evaluate']}/train.parquet")[columns]
    test = read_table(f"{params.reads['evaluate']}/test.parquet")[columns]
    rows = read_table(f"{params.reads['featurize']}/test.parquet")

    ids = units(rows, params)
    resampling = resample(ids, params.base.seed)
    features = test.drop(columns=params.data.target)
    trained = train_baselines(train, schema, params)
    if params.data.task == "binary":
        trained = decided_baselines(trained, train, params)
    predicted, baselines = predict(model, features), {name: predict(one, features) for name, one in trained.items()}
    metrics = measure(manifest["candidate"], model, train, test, baselines, resampling, params)
    cv = cross_validated(read_json("reports/tuning.json"), manifest, params)
    metrics |= {"cv": cv}
    write_json(metrics, "metrics.json")
    write_json({"cv": {name: cv[name] for name in {params.gate.metric: 0, params.tune.metric: 0}}}, "reports/cv.json")

    slices = score_slices(rows, predicted, schema, params)
    write_json(slices, "reports/slices.json")
    seen = Evidence(rows, predicted, baselines, metrics, resampling, schema, params)
    equal = equal_rows(train.drop(columns=params.data.target), features)
    gates = judge(slices, read_json("reports/examination.json"), equal, seen)
    on_data = read_json("reports/data_validation.json")["checks"]
    write_json(judgement([*on_data, *gates]), "reports/gates.json")
    explain(model, train, test, schema, params, ids)
    if params.data.task == "binary":
        show_decision(manifest["decision"], params)


if __name__ == "__main__":
    run(main)
