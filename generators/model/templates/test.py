import numpy as np
import pandas as pd

from project_package.utils.candidates import CANDIDATES
from project_package.utils.models import labels, predict
from project_package.utils.params import Params
from project_package.utils.preprocessing import build_pipeline
from project_package.utils.schema import Schema


def rows(count: int, seed: int, task: str) -> tuple[pd.DataFrame, pd.Series]:
    """Features of both kinds with gaps, and a target that one of them tells."""
    chance = np.random.default_rng(seed)
    signal = chance.normal(size=count)
    features = pd.DataFrame({"a number": signal, "a word": chance.choice(["x", "y", "z"], count)})
    target = pd.Series(signal * 3 + 1 if task == "regression" else np.where(signal > 0, "yes", "no"))
    features.loc[::17, ["a number", "a word"]] = None
    return features, target


def test_learns_what_a_feature_tells(params: Params, schema: Schema) -> None:
    task = params.data.task
    features, target = rows(400, 0, task)
    model = build_pipeline("model_name", {}, features, schema, params).fit(features, labels(target))
    new, expected = rows(200, 1, task)
    predicted = predict(model, new)["prediction"]
    if task == "regression":
        assert np.corrcoef(predicted.astype(float), expected)[0, 1] > 0.8
    else:
        assert (predicted == expected).mean() > 0.8


def test_the_same_seed_gives_the_same_model(params: Params, schema: Schema) -> None:
    features, target = rows(100, 2, params.data.task)
    models = [build_pipeline("model_name", {}, features, schema, params) for _ in range(2)]
    first, second = (predict(model.fit(features, labels(target)), features) for model in models)
    pd.testing.assert_frame_equal(first, second)


def test_it_is_copied_by_its_settings(params: Params) -> None:
    model = CANDIDATES["model_name"].build(params.base.seed)
    assert type(model)(**model.get_params()).get_params() == model.get_params()
