"""From the columns of the data to the features of the model, row by row.

Nothing here is learned from other rows: training, notebooks, the batch job and the service call the same
`build_features`, so they cannot drift apart. What has to be learned (means, categories, words) is part of
the fitted model, see `utils/preprocessing.py`.
"""

from collections.abc import Callable

import pandas as pd

from project_package.features.columns import categories, numbers
from project_package.features.dates import date_parts, days_between
from project_package.features.text import text_lengths, texts
from project_package.utils.schema import Schema

FEATURES: list[Callable[[pd.DataFrame, Schema], pd.DataFrame]] = [
    numbers,
    categories,
    date_parts,
    days_between,
    texts,
    text_lengths,
    # create-ml-project: features
]


def build_features(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Compute every feature of every row.

    Args:
        table: rows as `read_raw` gives them, with all feature columns of the schema; more do no harm.
        schema: what the columns are.

    Returns:
        One row per row of `table`: numbers as float64, categories and texts as text, missing values as
        NaN, and the target as the last column if the table has it.

    Raises:
        ValueError: two functions made a feature of the same name.
    """
    targets = [name for name in schema.names("target") if name in table]
    features = pd.concat([*(feature(table, schema) for feature in FEATURES), table[targets]], axis=1)
    repeated = features.columns[features.columns.duplicated()].tolist()
    if repeated:
        raise ValueError(f"more than one feature is called {repeated}; rename one in `features/`.")
    return features


def feature_sources(features: list[str], schema: Schema) -> dict[str, str]:
    """The column of the data that each feature is made of; its own name where there is more than one."""
    columns, sources = set(schema.features), {}
    for feature in features:
        words = feature.split(": ")
        starts = (": ".join(words[:length]) for length in range(len(words), 0, -1))
        sources[feature] = next((start for start in starts if start in columns), feature)
    return sources
