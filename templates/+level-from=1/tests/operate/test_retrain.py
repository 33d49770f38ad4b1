"""What starts a retraining: drift of the new rows, or the age of the model in use."""

import json
import os
import shutil
import time
from pathlib import Path

import pandas as pd
import pytest
from pydantic import ValidationError

from project_package.monitoring.drift import Monitor, age_in_days
from project_package.monitoring.ledger import make_entry
from project_package.monitoring.retrain import _refusal, why
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


def test_why_a_gate_refused_is_told_without_what_libraries_warn_of() -> None:
    said = (
        "/p/.retrain/src/utils/charts.py:51: UserWarning: Glyph 22770 missing from font(s) DejaVu Sans.\n"
        "  figure.savefig(path)\n"
        "roc_auc on the test set is 0.481; it is below the 0.6 of gate.min.\n"
        "ERROR: failed to reproduce 'gate': failed to run: python -m src.stages.gate, exited with 3\n"
    )
    assert _refusal(said) == "roc_auc on the test set is 0.481; it is below the 0.6 of gate.min."


@pytest.mark.parametrize("wrong", [{"alpha": 0}, {"alpha": 1.5}, {"distance": -0.1}, {"max_age_days": 0}])
def test_a_limit_that_nothing_or_everything_keeps_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Monitor.model_validate({"alpha": 0.03, "distance": 0.05, "max_age_days": 180} | wrong)
