"""Features that cannot help are left out, each with its reason."""

import numpy as np
import pandas as pd
import pytest

from project_package.stages.select import select_features
from project_package.utils.errors import ProjectError
from project_package.utils.params import Params

ROWS = 400


@pytest.fixture
def toy() -> pd.DataFrame:
    chance = np.random.default_rng(0)
    useful = chance.normal(size=ROWS)
    return pd.DataFrame(
        {
            "useful": useful,
            "word": chance.choice(["a", "b", "c"], ROWS),
            "constant": 1.0,
            "empty": np.where(np.arange(ROWS) < 1, 1.0, np.nan),
            "twin": useful * 2 + 1,
            "copy": useful,
            "noise": chance.normal(size=ROWS),
        }
    )


@pytest.fixture
def toy_params(params: Params) -> Params:
    data = params.data.model_copy(update={"task": "regression", "positive": None})
    return params.model_copy(update={"data": data})


def test_what_is_dropped_and_why(toy: pd.DataFrame, toy_params: Params) -> None:
    report = select_features(toy, toy["useful"] + toy["noise"] / 9, toy_params)
    assert report["kept"] == ["useful", "word", "noise"]
    rules = {dropped["feature"]: dropped["rule"] for dropped in report["dropped"]}
    assert rules == {"constant": "constant", "empty": "missing", "twin": "correlated", "copy": "correlated"}
    assert all(dropped["reason"] for dropped in report["dropped"])


def test_the_target_has_no_say(toy: pd.DataFrame, toy_params: Params) -> None:
    chance = np.random.default_rng(1)
    kept = [select_features(toy, pd.Series(chance.normal(size=ROWS)), toy_params)["kept"] for _ in range(2)]
    assert kept == [["useful", "word", "noise"]] * 2


def test_importance_is_a_share_of_the_target(toy: pd.DataFrame, toy_params: Params) -> None:
    importance = select_features(toy, toy["useful"], toy_params)["importance"]
    assert importance["useful"] > 0.8
    assert importance["noise"] < 0.1
    assert importance["constant"] == 0


def test_nothing_left_is_an_error(toy: pd.DataFrame, toy_params: Params) -> None:
    with pytest.raises(ProjectError, match="no feature is left"):
        select_features(toy[["constant"]], toy["useful"], toy_params)


def test_the_projects_features_are_kept_or_dropped(features: pd.DataFrame, params: Params) -> None:
    target = params.data.target
    report = select_features(features.drop(columns=target), features[target], params)
    dropped = [entry["feature"] for entry in report["dropped"]]
    assert sorted([*report["kept"], *dropped]) == sorted(map(str, features.columns.drop(target)))
