"""Probabilities of several classes are calibrated where that helps rows that had no part, and only there."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import log_softmax, softmax
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from project_package.utils.calibration import calibrated_model, error, fit_classes, scaled
from project_package.utils.decided_scores import scores_as_calibrated
from project_package.utils.deciding import CalibratedPipeline
from project_package.utils.models import load_model, predict, save_model
from project_package.utils.params import Params

ROWS, CLASSES = 3000, ["a", "b", "c"]


def out_of_fold(slope: float = 1.0, shift: float = 0.0) -> pd.DataFrame:
    """True probabilities made surer by `slope`; by `shift` the last class is told too often."""
    chance = np.random.default_rng(0)
    logs = log_softmax(chance.normal(0, 1.5, (ROWS, 3)) + np.array([1.0, 0.0, -1.0]), axis=1)
    places = (chance.random((ROWS, 1)) > np.exp(logs).cumsum(axis=1)).sum(axis=1)
    told = softmax(slope * logs + np.array([0, 0, shift]), axis=1)
    table = pd.DataFrame(told, columns=[f"probability_{name}" for name in CLASSES])
    return table.assign(target=np.array(CLASSES)[places], fold=np.arange(ROWS) % 3)


@pytest.fixture
def learned() -> Pipeline:
    x = np.random.default_rng(1).normal(size=(300, 2))
    y = np.array(CLASSES)[(x[:, 0] > 0).astype(int) + (x[:, 1] > 1)]
    return Pipeline([("model", LogisticRegression().fit(x, y))])


@pytest.mark.parametrize(("slope", "shift"), [(3.0, 0.0), (0.4, 0.0), (1.0, 1.5)])
def test_probabilities_that_promise_wrongly_are_calibrated(slope: float, shift: float, learned: Pipeline) -> None:
    model, told = calibrated_model(learned, learned.steps, out_of_fold(slope, shift))
    found = told["calibration"]
    assert isinstance(model, CalibratedPipeline) and found["applied"]
    assert found["log_loss"] - found["log_loss_calibrated"] > found["standard_error"]
    assert found["error_calibrated"] < min(0.03, found["error"] / 2)
    assert model.slope == pytest.approx(1 / slope, rel=0.15)
    assert found["intercepts"]["c"] - found["intercepts"]["b"] == pytest.approx(-shift, abs=0.25)


def test_calibrated_probabilities_are_left_alone(learned: Pipeline) -> None:
    model, told = calibrated_model(learned, learned.steps, out_of_fold())
    assert type(model) is Pipeline and not told["calibration"]["applied"]
    assert told["calibration"]["error"] < 0.03


def test_a_class_that_no_fold_has_seen_keeps_a_probability(learned: Pipeline) -> None:
    known = out_of_fold(3.0).query("target != 'c'").drop(columns="probability_c")
    model, _ = calibrated_model(learned, learned.steps, known)
    assert np.isfinite(model.predict_proba(np.zeros((1, 2)))).all()


def test_the_error_is_that_of_shares_in_equally_filled_bins() -> None:
    truth = np.array([0] * 60 + [1] * 40)
    assert error(truth, np.tile([0.6, 0.4], (100, 1))[np.argsort(truth % 2)]) <= 0.5
    sure = np.tile([1.0, 0.0], (100, 1))
    assert error(truth, sure) == pytest.approx(0.4)
    assert error(truth, np.eye(2)[truth]) == 0


def test_everybody_who_asks_gets_calibrated_probabilities_and_the_same_answer(
    learned: Pipeline, tmp_path: Path
) -> None:
    model = CalibratedPipeline(learned.steps, slope=0.5, intercepts=[0.2, -1.0, 2.0])
    rows = np.random.default_rng(2).normal(size=(500, 2))
    raw, answers = learned.predict_proba(rows), predict(model, rows)
    expected = softmax(0.5 * np.log(np.clip(raw, 1e-6, 1)) + [0.2, -1.0, 2.0], axis=1)
    np.testing.assert_allclose(answers.filter(like="probability_"), expected)
    assert (answers["prediction"] == learned.predict(rows)).all()
    assert (model.predict(rows) == answers["prediction"]).all()
    assert (expected.argmax(axis=1) != raw.argmax(axis=1)).any()
    save_model(model, {}, str(tmp_path))
    assert predict(load_model(str(tmp_path))[0], rows).equals(answers)
    np.testing.assert_array_equal(clone(model).set_params(steps=model.steps).predict(rows), model.predict(rows))


def test_noise_never_turns_the_ranking_round() -> None:
    table = out_of_fold()
    truth = np.random.default_rng(3).integers(0, 3, ROWS)
    raw = 1 - table.filter(like="probability_").to_numpy()
    slope, intercepts = fit_classes(truth, raw / 2)
    assert slope > 0
    assert (scaled(raw / 2, (slope, intercepts)) > 0).all()


def test_cross_validated_scores_are_those_of_the_calibrated_model(learned: Pipeline, params: Params) -> None:
    table = out_of_fold(3.0).assign(prediction="a")
    data = params.data.model_copy(update={"task": "multiclass", "positive": None})
    cv = scores_as_calibrated(table, params.model_copy(update={"data": data}))
    found = calibrated_model(learned, learned.steps, table)[1]["calibration"]
    assert -cv["neg_log_loss"]["mean"] == pytest.approx(found["log_loss_calibrated"], rel=1e-6)
