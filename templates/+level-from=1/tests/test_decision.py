"""The threshold serves the objective on rows out of fold, and whoever asks the model gets answers by it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from project_package.utils.decided_baselines import decided_baselines
from project_package.utils.decided_scores import scores_as_decided
from project_package.utils.deciding import DecidingPipeline, calibrate, log_odds
from project_package.utils.decision import about, choose_threshold, consequences, decide, decision_tables
from project_package.utils.errors import ProjectError
from project_package.utils.models import load_model, predict, save_model
from project_package.utils.params import Decision, Params
from project_package.utils.scores import score

ROWS = 4000


@pytest.fixture
def toy_params(params: Params) -> Params:
    data = params.data.model_copy(update={"target": "y", "task": "binary", "positive": "yes"})
    return params.model_copy(update={"data": data, "decision": Decision()})


def out_of_fold(share: float = 0.1, slope: float = 1.0) -> pd.DataFrame:
    """Probabilities of a rare class; with a slope above 1 they are surer than they should be."""
    chance = np.random.default_rng(0)
    odds = chance.normal(np.log(share / (1 - share)), 1.5, ROWS)
    positive = chance.random(ROWS) < 1 / (1 + np.exp(-odds))
    probability = 1 / (1 + np.exp(-slope * odds))
    folds = np.arange(ROWS) % 3
    return pd.DataFrame({"target": np.where(positive, "yes", "no"), "probability_yes": probability, "fold": folds})


def deciding(params: Params, decision: Decision) -> Params:
    return params.model_copy(update={"decision": decision})


def test_the_best_f1_of_a_rare_class_is_not_at_one_half(toy_params: Params) -> None:
    table = out_of_fold()
    decided = decide(table, toy_params)
    positive, probability = (table["target"] == "yes").to_numpy(), table["probability_yes"].to_numpy()
    at_half = consequences(positive, probability, np.array([0.5]), toy_params.decision)["f1"].iloc[0]
    assert decided.threshold < 0.45
    assert decided.f1 > at_half + 0.02


def test_recall_at_a_precision_keeps_the_precision(toy_params: Params) -> None:
    decided = decide(out_of_fold(), deciding(toy_params, Decision(objective="recall", min_precision=0.6)))
    assert decided.precision >= 0.6
    strict = decide(out_of_fold(), deciding(toy_params, Decision(objective="recall", min_precision=0.75)))
    assert strict.recall < decided.recall


def test_a_precision_out_of_reach_is_refused_with_the_best_there_is(toy_params: Params) -> None:
    noise = out_of_fold().assign(probability_yes=np.random.default_rng(1).random(ROWS))
    with pytest.raises(ProjectError, match=r"decision.min_precision in params.yaml is 0.99.* the best precision"):
        decide(noise, deciding(toy_params, Decision(objective="recall", min_precision=0.99)))


def test_dear_misses_lower_the_threshold_to_what_decision_theory_says(toy_params: Params) -> None:
    """With true probabilities the least cost is at the share of the false alarm's cost in both."""
    costs = Decision(objective="cost", cost_false_positive=1, cost_false_negative=9)
    assert decide(out_of_fold(), deciding(toy_params, costs)).threshold == pytest.approx(0.1, abs=0.04)


@pytest.mark.parametrize("slope", [1.0, 2.5])
def test_probabilities_are_calibrated_only_where_it_helps(slope: float, toy_params: Params) -> None:
    decided = decide(out_of_fold(slope=slope), toy_params)
    if slope == 1:
        assert (decided.slope, decided.intercept, decided.calibration.applied) == (1.0, 0.0, False)
    else:
        assert decided.slope == pytest.approx(1 / slope, rel=0.15)
        assert decided.calibration.log_loss_calibrated < decided.calibration.log_loss
        assert decided.calibration.error_calibrated < decided.calibration.error


def test_the_table_of_consequences_counts_every_row(toy_params: Params) -> None:
    table = out_of_fold()
    positive, probability = (table["target"] == "yes").to_numpy(), table["probability_yes"].to_numpy()
    found = consequences(positive, probability, np.array([0.0, 0.3, 1.1]), Decision(cost_false_negative=3))
    assert found["answered"].tolist() == [ROWS, int((probability >= 0.3).sum()), 0]
    assert (found["found"] + found["missed"] == positive.sum()).all()
    assert found["false_alarms"].iloc[0] == (~positive).sum()
    assert found["cost"].iloc[2] == 3 * positive.sum()
    tables = decision_tables(table, about(decide(table, toy_params))["decision"], toy_params)
    assert tables["consequences"]["chosen"].sum() == 1
    assert tables["gain"]["found"].tolist()[:: len(tables["gain"]) - 1] == [0, 1]


def test_tied_probabilities_stand_on_one_side(toy_params: Params) -> None:
    positive, probability = np.array([True, False, True, False] * 10), np.array([0.4, 0.4, 0.4, 0.1] * 10)
    threshold = choose_threshold(positive, probability, toy_params.decision)
    assert 0.1 < threshold <= 0.4


@pytest.fixture
def model() -> DecidingPipeline:
    chance = np.random.default_rng(2)
    x = pd.DataFrame({"x": chance.normal(size=500)})
    y = np.where(x["x"] + chance.normal(size=500) > 1, "yes", "no")
    steps = [("model", LogisticRegression().fit(x, y))]
    return DecidingPipeline(steps, positive="yes", threshold=0.2, slope=0.5, intercept=0.3)


def test_everybody_who_asks_gets_the_same_answer(model: DecidingPipeline, tmp_path: Path) -> None:
    rows = pd.DataFrame({"x": np.linspace(-3, 3, 50)})
    answers = predict(model, rows)
    raw = model[-1].predict_proba(rows)[:, 1]
    np.testing.assert_allclose(answers["probability_yes"], 1 / (1 + np.exp(-(0.5 * log_odds(raw) + 0.3))))
    assert ((answers["prediction"] == "yes") == (answers["probability_yes"] >= 0.2)).all()
    assert answers["prediction"].nunique() == 2
    assert (model.predict(rows) == answers["prediction"]).all()
    save_model(model, {}, str(tmp_path))
    assert predict(load_model(str(tmp_path))[0], rows).equals(answers)


def test_a_clone_decides_alike(model: DecidingPipeline) -> None:
    assert clone(model).get_params(deep=False) | {"steps": 0} == model.get_params(deep=False) | {"steps": 0}


def test_calibration_keeps_the_order() -> None:
    probability = np.linspace(0, 1, 101)
    assert (np.diff(calibrate(probability, 0.7, -0.4)) >= 0).all()


def test_cross_validated_scores_are_those_of_what_the_model_answers(toy_params: Params) -> None:
    """A model that weighs a rare class up says 0.5 too often: calibrated and by its threshold it is another model."""
    table = out_of_fold(0.03)
    raw = pd.DataFrame(table).assign(probability_yes=calibrate(table["probability_yes"].to_numpy(), 1.0, 3.5))
    cv = scores_as_decided(raw, toy_params)
    decided = decide(raw, toy_params)
    assert cv["f1"]["mean"] == pytest.approx(decided.f1, abs=0.06)
    assert cv["recall"]["mean"] == pytest.approx(decided.recall, abs=0.1)
    assert cv["neg_log_loss"]["mean"] > -0.2
    assert "roc_auc" not in cv
    strict = deciding(toy_params, Decision(objective="recall", min_precision=0.7))
    assert scores_as_decided(raw, strict)["precision"]["mean"] > cv["precision"]["mean"] + 0.05


@pytest.mark.parametrize(
    ("metric", "without_skill"),
    [("f1", 0.46), ("accuracy", 0.7), ("recall", 0.0), ("precision", 0.3), ("roc_auc", 0.5)],
)
def test_a_threshold_alone_is_no_lead_over_the_baselines(metric: str, without_skill: float, toy_params: Params) -> None:
    """On noise a model that answers nearly always has a high F1; what is always answered has it too."""
    chance = np.random.default_rng(4)
    train = pd.DataFrame({"x": chance.normal(size=ROWS), "y": np.where(chance.random(ROWS) < 0.3, "yes", "no")})
    fitted = {
        name: Pipeline([("model", one.fit(train[["x"]], train["y"]))])
        for name, one in {"dummy": DummyClassifier(), "linear": LogisticRegression()}.items()
    }
    params = toy_params.model_copy(update={"gate": toy_params.gate.model_copy(update={"metric": metric})})
    found = {
        name: score(metric, train["y"], predict(one, train[["x"]]), params.data)
        for name, one in decided_baselines(fitted, train, params).items()
    }
    assert found["dummy"] == pytest.approx(without_skill, abs=0.02)
    if metric == "f1":
        assert found["linear"] == pytest.approx(0.46, abs=0.02)
        assert score("f1", train["y"], predict(fitted["linear"], train[["x"]]), params.data) < 0.1
