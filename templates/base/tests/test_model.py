"""The model: it learns what can be learned, it is the same every time, and only a known file is loaded."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.pipeline import Pipeline

from project_package.features import build_features
from project_package.stages.train import train_model
from project_package.utils.candidates import BASELINES, CANDIDATES
from project_package.utils.errors import ProjectError
from project_package.utils.models import load_model, predict, save_model
from project_package.utils.params import Params
from project_package.utils.schema import Schema
from project_package.utils.scores import score
from project_package.utils.tables import sha256

MODEL = "hist_gradient_boosting"


@pytest.fixture(scope="module")
def model(features: pd.DataFrame, schema: Schema, params: Params) -> Pipeline:
    return train_model(MODEL, {}, features, schema, params)


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_every_candidate_learns_and_predicts(
    candidate: str, features: pd.DataFrame, schema: Schema, params: Params
) -> None:
    fitted = train_model(candidate, {}, features, schema, params)
    predicted = predict(fitted, features.drop(columns=params.data.target))
    assert predicted["prediction"].notna().all()
    probabilities = predicted.drop(columns="prediction")
    if params.data.task != "regression":
        assert probabilities.shape[1] == features[params.data.target].nunique()
        np.testing.assert_allclose(probabilities.sum(axis=1), 1)


def test_values_never_seen_and_missing_ones_are_predicted(
    model: Pipeline, sample: pd.DataFrame, schema: Schema, params: Params
) -> None:
    new = sample.head(2).drop(columns=params.data.target).astype(object)
    for column in schema.columns:
        if column.name in new and column.role == "feature":
            new[column.name] = ["never seen" if column.type == "string" else None, None]
    assert predict(model, build_features(new, schema))["prediction"].notna().all()


@pytest.mark.parametrize("candidate", CANDIDATES)
def test_learning_twice_gives_the_same_bytes(
    candidate: str, features: pd.DataFrame, schema: Schema, params: Params, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        save_model(train_model(candidate, {}, features, schema, params), {}, str(tmp_path / name))
    assert sha256(tmp_path / "a/model.joblib") == sha256(tmp_path / "b/model.joblib")


def test_a_saved_model_predicts_the_same(
    model: Pipeline, features: pd.DataFrame, params: Params, tmp_path: Path
) -> None:
    save_model(model, {"candidate": MODEL}, str(tmp_path))
    loaded, manifest = load_model(str(tmp_path))
    inputs = features.drop(columns=params.data.target)
    assert manifest["candidate"] == MODEL
    assert predict(loaded, inputs).equals(predict(model, inputs))


def test_a_changed_file_is_not_loaded(model: Pipeline, tmp_path: Path) -> None:
    save_model(model, {}, str(tmp_path))
    with (tmp_path / "model.joblib").open("ab") as stream:
        stream.write(b"!")
    with pytest.raises(ProjectError, match="sha256"):
        load_model(str(tmp_path))


@pytest.mark.parametrize("content", ["", '{"model": "mod', "\0"])
def test_a_manifest_that_was_cut_off_is_no_manifest(content: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"manifest\.json is no JSON"):
        load_model(str(tmp_path))


def test_candidates_learn_what_a_column_tells(table: pd.DataFrame, schema: Schema, params: Params) -> None:
    """Whether the table's own target can be learned is for the gates to say; here one column tells it."""
    rows = planted(build_features(table.head(2_000), schema), params)
    train, test = rows.iloc[::2], rows.iloc[1::2]
    reached = {name: _score(name, train, test, schema, params) for name in CANDIDATES}
    assert max(reached.values()) > reached[BASELINES["dummy"]]


def planted(rows: pd.DataFrame, params: Params) -> pd.DataFrame:
    """The same rows with a target that the column with most numbers tells, or else the commonest word of another."""
    target = params.data.target
    features, classes = rows.drop(columns=target), rows[target].unique()
    numbers = features.select_dtypes("number").nunique()
    name = str((numbers if numbers.max() > 1 else features.nunique()).idxmax())
    value = (
        features[name].astype(float) if name in numbers else (features[name] == features[name].mode()[0]).astype(float)
    )
    value = value.fillna(value.median())
    if params.data.task == "regression":
        return rows.assign(**{target: value})
    cuts = np.quantile(np.unique(value), np.linspace(0, 1, len(classes) + 1)[1:-1])
    return rows.assign(**{target: classes[np.searchsorted(cuts, value)]})


def _score(candidate: str, train: pd.DataFrame, test: pd.DataFrame, schema: Schema, params: Params) -> float:
    fitted = train_model(candidate, {}, train, schema, params)
    predicted = predict(fitted, test.drop(columns=params.data.target))
    return score(params.gate.metric, test[params.data.target], predicted, params.data)
