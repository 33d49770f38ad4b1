"""What starts a retraining: drift of the new rows, or the age of the model in use."""

import os
import shutil
import time
from pathlib import Path

import pandas as pd
import pytest

from project_package.monitoring.retrain import why
from project_package.utils.params import Params
from project_package.utils.scoring import Scorer


@pytest.mark.parametrize(("days", "needed"), [(0, False), (10_000, True)])
def test_a_model_that_is_too_old_is_trained_anew(
    days: float, needed: bool, sample: pd.DataFrame, scorer: Scorer, params: Params, models: Path, tmp_path: Path
) -> None:
    shutil.copytree(models, tmp_path / "models")
    then = time.time() - days * 86_400
    os.utime(tmp_path / "models/model.joblib", (then, then))
    found, sentence = why(sample, scorer, params, str(tmp_path / "models"))
    assert found is needed
    assert ("older than monitor.max_age_days" in sentence) is needed
