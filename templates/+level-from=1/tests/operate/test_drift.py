"""Drift is found where there is some and not where there is none, whatever the columns hold."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from project_package.monitoring.bins import number_bins, presence_bins, word_bins
from project_package.monitoring.drift import Monitor, compare
from project_package.monitoring.page import drift_page
from project_package.monitoring.performance import Calibration, errors_of, estimate
from project_package.monitoring.profile import Profile
from project_package.monitoring.shift import holm, shift, smallest_shift
from project_package.utils.errors import ProjectError
from project_package.utils.params import Data, Params
from project_package.utils.scoring import Scorer

MONITOR = Monitor(alpha=0.05, distance=0.05, max_age_days=180)


def alarms(columns: int, rows: int, moved: float, runs: int, seed: int) -> int:
    """Runs that find drift in normal columns, of which one is moved by so many standard deviations."""
    chance, found = np.random.default_rng(seed), 0
    for _ in range(runs):
        p_values = []
        for place in range(columns):
            bins = number_bins(pd.Series(chance.normal(size=2_000)))
            current = pd.Series(chance.normal(size=rows) + (moved if place == 0 else 0))
            p_values.append(shift(np.array(bins.counts), bins.count(current), columns, 0.05, seed=place).p)
        found += any(holm(p_values, 0.05))
    return found


def test_few_runs_without_drift_report_some() -> None:
    # At 5 % each, more than 9 of 80 runs happen once in 100 such tests.
    assert alarms(columns=10, rows=100, moved=0, runs=80, seed=1) <= 9


def test_half_a_standard_deviation_is_found_in_500_rows() -> None:
    assert alarms(columns=10, rows=500, moved=0.5, runs=20, seed=2) >= 18
    assert smallest_shift(2_000, 500, 10, 0.05) < 0.5


@pytest.mark.parametrize(
    "values",
    [
        pd.Series([1.0] * 50),
        pd.Series([np.nan] * 50),
        pd.Series([np.inf, -np.inf] * 25),
        pd.Series([None] * 50, dtype=object),
        pd.Series([f"new {place}" for place in range(50)]),
        pd.Series([10.0**300, -(10.0**300)] * 25),
        pd.Series([True, False] * 25),
    ],
    ids=["constant", "missing", "infinite", "nothing", "never seen", "huge", "boolean"],
)
def test_every_kind_of_column_gives_numbers(values: pd.Series) -> None:
    references = [values, pd.Series(range(300)), pd.Series([f"word {n % 7}" for n in range(300)])]
    for reference in references:
        for make in (number_bins, word_bins, presence_bins):
            bins = make(reference)
            counts = bins.count(values)
            assert counts.sum() == len(values)
            found = shift(np.array(bins.counts), counts, 10, 0.05)
            assert 0 <= found.p <= 1
            assert 0 <= found.distance <= 1


@pytest.mark.parametrize("moved", [-1.0, 1.0])
def test_a_constant_that_becomes_another_one_is_found(moved: float) -> None:
    bins = number_bins(pd.Series(np.zeros(200)))
    assert shift(np.array(bins.counts), bins.count(pd.Series(np.full(200, moved))), 1, 0.05).p < 1e-6


def test_missing_values_are_a_bin_of_their_own() -> None:
    bins = number_bins(pd.Series(range(1000)))
    half = pd.Series([None if n % 2 else n for n in range(1000)])
    found = shift(np.array(bins.counts), bins.count(half), 1, 0.05)
    assert found.p < 0.001
    assert found.distance == pytest.approx(0.5, abs=0.01)


def test_the_training_rows_have_not_drifted(
    sample: pd.DataFrame, scorer: Scorer, profile: Profile, params: Params
) -> None:
    report = compare(sample, scorer, profile, MONITOR, params.data)
    assert report["verdict"] == "none"
    assert report["measured"]["rows"] == len(sample)
    json.dumps(report, allow_nan=False, default=str)
    assert report["sentence"] in drift_page(report)


def test_of_rows_that_the_model_has_learned_from_only_columns_are_compared(
    sample: pd.DataFrame, scorer: Scorer, profile: Profile, params: Params
) -> None:
    learned = np.arange(len(sample)) % 2 == 0
    whole = compare(sample, scorer, profile, MONITOR, params.data)
    half = compare(sample, scorer, profile, MONITOR, params.data, learned)
    none = compare(sample, scorer, profile, MONITOR, params.data, np.full(len(sample), True))
    assert half["measured"]["rows"] == len(sample) - learned.sum()
    assert f"{len(sample)} rows equal ones" in none["sentence"]
    assert {finding["kind"] for finding in whole["findings"]} == {"input", "prediction", "performance"}
    assert {finding["kind"] for finding in none["findings"]} == {"input"}
    assert none["measured"] == none["estimated"] == {}


def test_a_column_that_has_gone_is_drift(
    sample: pd.DataFrame, scorer: Scorer, profile: Profile, params: Params
) -> None:
    name = next(iter(profile.inputs))
    gone = sample.drop(columns=params.data.target).assign(**{name: None})
    report = compare(gone, scorer, profile, MONITOR, params.data)
    assert report["verdict"] == "drift"
    assert name in report["sentence"]
    assert report["measured"] == {}


def test_answers_that_are_wrong_more_often_are_drift(
    sample: pd.DataFrame, scorer: Scorer, profile: Profile, params: Params
) -> None:
    target, data = params.data.target, params.data
    if data.task == "regression":
        outcome = sample[target].astype(float) + 10 * sample[target].std()
    else:
        names = sample[target].unique().tolist()
        wrong = {name: names[place - 1] for place, name in enumerate(names)}
        said = scorer.score_table(sample)["prediction"]
        outcome = pd.Series(said.map(wrong).to_numpy(), sample.index, dtype=sample[target].dtype)
    worse = sample.assign(**{target: outcome})
    assert errors_of(worse[target], scorer.score_table(worse), data).mean() > 0.9
    report = compare(worse, scorer, profile, MONITOR, data)
    assert report["verdict"] == "drift"
    assert "error" in report["sentence"]


def test_few_rows_are_said_to_be_too_few(
    sample: pd.DataFrame, scorer: Scorer, profile: Profile, params: Params
) -> None:
    report = compare(sample.head(8), scorer, profile, MONITOR, params.data)
    assert report["verdict"] == "not judged"
    assert "too few" in report["sentence"]


def test_a_missing_column_is_named(sample: pd.DataFrame, scorer: Scorer, profile: Profile, params: Params) -> None:
    name = next(iter(profile.inputs))
    with pytest.raises(ProjectError, match="have no column"):
        compare(sample.drop(columns=name), scorer, profile, MONITOR, params.data)


def test_a_profile_of_another_model_is_refused(
    sample: pd.DataFrame, scorer: Scorer, profile: Profile, params: Params
) -> None:
    other = profile.model_copy(update={"model_version": "another"})
    with pytest.raises(ProjectError, match="another"):
        compare(sample, scorer, other, MONITOR, params.data)


def test_the_profile_holds_no_row_of_many_words(models: Path) -> None:
    names = pd.Series([f"person {number}" for number in range(200)])
    assert "person" not in word_bins(names).model_dump_json()
    assert (models / "reference.json").stat().st_size < 1_000_000


def test_scores_are_estimated_from_probabilities_that_hold() -> None:
    chance = np.random.default_rng(0)
    p = chance.beta(2, 3, 20_000)
    came_true = chance.random(20_000) < p
    predicted = pd.DataFrame(
        {"prediction": np.where(p > 0.5, "yes", "no"), "probability_no": 1 - p, "probability_yes": p}
    )
    data = Data.model_validate({"schema": "-", "target": "y", "task": "binary", "positive": "yes"})
    same = Calibration(slope=1, offset=0)
    estimated = estimate(predicted, {"correct": same, "positive": same}, data)
    ranks = pd.Series(p).rank()[came_true].sum()
    positive, negative = came_true.sum(), (~came_true).sum()
    auc = (ranks - positive * (positive + 1) / 2) / (positive * negative)
    assert estimated["roc_auc"] == pytest.approx(auc, abs=0.01)
    assert estimated["accuracy"] == pytest.approx(((p > 0.5) == came_true).mean(), abs=0.01)
