import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression

from project_package.stages.export_onnx import export, fit_twin

CHANCE = np.random.default_rng(0)
PREPARED = CHANCE.normal(size=(200, 3)).astype(np.float32)
PREPARED[::9, 0] = np.nan
SIGNAL = np.nan_to_num(PREPARED).sum(axis=1)
CLASSES = pd.Series(np.where(SIGNAL > 0, "yes", "no"))

CLASSIFIERS = [
    LogisticRegression(),
    RandomForestClassifier(20, random_state=0),
    HistGradientBoostingClassifier(random_state=0, categorical_features=[1]),
]


@pytest.mark.parametrize("estimator", CLASSIFIERS)
def test_a_classifier_answers_alike_in_onnx(estimator: object) -> None:
    file, report = export(fit_twin(estimator, PREPARED, CLASSES), PREPARED, 1e-4)
    assert file is not None
    assert report["exported"]
    assert report["outputs"] == ["label", "probabilities"]


def test_a_regressor_answers_alike_in_onnx() -> None:
    file, report = export(fit_twin(RandomForestRegressor(20), PREPARED, pd.Series(SIGNAL)), PREPARED, 1e-4)
    assert file is not None
    assert report["exported"]


def test_what_onnx_cannot_express_is_said() -> None:
    file, report = export(fit_twin(DummyClassifier(), PREPARED, CLASSES), PREPARED, 1e-4)
    assert file is None
    assert "DummyClassifier" in report["reason"]
