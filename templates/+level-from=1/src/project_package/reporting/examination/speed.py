"""How fast and how large is the model? Measured on this machine, so it differs a little from run to run."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from project_package.features import build_features
from project_package.utils.models import predict
from project_package.utils.schema import Schema

SINGLE_ROWS = 20
ROWS = 10_000


def measure_speed(table: pd.DataFrame, names: list[str], model: Pipeline, schema: Schema, file: Path) -> dict[str, Any]:
    """Time from the columns of the data to the prediction, for one row at a time and for many at once.

    Returns:
        Milliseconds for one row (the middle and the slowest of twenty), rows per second in bulk, the file's bytes.
    """

    def answer(rows: pd.DataFrame) -> float:
        start = time.perf_counter()
        predict(model, build_features(rows, schema)[names])
        return time.perf_counter() - start

    answer(table.head(1))
    single = [answer(table.iloc[[place % len(table)]]) for place in range(SINGLE_ROWS)]
    many = table.iloc[np.arange(ROWS) % len(table)].reset_index(drop=True)
    return {
        "one_row_ms": round(1000 * float(np.median(single)), 2),
        "one_row_slowest_ms": round(1000 * max(single), 2),
        "rows_per_second": round(len(many) / answer(many)),
        "model_bytes": file.stat().st_size,
    }
