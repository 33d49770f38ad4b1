"""Tuning compares candidates fairly, copes with few rows, and is the same every time."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from project_package.stages.train import choose
from project_package.stages.tune import tune
from project_package.utils.candidates import CANDIDATES
from project_package.utils.comparison import compare, simplest, simplicity
from project_package.utils.errors import ProjectError
from project_package.utils.folds import UNIT, make_folds, sample_rows, units
from project_package.utils.params import Params, Range, Split
from project_package.utils.schema import Schema
from project_package.utils.scores import score
from project_package.utils.search import Choice, method, search


@pytest.fixture(scope="module")
def noted(features: pd.DataFrame, sample: pd.DataFrame, schema: Schema, params: Params) -> pd.DataFrame:
    """The sample's features and target with its units, as split notes them."""
    return features.assign(**{UNIT: units(sample, params, schema.features)})


def with_tune(params: Params, jobs: int = 1, **changes: object) -> Params:
    compute = params.compute.model_copy(update={"jobs": jobs})
    return params.model_copy(update={"tune": params.tune.model_copy(update=changes), "compute": compute})


def as_classes(params: Params) -> Params:
    """The parameters of a table of classes that is split at random, whatever this project's data are."""
    data = params.data.model_copy(update={"task": "multiclass", "positive": None})
    return params.model_copy(update={"data": data, "split": split_at(params, by="random")})


def split_at(params: Params, **changes: object) -> Split:
    return params.split.model_copy(update={"group": None, "time": None, "seed": 0} | changes)


def test_any_number_of_processes_finds_the_same(noted: pd.DataFrame, schema: Schema, params: Params) -> None:
    name = "hist_gradient_boosting"
    quick = {"trials": 2, "folds": 2, "candidates": {name: params.tune.candidates[name]}}
    (first, predicted), (again, same) = (tune(noted, schema, with_tune(params, jobs, **quick)) for jobs in (1, 2))
    assert predicted.equals(same)
    assert [trial["scores"] for trial in first["trials"]] == [trial["scores"] for trial in again["trials"]]
    assert first["trials"][0]["params"] == {}
    assert first["best"] | {"reason": ""} in [
        {key: row[key] for key in ("candidate", "params", "mean", "std")} | {"reason": ""} for row in first["compared"]
    ]


def test_every_candidate_of_the_parameters_exists(params: Params) -> None:
    assert set(params.tune.candidates) <= set(CANDIDATES)


def test_an_unknown_candidate_is_refused(noted: pd.DataFrame, schema: Schema, params: Params) -> None:
    with pytest.raises(ProjectError, match="crystal_ball"):
        tune(noted, schema, with_tune(params, candidates={"crystal_ball": {}}))


def test_lists_are_tried_whole_and_ranges_by_number() -> None:
    tried: list[dict[str, object]] = []

    def try_out(batch: list[dict[str, object]]) -> list[float]:
        tried.extend(batch)
        return [0.0] * len(batch)

    search({"a": [1, 2], "b": ["x"]}, 8, 0, try_out)
    assert tried == [{}, {"a": 1, "b": "x"}, {"a": 2, "b": "x"}]
    search({"c": Range(low=1, high=9)}, 5, 0, try_out)
    assert len(tried) == 3 + 5


@pytest.mark.parametrize(
    ("space", "trials", "words", "tries"),
    [
        ({"a": [1, 2], "b": ["x"]}, 8, "a grid of 2", 3),
        ({"a": [1, 2], "b": ["x", "y"]}, 3, "the first 2 of a grid of 4", 3),
        (
            {"a": [1, 2], "c": Range(low=1, high=9)},
            12,
            "8 at random, 3 by Optuna's tree-structured Parzen estimator",
            12,
        ),
        ({"c": Range(low=1, high=9)}, 4, "3 at random", 4),
        (
            {"a": [1, 2], "class_weight": [None, "balanced"]},
            9,
            "a grid of 2, then the best of them with class weights",
            4,
        ),
        ({"class_weight": [None, "balanced"]}, 9, "the best of them with class weights", 2),
        ({"a": [1, 2]}, 1, "nothing else", 1),
        ({}, 8, "nothing else", 1),
    ],
)
def test_the_method_is_named_as_it_is(space: dict[str, Choice], trials: int, words: str, tries: int) -> None:
    tried: list[dict[str, object]] = []

    def try_out(batch: list[dict[str, object]]) -> list[float]:
        tried.extend(batch)
        return [0.0] * len(batch)

    search(space, trials, 0, try_out)
    assert method(space, trials) == words
    assert len(tried) == tries


def test_class_weights_are_tried_on_the_best_combination_alone() -> None:
    tried: list[dict[str, object]] = []

    def try_out(batch: list[dict[str, object]]) -> list[float]:
        tried.extend(batch)
        return [float(settings.get("a") == 1) for settings in batch]

    search({"a": [1, 2], "class_weight": [None, "balanced"]}, 9, 0, try_out)
    assert tried == [{}, {"a": 1}, {"a": 2}, {"a": 1, "class_weight": "balanced"}]


def test_a_rare_class_makes_fewer_folds(params: Params) -> None:
    target = params.data.target
    rows = pd.DataFrame({target: ["a"] * 20 + ["b"] * 3 + ["c"], "the x": range(24)})
    folds = make_folds(rows, as_classes(params), 5)
    assert len(folds) == 3 * 3
    assert all("b" in set(rows[target].iloc[learn]) for learn, _ in folds)


def test_folds_after_a_split_by_time_look_ahead(params: Params) -> None:
    by_time = params.model_copy(update={"split": split_at(params, by="time")})
    rows = pd.DataFrame({params.data.target: range(20)})
    assert all(learn.max() < hold.min() for learn, hold in make_folds(rows, by_time, 4))


def test_folds_that_know_one_class_only_are_left_out(params: Params) -> None:
    by_time = as_classes(params).model_copy(update={"split": split_at(params, by="time", time="day")})
    late = pd.DataFrame({params.data.target: ["a"] * 12 + ["b", "a"] * 6})
    folds = make_folds(late, by_time, 3)
    assert 0 < len(folds) < 3
    assert all(late[params.data.target].iloc[learn].nunique() == 2 for learn, _ in folds)
    with pytest.raises(ProjectError, match=r"set split\.by to `random`"):
        make_folds(pd.DataFrame({params.data.target: ["a"] * 20 + ["b"]}), by_time, 3)


def test_a_hyper_parameter_that_does_not_work_is_named(noted: pd.DataFrame, schema: Schema, params: Params) -> None:
    wrong = with_tune(params, trials=2, candidates={"random_forest": {"leaves": [3]}})
    with pytest.raises(ProjectError, match=r"tune\.candidates\.random_forest in params\.yaml: {'leaves': 3}"):
        tune(noted, schema, wrong)


def test_a_sample_keeps_rare_classes(params: Params) -> None:
    target = params.data.target
    rows = pd.DataFrame({target: ["a"] * 990 + ["b"] * 10})
    sample = rows.iloc[sample_rows(rows, as_classes(params), 100)]
    assert sample[target].value_counts().to_dict() == {"a": 99, "b": 5}


def trial(candidate: str, scores: list[float], **settings: object) -> dict[str, Any]:
    return {"candidate": candidate, "params": settings, "scores": scores, "mean": np.mean(scores), "std": 0.0}


def test_the_simpler_of_two_that_cannot_be_told_apart_is_trained() -> None:
    simple, *_, complex_one = simplicity()
    close = [trial(complex_one, [0.80, 0.84, 0.79]), trial(simple, [0.80, 0.82, 0.80])]
    winner = simplest(compare(close, overlap=0.5))
    assert winner["candidate"] == simple
    assert f"not distinguishable from the best, {complex_one}" in winner["reason"]
    apart = [trial(complex_one, [0.80, 0.84, 0.79]), trial(simple, [0.75, 0.78, 0.74])]
    assert simplest(compare(apart, overlap=0.5))["candidate"] == complex_one


def test_class_weights_are_taken_where_they_gain() -> None:
    name = simplicity()[0]
    tried = [trial(name, [0.5, 0.6]), trial(name, [0.5, 0.61], class_weight="balanced")]
    assert simplest(compare(tried, overlap=1.0))["params"] == {}
    tried[1] = trial(name, [0.7, 0.8], class_weight="balanced")
    assert simplest(compare(tried, overlap=1.0))["params"] == {"class_weight": "balanced"}


def test_what_scores_less_and_varies_more_than_a_simpler_one_is_not_trained() -> None:
    """Weights that lose on average must not win by their spread over one that is clearly, if little, below the best."""
    middle, last = simplicity()[1:3]
    tried = [
        trial(middle, [0.80, 0.82, 0.81]),
        trial(middle, [0.70, 0.92, 0.78], class_weight="balanced"),
        trial(last, [0.81, 0.83, 0.821]),
    ]
    compared = compare(tried, overlap=0.5)
    assert [row["apart"] for row in compared] == [True, False, False]
    assert simplest(compared)["candidate"] == last


def test_linear_models_are_simpler_than_trees_and_few_small_trees_than_a_forest() -> None:
    families = [CANDIDATES[name].family == "linear" for name in simplicity()]
    assert families == sorted(families, reverse=True)
    assert simplicity().index("hist_gradient_boosting") < simplicity().index("random_forest")


def test_what_was_tuned_is_what_is_trained_whatever_the_number_of_rows() -> None:
    settings = CANDIDATES["hist_gradient_boosting"].build(0).get_params()
    assert settings["early_stopping"] is False


def test_noise_tells_nothing_about_itself(schema: Schema, params: Params) -> None:
    chance = np.random.default_rng(0)
    wide = pd.DataFrame(chance.normal(size=(150, 600)), columns=[f"noise {place}" for place in range(600)])
    as_binary = with_tune(as_classes(params), metric="accuracy", trials=2, candidates={"hist_gradient_boosting": {}})
    table = wide.assign(**{params.data.target: chance.permutation(["a", "b"] * 75)})
    if params.data.task != "regression":
        assert tune(table, schema, as_binary)[0]["cv"]["accuracy"]["mean"] < 0.6


def test_out_of_fold_predictions_are_of_the_model_that_will_be_trained(
    noted: pd.DataFrame, schema: Schema, params: Params
) -> None:
    quick = with_tune(params, trials=1, folds=2, candidates={"hist_gradient_boosting": {}})
    named = quick.model_copy(update={"train": params.train.model_copy(update={"model": "dummy"})})
    report, predicted = tune(noted, schema, named)
    assert report["trained"]["candidate"] == "dummy"
    assert report["best"]["candidate"] == "hist_gradient_boosting"
    assert noted[params.data.target].iloc[predicted["row"]].tolist() == predicted["target"].tolist()
    cv = report["cv"][params.tune.metric]
    folds = [
        score(params.tune.metric, part["target"], part, params.data) for _, part in predicted.groupby("fold", sort=True)
    ]
    np.testing.assert_allclose(folds, cv["scores"][: len(folds)])
    assert np.nanmean(cv["scores"]) == pytest.approx(cv["mean"])


def test_train_takes_the_winner_or_the_named_one() -> None:
    tuning = {
        "best": {"candidate": "random_forest", "params": {"n_estimators": 9}},
        "candidates": {"random_forest": {"params": {"n_estimators": 9}}},
    }
    assert choose(tuning, "auto") == ("random_forest", {"n_estimators": 9})
    assert choose(tuning, "hist_gradient_boosting") == ("hist_gradient_boosting", {})
    with pytest.raises(ProjectError, match="crystal_ball"):
        choose(tuning, "crystal_ball")
