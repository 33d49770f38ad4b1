import pandas as pd
import pytest

from project_package.stages.segment_metrics import SegmentMetrics, StageParams, cut, segment_metrics
from project_package.utils.errors import ProjectError
from project_package.utils.settings import read_settings

FEATURES = pd.DataFrame({"a b": ["x", "y"] * 20, "size": range(40), "name": map(str, range(40)), "same": [1] * 40})


def test_categories_and_quarters_part_the_rows() -> None:
    parted = cut(FEATURES, SegmentMetrics(columns=[], values=8, rows=1))
    assert parted.nunique().to_dict() == {"a b": 2, "size": 4}


def test_missing_values_are_a_segment() -> None:
    features = FEATURES.assign(**{"a b": FEATURES["a b"].where(FEATURES["a b"] == "x")})
    parted = cut(features, SegmentMetrics(columns=["a b"], values=8, rows=1))
    assert set(parted["a b"]) == {"x", "missing"}


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(ProjectError, match="nowhere"):
        cut(FEATURES, SegmentMetrics(columns=["nowhere"], values=8, rows=1))


def test_the_worst_segment_comes_first() -> None:
    given = read_settings("params.yaml", StageParams)
    data = given.data.model_copy(update={"task": "regression", "positive": None})
    gate = given.gate.model_copy(update={"metric": "neg_mean_absolute_error"})
    settings = SegmentMetrics(columns=["a b"], values=8, rows=5)
    params = given.model_copy(update={"data": data, "gate": gate, "segment_metrics": settings})
    target = pd.Series([0.0] * 40)
    predicted = pd.DataFrame({"prediction": FEATURES["a b"].map({"x": 0.0, "y": 2.0})})
    table = segment_metrics(FEATURES, target, predicted, params)
    assert table["segment"].tolist() == ["a b = y", "a b = x"]
    assert table["score"].tolist() == [-2, 0]
    assert table["difference"].tolist() == [-1, 1]
