import time

import pandas as pd
from pandas.testing import assert_frame_equal

from project_package.features import FEATURES
from project_package.features.feature_name import feature_name
from project_package.utils.schema import Schema

MILLISECONDS_PER_ROW = 1.0


def test_it_is_computed_with_the_others() -> None:
    assert feature_name in FEATURES


def test_each_row_gets_its_own(sample: pd.DataFrame, schema: Schema) -> None:
    made = feature_name(sample, schema)
    assert_frame_equal(feature_name(sample.tail(1), schema), made.tail(1))
    assert made.index.equals(sample.index)


def test_a_new_row_has_it_too(sample: pd.DataFrame, schema: Schema) -> None:
    new = sample.drop(columns=schema.names("target"))
    assert_frame_equal(feature_name(new, schema), feature_name(sample, schema))


def test_it_leaves_its_input_alone(sample: pd.DataFrame, schema: Schema) -> None:
    before = sample.copy()
    feature_name(sample, schema)
    assert_frame_equal(sample, before)


def test_it_costs_little(sample: pd.DataFrame, schema: Schema) -> None:
    start = time.perf_counter()
    feature_name(sample, schema)
    assert 1000 * (time.perf_counter() - start) < MILLISECONDS_PER_ROW * max(len(sample), 100)
