"""A new feature is one function: training, and whatever asks the model, take it up without another change."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from project_package import features
from project_package.stages.train import train_model
from project_package.utils.models import describe, load_model, save_model
from project_package.utils.params import Params
from project_package.utils.schema import Schema
from project_package.utils.scoring import Scorer

CANDIDATE, NAME = "hist_gradient_boosting", "share that is filled"


def test_a_new_feature_is_learned_from_and_computed_for_each_answer(
    sample: pd.DataFrame,
    records: list[dict[str, Any]],
    schema: Schema,
    params: Params,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def filled_share(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
        asked.append(len(table))
        return pd.DataFrame({NAME: table[schema.features].notna().mean(axis=1)})

    monkeypatch.setattr(features, "FEATURES", [*features.FEATURES, filled_share])
    table = features.build_features(sample, schema)
    model = train_model(CANDIDATE, {}, table, schema, params)
    save_model(model, describe(model, CANDIDATE, {}, params, rows=len(table), train_hash="none"), str(tmp_path))
    scorer = Scorer(*load_model(str(tmp_path)), schema)
    assert NAME in scorer.manifest["features"]
    asked.clear()
    said = scorer.answers(records[:9])["prediction"]
    assert asked == [9]
    assert said == scorer.score_table(sample.head(9))["prediction"].tolist()
