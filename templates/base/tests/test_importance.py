"""The importance of a column tells a relation from chance."""

from typing import Any

import numpy as np
import pandas as pd

from project_package.utils.importance import MOST_COLUMNS, permutation_importance
from project_package.utils.params import Params
from project_package.utils.schema import Schema


class Sum:
    """A regression that adds up what it was told to."""

    def predict(self, features: pd.DataFrame) -> Any:
        """Two of the columns, one of them weighing little."""
        return (features["much"] + 0.1 * features["little"]).to_numpy()


def test_a_column_that_is_used_is_missed_and_noise_is_not(schema: Schema, params: Params) -> None:
    chance = np.random.default_rng(0)
    table = pd.DataFrame(chance.normal(size=(1500, 3)), columns=["much", "little", "noise"])
    table["y"] = table["much"] + 0.1 * table["little"] + 0.3 * chance.normal(size=1500)
    data = params.data.model_copy(update={"task": "regression", "target": "y", "positive": None})
    about = params.model_copy(update={"data": data})
    found = permutation_importance(Sum(), table, schema, "r2", about).set_index("feature")
    assert found.index.tolist() == ["much", "little", "noise"]
    assert (found.loc[["much", "little"], "low"] > 0).all()
    assert not found.loc[["noise"], ["low", "high"]].to_numpy().any()
    assert ((found["low"] <= found["importance"]) & (found["importance"] <= found["high"])).all()


def test_of_many_columns_those_are_looked_at_that_the_model_follows(schema: Schema, params: Params) -> None:
    chance = np.random.default_rng(0)
    table = pd.DataFrame(chance.normal(size=(300, MOST_COLUMNS + 50))).add_prefix("noise ")
    table = table.assign(much=chance.normal(size=300), little=chance.normal(size=300), word=["a", "b", "c"] * 100)
    table["y"] = table["much"] + 0.1 * chance.normal(size=300)
    data = params.data.model_copy(update={"task": "regression", "target": "y", "positive": None})
    found = permutation_importance(Sum(), table, schema, "r2", params.model_copy(update={"data": data}))
    assert len(found) == MOST_COLUMNS
    assert found["feature"].iloc[0] == "much"
