"""The stage `track` logs to the store it is given, and what it logged can be loaded again."""

import shutil
from pathlib import Path

import mlflow
import numpy as np
import pandas as pd
import pytest

from project_package.stages import track
from project_package.stages.train import train_model
from project_package.utils.candidates import BASELINES
from project_package.utils.models import describe, predict, save_model
from project_package.utils.params import Params
from project_package.utils.reports import read_json, write_json
from project_package.utils.schema import Schema
from project_package.utils.scores import scores
from project_package.utils.tables import write_table

TRIAL = {"trial": 0, "candidate": "a", "params": {"b": 1}, "scores": [0.5], "mean": 0.5, "std": 0.0, "seconds": 0.1}


@pytest.fixture
def workplace(
    params: Params, schema: Schema, features: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The files that the stage reads, of a small model, and a store of its own."""
    for name in ("params.yaml", params.data.schema_path, "requirements.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{(tmp_path / 'other.db').as_posix()}")
    write_table(features, f"{params.reads['evaluate']}/test.parquet")
    model = train_model(BASELINES["linear"], {}, features, schema, params)
    save_model(model, describe(model, BASELINES["linear"], {}, params, rows=len(features), train_hash=""))
    predicted = predict(model, features.drop(columns=params.data.target))
    write_json(scores(features[params.data.target], predicted, params.data), "metrics.json")
    write_json({"trials": [TRIAL]}, "reports/tuning.json")
    (tmp_path / "reports/figures").mkdir()
    return tmp_path


@pytest.mark.parametrize("passed", [True, False])
def test_a_run_is_logged_and_its_model_registered_only_behind_the_gates(
    passed: bool, workplace: Path, features: pd.DataFrame, params: Params
) -> None:
    write_json({"passed": passed, "gates": []}, "reports/gates.json")
    track.main()
    logged = read_json(track.REPORT)
    assert (workplace / "other.db").is_file()
    assert logged["uri"].endswith("other.db")
    run = mlflow.get_run(logged["run"])
    assert run.data.metrics[params.gate.metric] == pytest.approx(read_json("metrics.json")[params.gate.metric])
    assert run.data.params["base.seed"] == str(params.base.seed)
    below = mlflow.search_runs(search_all_experiments=True, filter_string="tags.kind = 'trial'")
    assert len(below) == 1
    assert (logged["version"] is not None) == passed
    if passed:
        model = mlflow.sklearn.load_model(f"models:/{logged['model']}/{logged['version']}")
        rows = features.drop(columns=params.data.target)
        expected = predict(model, rows)["prediction"].to_numpy()
        again = mlflow.pyfunc.load_model(f"models:/{logged['model']}/{logged['version']}").predict(rows)
        np.testing.assert_array_equal(np.asarray(again), expected)


def test_an_address_is_shown_without_its_password() -> None:
    assert track.without_password("https://me:secret@example.org:5000/x") == "https://example.org:5000/x"
    assert track.without_password("no http://me:p@ss@[::1]/api at http://x/") == "no http://[::1]/api at http://x/"
    assert track.without_password("sqlite:///mlflow.db") == "sqlite:///mlflow.db"
