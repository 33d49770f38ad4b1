"""The reference that the model in use is watched against: how its data and answers were distributed when it was made.

It holds counts in bins, no row of the data, and of columns marked `personal: true` no value.
"""

from typing import Any

import numpy as np
import pandas as pd

from project_package.monitoring.bins import Bins, number_bins, numbers, presence_bins, word_bins
from project_package.monitoring.performance import Calibration, calibrations, errors_of
from project_package.utils.params import Data
from project_package.utils.reports import read_json
from project_package.utils.schema import Column, Schema
from project_package.utils.scores import scores
from project_package.utils.settings import Settings
from project_package.utils.values import formats_of

PROFILE = "models/reference.json"


class Profile(Settings):
    """Bins of each input, of the predictions and of their errors; what the errors were; a typical row."""

    model_version: str
    rows: int
    inputs: dict[str, Bins]
    predictions: dict[str, Bins]
    errors: Bins
    scores: dict[str, float | None]
    calibrations: dict[str, Calibration]
    typical: dict[str, bool | int | float | str | None]


def make_profile(
    table: pd.DataFrame, predicted: pd.DataFrame, target: pd.Series, version: str, schema: Schema, data: Data
) -> Profile:
    """Profile of a model.

    Args:
        table: rows of the data, typed, as they were before the split.
        predicted: what `predict` gives for held-out rows: on rows that a model has learned from its answers are surer.
        target: the truth of those rows.
        version: the model's.
        schema: what the columns are.
        data: the task.
    """
    columns = [schema.column(name) for name in schema.features]
    return Profile(
        model_version=version,
        rows=len(table),
        inputs={column.name: _input_bins(table[column.name], column) for column in columns},
        predictions={name: _prediction_bins(values, data) for name, values in answers(predicted, data).items()},
        errors=number_bins(errors_of(target, predicted, data)),
        scores=dict(scores(target, predicted, data)),
        calibrations=calibrations(target, predicted, data),
        typical={column.name: _typical(table[column.name], column) for column in columns},
    )


def load_profile(path: str = PROFILE) -> Profile:
    """Read the profile of the model in use.

    Raises:
        ProjectError: there is none yet.
    """
    return Profile.model_validate(read_json(path))


def observed(values: pd.Series, column: Column) -> pd.Series:
    """What is watched of a column: of a text its length in characters, of anything else itself."""
    return values.map(lambda text: len(str(text)), na_action="ignore") if column.role == "text" else values


def answers(predicted: pd.DataFrame, data: Data) -> dict[str, pd.Series]:
    """What is watched of predictions: the class and how sure the model is of it, or the number."""
    if data.task == "regression":
        return {"prediction": predicted["prediction"]}
    name = f"probability_{data.positive}" if data.task == "binary" else "largest probability"
    probability = predicted[name] if name in predicted else predicted.drop(columns="prediction").max(axis=1)
    return {"prediction": predicted["prediction"], name: probability}


def _input_bins(values: pd.Series, column: Column) -> Bins:
    # Dates go on by themselves: that they are later than the reference's is no drift.
    if column.personal or column.type == "date":
        return presence_bins(values)
    if column.role == "text" or (column.type in ("integer", "float") and column.order != "nominal"):
        return number_bins(observed(values, column))
    return word_bins(values)


def _prediction_bins(values: pd.Series, data: Data) -> Bins:
    numeric = data.task == "regression" or values.name != "prediction"
    return number_bins(values) if numeric else word_bins(values)


def _typical(values: pd.Series, column: Column) -> Any:
    """The middle number or the most frequent word, as a request would write it."""
    known = values.dropna()
    if column.personal or known.empty:
        return None
    if column.role == "text":
        return ""
    if column.type == "date":
        day = pd.to_datetime(known).sort_values().iloc[len(known) // 2]
        form = formats_of(column)[0]
        return str(day.isoformat() if form == "ISO8601" else day.strftime(form))
    if column.type == "float" or (column.type == "integer" and column.order != "nominal"):
        middle = float(np.nanquantile(numbers(known), 0.5, method="lower"))
        return round(middle) if column.type == "integer" else middle
    frequent = known.value_counts().index[0]
    return frequent.item() if hasattr(frequent, "item") else frequent
