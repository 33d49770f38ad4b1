"""The interval of a slice holds the score of all rows about as often as it promises."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from project_package.utils.folds import UNIT
from project_package.utils.params import Data, Params
from project_package.utils.schema import Schema
from project_package.utils.scores import score
from project_package.utils.slice_intervals import slice_interval
from project_package.utils.slices import score_slices

ROWS, TIMES = 120, 300
METRIC = {"binary": "roc_auc", "multiclass": "accuracy", "regression": "neg_root_mean_squared_error"}


def binary(chance: np.random.Generator, rows: int) -> tuple[pd.Series, pd.DataFrame]:
    truth = chance.random(rows) < 0.3
    probability = 1 / (1 + np.exp(-(chance.normal(size=rows) + 1.2 * truth)))
    target = pd.Series(np.where(truth, "yes", "no"))
    return target, pd.DataFrame({"prediction": "no", "probability_no": 1 - probability, "probability_yes": probability})


def multiclass(chance: np.random.Generator, rows: int) -> tuple[pd.Series, pd.DataFrame]:
    target = pd.Series(chance.choice(["a", "b", "c"], rows))
    guess = target.where(chance.random(rows) < 0.8, "a")
    return target, pd.DataFrame({"prediction": guess, "probability_a": 0.3, "probability_b": 0.3, "probability_c": 0.4})


def regression(chance: np.random.Generator, rows: int) -> tuple[pd.Series, pd.DataFrame]:
    return pd.Series(chance.normal(size=rows)), pd.DataFrame({"prediction": np.zeros(rows)})


@pytest.mark.parametrize("make", [binary, multiclass, regression])
def test_the_interval_keeps_what_it_promises(
    make: Callable[[np.random.Generator, int], tuple[pd.Series, pd.DataFrame]],
) -> None:
    chance, task = np.random.default_rng(1), make.__name__
    positive = "yes" if task == "binary" else None
    data = Data(schema="s", target="t", task=task, positive=positive)  # type: ignore[arg-type]
    whole = score(METRIC[task], *make(chance, 200_000), data)
    found = [slice_interval(*make(chance, ROWS), data) for _ in range(TIMES)]
    held = [ends is not None and ends[0] <= whole <= ends[1] for ends in found]
    assert 0.91 <= np.mean(held) <= 0.98


def test_a_perfect_slice_has_no_interval() -> None:
    data = Data(schema="s", target="t", task="binary", positive="yes")
    target = pd.Series(["no"] * 5 + ["yes"] * 5)
    predicted = pd.DataFrame({"probability_yes": np.linspace(0, 1, 10)})
    assert slice_interval(target, predicted, data) is None


def test_rows_of_one_customer_promise_no_more_than_one_row(schema: Schema, params: Params) -> None:
    data = params.data.model_copy(update={"task": "binary", "target": "y", "positive": "yes"})
    limits = params.model_copy(update={"data": data})
    target, predicted = binary(np.random.default_rng(2), 200)
    column = schema.columns[0].model_copy(update={"name": "part", "role": "feature"})
    form = schema.model_copy(update={"columns": [column]})
    table = pd.DataFrame({"part": ["a", "b"] * 100, "y": target, UNIT: range(200)})

    def width(times: int) -> float:
        again = np.repeat(np.arange(200), times)
        rows, answers = (part.iloc[again].reset_index(drop=True) for part in (table, predicted))
        low, high = score_slices(rows, answers, form, limits)["slices"][0]["ci95"]
        return float(high - low)

    assert width(20) == pytest.approx(width(1), rel=0.25)
