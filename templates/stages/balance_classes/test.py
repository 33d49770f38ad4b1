import pandas as pd
import pytest

from project_package.stages.balance_classes import BalanceClasses, balance_classes

TRAIN = pd.DataFrame({"row": range(12), "my class": ["a"] * 8 + ["b"] * 3 + ["c"]})


@pytest.mark.parametrize(
    ("by", "ratio", "rows"),
    [
        ("more", 1.0, {"a": 8, "b": 8, "c": 8}),
        ("more", 0.5, {"a": 8, "b": 4, "c": 4}),
        ("fewer", 1.0, {"a": 1, "b": 1, "c": 1}),
        ("fewer", 0.5, {"a": 2, "b": 2, "c": 1}),
    ],
)
def test_classes_reach_the_ratio(by: str, ratio: float, rows: dict[str, int]) -> None:
    balanced = balance_classes(TRAIN, "my class", 0, BalanceClasses.model_validate({"by": by, "ratio": ratio}))
    assert balanced["my class"].value_counts().to_dict() == rows
    assert set(balanced["row"]) <= set(TRAIN["row"])


def test_no_row_is_lost_by_repeating() -> None:
    balanced = balance_classes(TRAIN, "my class", 0, BalanceClasses(by="more", ratio=1.0))
    assert set(balanced["row"]) == set(TRAIN["row"])


def test_the_same_seed_draws_the_same_rows() -> None:
    first, second = (balance_classes(TRAIN, "my class", 7, BalanceClasses(by="more", ratio=1.0)) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
