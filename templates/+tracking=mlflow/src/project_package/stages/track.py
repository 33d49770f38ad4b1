"""Track: log the run to MLflow, and register its model if it passed every gate.

In:  `models/`, `metrics.json`, `reports/`, `params.yaml`; the server from the environment variable
     MLFLOW_TRACKING_URI, otherwise from `tracking.uri` of `params.yaml`.
Out: a run with parameters, scores, figures and the model with its signature, a run below it for every
     combination that tuning tried, a version in the model registry; `reports/tracking.json` says which.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")

import mlflow
import pandas as pd
from mlflow.entities import Metric, Param, RunTag
from mlflow.models import infer_signature
from mlflow.tracking import MlflowClient
from sklearn.pipeline import Pipeline

from project_package.utils.errors import ProjectError, run
from project_package.utils.models import load_model, predict
from project_package.utils.params import load_params
from project_package.utils.reports import read_json, write_json
from project_package.utils.tables import read_table

REPORT = "reports/tracking.json"
FILES = ("params.yaml", "metrics.json", "models/manifest.json", "reports/feat_imp.csv", "reports/gates.json")
EXAMPLE_ROWS = 5


def scores_of(metrics: dict[str, Any]) -> dict[str, float]:
    """The numbers of `metrics.json` by one name each: `roc_auc`, `train.roc_auc`, `baselines.dummy.roc_auc`."""
    return {
        name: float(value)
        for name, value in flat(metrics)
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def flat(content: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """The values of nested dictionaries, their keys joined by dots."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield from flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def without_password(text: str) -> str:
    """The address, or a text with addresses in it, without user and password, as it may be committed."""
    return re.sub(r"(?<=://)[^/\s]*@", "", text)


def log_model(model: Pipeline, features: pd.DataFrame) -> str:
    """Log the model with its signature and example rows; its address is what can be registered."""
    example = features.head(EXAMPLE_ROWS)
    logged = mlflow.sklearn.log_model(
        model,
        name="model",
        signature=infer_signature(example, predict(model, example)["prediction"]),
        input_example=example,
        pip_requirements="requirements.txt",
        serialization_format="cloudpickle",
    )
    return str(logged.model_uri)


def log_trials(client: MlflowClient, experiment: str, parent: str, tuning: dict[str, Any]) -> None:
    """A run for every combination of hyper-parameters, below the run of the model."""
    for trial in tuning.get("trials", []):
        tags = {"mlflow.parentRunId": parent, "mlflow.runName": f"{trial['candidate']} {trial['trial']}"}
        below = client.create_run(experiment, tags=tags).info.run_id
        metrics = {"mean": trial["mean"], "std": trial["std"], "seconds": trial["seconds"]}
        client.log_batch(
            below,
            metrics=[Metric(name, value, 0, 0) for name, value in metrics.items() if value is not None],
            params=[Param("candidate", trial["candidate"])]
            + [Param(name, str(value)) for name, value in trial["params"].items()],
            tags=[RunTag("kind", "trial")],
        )
        client.set_terminated(below)


def track(settings: dict[str, Any]) -> dict[str, Any]:
    """Log the last run of the pipeline; `settings` is the section `tracking` of `params.yaml`."""
    params = load_params()
    model, manifest = load_model()
    features = read_table(f"{params.reads['evaluate']}/test.parquet")[manifest["features"]]
    gates = read_json("reports/gates.json") if Path("reports/gates.json").is_file() else {"passed": True}
    tuning = read_json("reports/tuning.json") if Path("reports/tuning.json").is_file() else {}
    experiment = mlflow.set_experiment(settings["experiment"])
    with mlflow.start_run(run_name=f"{manifest['candidate']} {manifest['version']}") as active:
        mlflow.set_tags({"kind": "model", "model_sha256": manifest["sha256"], "gates_passed": gates["passed"]})
        mlflow.log_params(dict(flat(params.model_dump(mode="json", by_alias=True))))
        mlflow.log_params(dict(flat({"model": {"candidate": manifest["candidate"]} | manifest["params"]})))
        mlflow.log_metrics(scores_of(read_json("metrics.json")))
        for file in filter(Path.is_file, [Path(params.data.schema_path), *map(Path, FILES)]):
            mlflow.log_artifact(str(file))
        mlflow.log_artifacts("reports/figures", "figures")
        address = log_model(model, features)
        log_trials(MlflowClient(), experiment.experiment_id, active.info.run_id, tuning)
    logged = {"experiment": settings["experiment"], "run": active.info.run_id, "model": settings["model"]}
    version = mlflow.register_model(address, settings["model"]).version if gates["passed"] else None
    return logged | {"version": version}


def main() -> None:
    """Run the stage on the files of the project."""
    settings = load_params().section("tracking")
    uri = os.environ.get("MLFLOW_TRACKING_URI") or settings["uri"]
    mlflow.set_tracking_uri(uri)
    try:
        logged = track(settings)
    except mlflow.MlflowException as error:
        raise ProjectError(without_password(f"MLflow at {uri} did not take the run: {error.message}")) from error
    write_json({"uri": without_password(uri)} | logged, REPORT)


if __name__ == "__main__":
    run(main)
