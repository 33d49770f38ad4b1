"""Featurize: turn the columns of the data into the columns that the model learns from.

In:  `train.parquet` and `test.parquet` in the folder named by `reads.featurize`.
Out: `data/processed/features/train.parquet` and `test.parquet`, the same rows: features, target and `split: unit`;
     `reports/feature_cost.json`, the time that each feature takes.
"""

import time

import pandas as pd

from project_package.features import FEATURES, build_features
from project_package.utils.errors import run
from project_package.utils.folds import UNIT
from project_package.utils.params import load_params
from project_package.utils.reports import write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_table, write_table

FOLDER = "data/processed/features"
REPORT = "reports/feature_cost.json"


def feature_costs(table: pd.DataFrame, schema: Schema) -> dict[str, float]:
    """Milliseconds per 1,000 rows of each feature; features made by one function share its time."""
    costs: dict[str, float] = {}
    for feature in FEATURES:
        start = time.perf_counter()
        made = feature(table, schema).columns
        spent = 1000 * (time.perf_counter() - start) * 1000 / len(table)
        costs |= {str(name): round(spent / len(made), 4) for name in made}
    return costs


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    for part in ("train", "test"):
        table = read_table(f"{params.reads['featurize']}/{part}.parquet")
        write_table(build_features(table, schema).assign(**{UNIT: table[UNIT]}), f"{FOLDER}/{part}.parquet")
    write_json(feature_costs(table, schema), REPORT)


if __name__ == "__main__":
    run(main)
