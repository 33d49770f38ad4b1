import numpy as np
import pandas as pd

from project_package.stages.outliers import Outliers, StageParams, isolation, outliers
from project_package.utils.settings import read_settings


def train_with(column: str, far: int, params: StageParams) -> pd.DataFrame:
    values = np.append(np.random.default_rng(0).normal(size=199), 50.0)
    target = ["common"] * 199 + ["common" if far else "rare"]
    return pd.DataFrame({column: values, "word": "w", params.data.target: target})


def settings(task: str) -> StageParams:
    params = read_settings("params.yaml", StageParams)
    changed = {"data": params.data.model_copy(update={"task": task}), "outliers": Outliers(share=0.01, rare=20)}
    return params.model_copy(update=changed)


def test_the_far_row_goes() -> None:
    params = settings("multiclass")
    kept = outliers(train_with("a b", 1, params), params)
    assert len(kept) == 198
    assert kept["a b"].max() < 50


def test_a_rare_class_loses_no_row() -> None:
    params = settings("multiclass")
    assert "rare" in outliers(train_with("x", 0, params), params)[params.data.target].to_numpy()


def test_without_numbers_all_rows_stay() -> None:
    params = settings("regression")
    train = train_with("x", 1, params)[["word", params.data.target]]
    pd.testing.assert_frame_equal(outliers(train, params), train)


def test_missing_numbers_do_not_stop_it() -> None:
    assert isolation(pd.DataFrame({"x": [1.0, None, 3.0], "none": [None] * 3}), seed=0).notna().all()
