"""The same data and parameters give the same model, byte for byte, and the same scores."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from project_package.utils.candidates import CANDIDATES
from project_package.utils.folds import OUT_OF_FOLD
from project_package.utils.models import load_model, predict
from project_package.utils.params import Params, load_params
from project_package.utils.reports import write_json
from project_package.utils.scores import scores
from project_package.utils.tables import sha256, write_table

ROOT = Path(__file__).resolve().parents[1]


def train(folder: Path, hash_seed: str) -> dict[str, Any]:
    """Run the stage in a process of its own, on the files in the folder; returns the model's manifest."""
    for name in ("params.yaml", load_params().data.schema_path):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, folder / name)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-m", "project_package.stages.train"]
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return load_model(str(folder / "models"))[1]


def prepare(folder: Path, features: pd.DataFrame, params: Params) -> None:
    """What the stage reads: a few rows, and as the winner the candidate that draws most at random."""
    write_table(features, folder / params.reads["train"] / "train.parquet")
    kept = [name for name in features.columns if name != params.data.target]
    write_json({"kept": kept}, folder / "reports/feature_selection.json")
    best = {"candidate": list(CANDIDATES)[-1], "params": {}}
    write_json({"best": best, "candidates": {}}, folder / "reports/tuning.json")
    if params.data.task != "regression":
        chance, target = np.random.default_rng(0), features[params.data.target]
        told = pd.DataFrame({"target": target, "fold": np.arange(len(target)) % 3})
        probability = {f"probability_{name}": chance.random(len(target)) for name in target.unique()}
        write_table(told.assign(**probability), folder / OUT_OF_FOLD)


@pytest.fixture(scope="module")
def models(features: pd.DataFrame, params: Params, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folders = [tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")]
    for hash_seed, folder in enumerate(folders, start=1):
        prepare(folder, features, params)
        train(folder, str(hash_seed))
    return [folder / "models" for folder in folders]


def test_two_trainings_give_the_same_bytes(models: list[Path]) -> None:
    first, second = (load_model(str(folder))[1] for folder in models)
    assert first["sha256"] == second["sha256"]
    assert first == second


def test_training_again_gives_the_recorded_model(params: Params, tmp_path: Path) -> None:
    """Nothing to compare before the first training, or where rows, parameters or versions are others than then."""
    learned_from = Path(params.reads["train"])
    rows = learned_from / "train.parquet"
    if not (rows.is_file() and Path("models/model.joblib").is_file()):
        return
    manifest = load_model()[1]
    same_rows = sha256(rows) == manifest["data"]["train"]
    same_versions = all(version(name) == number for name, number in manifest["versions"].items())
    if not (same_rows and same_versions and manifest["seed"] == params.base.seed):
        return
    for file in [*learned_from.glob("*"), *Path("reports").glob("*.json"), *Path(OUT_OF_FOLD).parent.glob("*.parquet")]:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, tmp_path / file)
    assert train(tmp_path, "1")["sha256"] == manifest["sha256"]


def test_two_trainings_give_the_same_scores(models: list[Path], features: pd.DataFrame, params: Params) -> None:
    target, rows = features[params.data.target], features.drop(columns=params.data.target)
    first, second = (scores(target, predict(load_model(str(folder))[0], rows), params.data) for folder in models)
    pd.testing.assert_series_equal(pd.Series(first), pd.Series(second), check_exact=True)
