import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from project_package.stages.explain import draw, follow

SIZE = np.arange(40, dtype=float)
FEATURES = pd.DataFrame({"the size": SIZE, "kind": ["a", "b"] * 20, "noise": np.zeros(40)})
ENCODE = make_column_transformer((OneHotEncoder(), ["kind"]), remainder="passthrough")
MODEL = make_pipeline(ENCODE, LinearRegression()).fit(FEATURES, 2 * SIZE + 5 * (FEATURES["kind"] == "b"))


def test_the_answer_rises_with_a_number() -> None:
    steps = follow(MODEL, FEATURES, "the size", "prediction")
    slopes = np.diff([step["answer"] for step in steps]) / np.diff([step["value"] for step in steps])
    np.testing.assert_allclose(slopes, 2)


def test_the_answer_differs_between_categories() -> None:
    first, second = follow(MODEL, FEATURES, "kind", "prediction")
    assert (first["value"], second["value"]) == ("a", "b")
    np.testing.assert_allclose(second["answer"] - first["answer"], 5)


def test_each_column_gets_its_panel() -> None:
    curves = {name: follow(MODEL, FEATURES, name, "prediction") for name in ("the size", "kind", "noise")}
    titles = [axis.get_title(loc="left") or axis.get_title() for axis in draw(curves, "prediction").axes]
    assert titles == ["the size", "kind", "noise"]
