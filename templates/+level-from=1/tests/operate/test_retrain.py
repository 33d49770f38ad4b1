"""What starts a retraining: drift of the new rows, or the age of the model in use."""

import json
import os
import shutil
import time
from pathlib import Path

import pandas as pd
import pytest

from project_package.monitoring.drift import age_in_days
from project_package.monitoring.ledger import make_entry
from project_package.monitoring.retrain import why
from project_package.utils.params import Params
from project_package.utils.reports import read_json
from project_package.utils.scoring import Scorer


@pytest.mark.parametrize(("days", "needed"), [(0, False), (10_000, True)])
def test_a_model_that_is_too_old_is_trained_anew(
    days: float, needed: bool, sample: pd.DataFrame, scorer: Scorer, params: Params, models: Path, tmp_path: Path
) -> None:
    shutil.copytree(models, tmp_path / "models")
    then = time.time() - days * 86_400
    os.utime(tmp_path / "models/model.joblib", (then, then))
    # What the project itself has trained is not what this model has learned from.
    alone = params.model_copy(update={"reads": params.reads | {"featurize": str(tmp_path)}})
    found, sentence = why(sample, scorer, alone, str(tmp_path / "models"))
    assert found is needed
    assert ("older than monitor.max_age_days" in sentence) is needed


def test_a_clone_does_not_make_a_model_young(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models, tmp_path / "models", ignore=shutil.ignore_patterns("ledger.jsonl"))
    version = read_json(tmp_path / "models/manifest.json")["version"]
    entry = make_entry("promote", version, "It is better.") | {"time": "2020-01-01T00:00:00+00:00"}
    (tmp_path / "models/ledger.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    assert age_in_days(str(tmp_path / "models")) > 1_000
