"""What the tests share: the project's parameters and schema, its data, and a small sample of them.

Tests run before and after training and on any data: what they need of a table that is not the project's
own, they make themselves.
"""

import os
from pathlib import Path

# First, so that numeric libraries are held to one thread as in the pipeline.
from project_package.utils.params import Params, load_params  # isort: skip

import pandas as pd
import pytest

from project_package.features import build_features
from project_package.stages.ingest import drop_without_target
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_raw

ROOT = Path(__file__).resolve().parents[1]
SAMPLE_ROWS = 300


@pytest.fixture(scope="session", autouse=True)
def _root() -> None:
    """Paths in the project's files count from its root folder."""
    os.chdir(ROOT)


@pytest.fixture(scope="session")
def params(_root: None) -> Params:
    return load_params()


@pytest.fixture(scope="session")
def schema(params: Params) -> Schema:
    return load_schema(params.data.schema_path, params.data.target)


@pytest.fixture(scope="session")
def table(params: Params, schema: Schema) -> pd.DataFrame:
    """The project's data as ingest makes them."""
    return drop_without_target(read_raw(schema), schema)


@pytest.fixture(scope="session")
def sample(table: pd.DataFrame, params: Params) -> pd.DataFrame:
    """At most 300 rows, of every class that has two the first two among them."""
    group = params.split.group
    if group in table:
        # Some rows each of some entities: of all at random, each might be of another one.
        few = table.groupby(group, sort=False).head(4)
        entities = few[group].drop_duplicates().sample(frac=1, random_state=0)
        sample = few[few[group].isin(entities.head(SAMPLE_ROWS // 4))]
    else:
        sample = table.sample(min(len(table), SAMPLE_ROWS), random_state=0)
    if params.data.task != "regression":
        classes = table.groupby(params.data.target).head(2)
        sample = pd.concat([classes, sample.drop(index=classes.index, errors="ignore")])
    return sample.head(SAMPLE_ROWS).reset_index(drop=True)


@pytest.fixture(scope="session")
def features(sample: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The sample's features, and its target."""
    return build_features(sample, schema)
