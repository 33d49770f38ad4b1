"""Featurize: turn the columns of the data into the columns that the model learns from.

In:  `train.parquet` and `test.parquet` in the folder named by `reads.featurize`.
Out: `data/processed/features/train.parquet` and `test.parquet`, the same rows: features, target and `split: unit`;
     `reports/feature_cost.json`, the time that each feature takes.
Exit code 3: a feature takes more than `features.max_milliseconds`.
"""

import time

import numpy as np
import pandas as pd

from project_package.features import FEATURES, build_features
from project_package.utils.errors import GateError, run
from project_package.utils.folds import UNIT
from project_package.utils.params import load_params
from project_package.utils.reports import write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_table, write_table

FOLDER = "data/processed/features"
REPORT = "reports/feature_cost.json"
ROWS, REPEATS = 1000, 3


def feature_costs(table: pd.DataFrame, schema: Schema) -> dict[str, float]:
    """Milliseconds for 1,000 rows of each feature; features made by one function share its time.

    Taken are rows of the table, over and over where it has fewer, and the best of three times: a machine that is busy
    with something else makes no feature dear.
    """
    rows = table.iloc[np.arange(ROWS) % len(table)].reset_index(drop=True)
    costs: dict[str, float] = {}
    for feature in FEATURES:
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            names = feature(rows, schema).columns
            times.append(1000 * (time.perf_counter() - start))
        costs |= {str(name): round(min(times) / len(names), 4) for name in names}
    return costs


def check_costs(costs: dict[str, float], limit: float) -> None:
    """Stop at features that take longer than they may.

    Raises:
        GateError: it names them.
    """
    dear = {name: cost for name, cost in costs.items() if cost > limit}
    if dear:
        told = ", ".join(f"{name!r} ({cost:,.0f})" for name, cost in dear.items())
        raise GateError(f"Milliseconds for 1,000 rows: {told}; features.max_milliseconds in params.yaml is {limit:g}.")


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    for part in ("train", "test"):
        table = read_table(f"{params.reads['featurize']}/{part}.parquet")
        write_table(build_features(table, schema).assign(**{UNIT: table[UNIT]}), f"{FOLDER}/{part}.parquet")
    costs = feature_costs(table, schema)
    write_json(costs, REPORT)
    check_costs(costs, params.features.max_milliseconds)


if __name__ == "__main__":
    run(main)
