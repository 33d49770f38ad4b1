import pandas as pd
import pytest

from project_package.stages.impute import Impute, build
from project_package.utils.pairs import Pair

TRAIN = pd.DataFrame({"a b": [1.0, None, 3.0, 100.0], "class": ["x", "x", None, "y"], "target": [0, 1, 0, 1]})
TEST = pd.DataFrame({"a b": [None, 7.0], "class": [None, "z"], "target": [1, 0]})


def test_fills_in_from_train_alone() -> None:
    pair = Pair(TRAIN, TEST).through("impute", build(Impute(numbers="median", words="most_frequent")), "target")
    assert pair.train["a b"].tolist() == [1, 3, 3, 100]
    assert pair.test["a b"].tolist() == [3, 7]
    assert pair.test["class"].tolist() == ["x", "z"]
    assert pair.test["target"].tolist() == [1, 0]


@pytest.mark.parametrize("numbers", ["median", "mean", "nearest"])
def test_leaves_nothing_missing(numbers: str) -> None:
    step = build(Impute.model_validate({"numbers": numbers, "words": "unknown"}))
    pair = Pair(TRAIN, TEST).through("impute", step, "target")
    assert not pair.train.isna().any(axis=None)
    assert not pair.test.isna().any(axis=None)
    assert set(pair.train.columns) == set(TRAIN.columns)


def test_a_column_without_values_is_no_obstacle() -> None:
    train = TRAIN.assign(empty=pd.Series([None] * 4, dtype="float64"))
    step = build(Impute(numbers="mean", words="unknown"))
    filled = step.fit_transform(train.drop(columns="target"))
    assert filled["empty"].tolist() == [0, 0, 0, 0]


def test_new_rows_are_filled_like_test() -> None:
    step = build(Impute(numbers="median", words="unknown"))
    pair = Pair(TRAIN, TEST).through("impute", step, "target")
    pd.testing.assert_frame_equal(step.transform(TEST.drop(columns="target")), pair.test.drop(columns="target"))
