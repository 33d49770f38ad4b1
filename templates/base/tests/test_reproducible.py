"""The same data and parameters give the same model, byte for byte, and the same scores."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from project_package.utils.candidates import CANDIDATES
from project_package.utils.models import load_model, predict
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.scores import scores
from project_package.utils.tables import write_table

ROOT = Path(__file__).resolve().parents[1]


def train(folder: Path, features: pd.DataFrame, params: Params, hash_seed: str) -> None:
    """Run the stage in a process of its own, on a few rows, with the candidate that draws most at random."""
    for name in ("params.yaml", params.data.schema_path):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, folder / name)
    write_table(features, folder / params.reads["train"] / "train.parquet")
    kept = [name for name in features.columns if name != params.data.target]
    write_json({"kept": kept}, folder / "reports/feature_selection.json")
    best = {"candidate": list(CANDIDATES)[-1], "params": {}}
    write_json({"best": best, "candidates": {}}, folder / "reports/tuning.json")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-m", "project_package.stages.train"]
    subprocess.run(command, cwd=folder, env=environment, check=True)


@pytest.fixture(scope="module")
def models(features: pd.DataFrame, params: Params, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folders = [tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")]
    for hash_seed, folder in enumerate(folders, start=1):
        train(folder, features, params, str(hash_seed))
    return [folder / "models" for folder in folders]


def test_two_trainings_give_the_same_bytes(models: list[Path]) -> None:
    first, second = (load_model(str(folder))[1] for folder in models)
    assert first["sha256"] == second["sha256"]
    assert first == second


def test_two_trainings_give_the_same_scores(models: list[Path], features: pd.DataFrame, params: Params) -> None:
    target, rows = features[params.data.target], features.drop(columns=params.data.target)
    first, second = (scores(target, predict(load_model(str(folder))[0], rows), params.data) for folder in models)
    pd.testing.assert_series_equal(pd.Series(first), pd.Series(second), check_exact=True)
