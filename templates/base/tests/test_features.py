"""Features are computed row by row, the same for one row as for all."""

import time

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from project_package.features import FEATURES, build_features, feature_sources
from project_package.stages import featurize
from project_package.utils.errors import GateError
from project_package.utils.schema import Schema


def test_a_row_alone_has_the_same_features(sample: pd.DataFrame, features: pd.DataFrame, schema: Schema) -> None:
    for row in (0, len(sample) // 2, len(sample) - 1):
        alone = build_features(sample.iloc[[row]], schema)
        assert_frame_equal(alone, features.iloc[[row]], check_dtype=False)


def test_the_order_of_rows_does_not_matter(sample: pd.DataFrame, features: pd.DataFrame, schema: Schema) -> None:
    assert_frame_equal(build_features(sample[::-1], schema), features[::-1], check_dtype=False)


def test_only_learnable_columns_become_features(features: pd.DataFrame, schema: Schema) -> None:
    others = schema.names("identifier", "constant", "excluded")
    assert not set(features.columns) & set(others)
    assert features.columns.is_unique
    assert list(features.columns[-1:]) == schema.names("target")


def test_every_learnable_column_becomes_a_feature(features: pd.DataFrame, schema: Schema) -> None:
    sources = feature_sources([str(name) for name in features.columns], schema)
    assert set(schema.features) <= set(sources.values())


def test_a_row_without_a_target_has_features(sample: pd.DataFrame, features: pd.DataFrame, schema: Schema) -> None:
    target = schema.names("target")
    new = build_features(sample.drop(columns=target), schema)
    assert_frame_equal(new, features.drop(columns=target))


def test_missing_values_stay_missing_or_empty(sample: pd.DataFrame, schema: Schema) -> None:
    empty = sample.head(2).copy()
    for name in schema.features:
        empty[name] = pd.Series(
            [None, None], index=empty.index, dtype=empty[name].dtype if _holds_none(empty[name]) else object
        )
    features = build_features(empty, schema)
    texts = [name for name in features if name in schema.names("text") or ": " in str(name)]
    assert features.drop(columns=[*texts, *schema.names("target")]).isna().all(axis=None)


def _holds_none(values: pd.Series) -> bool:
    return not pd.api.types.is_integer_dtype(values) and not pd.api.types.is_bool_dtype(values)


def test_a_feature_that_takes_too_long_stops_the_run(
    sample: pd.DataFrame, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(table: pd.DataFrame, _: Schema) -> pd.DataFrame:
        time.sleep(0.05)
        return pd.DataFrame({"slow": 0.0}, index=table.index)

    monkeypatch.setattr(featurize, "FEATURES", [*FEATURES, slow])
    costs = featurize.feature_costs(sample.head(7), schema)
    assert costs["slow"] == pytest.approx(50, rel=0.5)
    featurize.check_costs(costs, 5000)
    with pytest.raises(GateError, match=r"'slow' .*features\.max_milliseconds in params\.yaml is 40"):
        featurize.check_costs(costs, 40)
