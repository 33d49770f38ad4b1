from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from project_package.stages.balance_classes import BalanceClasses, BalancedRows
from project_package.utils.pairs import Pair, chosen_rows, load_choices, load_steps, write_pair

TRAIN = pd.DataFrame({"row": range(12), "my class": ["a"] * 8 + ["b"] * 3 + ["c"]})


def balance(settings: BalanceClasses, seed: int = 0) -> pd.DataFrame:
    return TRAIN.iloc[BalancedRows(settings, seed).rows(TRAIN["my class"])]


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
    balanced = balance(BalanceClasses.model_validate({"by": by, "ratio": ratio}))
    assert balanced["my class"].value_counts().to_dict() == rows
    assert set(balanced["row"]) <= set(TRAIN["row"])


def test_no_row_is_lost_by_repeating() -> None:
    balanced = balance(BalanceClasses(by="more", ratio=1.0))
    assert set(balanced["row"]) == set(TRAIN["row"])


def test_the_same_seed_draws_the_same_rows() -> None:
    first, second = (balance(BalanceClasses(by="more", ratio=1.0), seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_rows_are_repeated_within_what_a_fold_learns_from(tmp_path: Path) -> None:
    choice = BalancedRows(BalanceClasses(by="more", ratio=1.0), 0)
    write_pair(Pair(TRAIN, TRAIN).choosing("balance_classes", choice), tmp_path)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "train.parquet"), TRAIN)
    assert load_steps(tmp_path) == ()
    learn = np.array([0, 1, 2, 8, 9])
    chosen = chosen_rows(TRAIN["my class"], learn, load_choices(tmp_path))
    assert set(chosen) == set(learn)
    assert TRAIN["my class"].iloc[chosen].value_counts().to_dict() == {"a": 3, "b": 3}
