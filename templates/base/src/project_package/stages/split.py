"""Split: put rows aside that the model never sees while it is built.

In:  the table named by `reads.split`.
Out: `data/processed/split/train.parquet` and `test.parquet`, the same columns.
"""

import numpy as np
import pandas as pd

from project_package.utils.errors import ProjectError, run
from project_package.utils.params import Params, load_params
from project_package.utils.tables import read_table, write_table

FOLDER = "data/processed/split"


def split_table(table: pd.DataFrame, params: Params) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Divide the rows into train and test as the section `split` of `params.yaml` says.

    `random` keeps the shares of the classes; `time` takes the newest rows as the test, as a model in use
    also predicts what comes later, and sorts both tables by time; rows without a time count as the oldest.

    Returns:
        Train and test table, at least one row each; together they hold every row once.

    Raises:
        ProjectError: fewer than two rows, or the time column is missing or does not hold times.
    """
    if len(table) < 2:
        raise ProjectError(f"a table with {len(table)} row cannot be split into train and test.")
    if params.split.by == "time":
        order, in_test = _newest(table, params.split.time_column, params.split.test_size)
    else:
        classes = None if params.data.task == "regression" else table[params.data.target]
        in_test = _sample(len(table), classes, params.split.test_size, params.base.seed)
        order = np.arange(len(table))
    train, test = table.iloc[order[~in_test[order]]], table.iloc[order[in_test[order]]]
    return train.reset_index(drop=True), test.reset_index(drop=True)


def _sample(rows: int, classes: pd.Series | None, share: float, seed: int) -> np.ndarray:
    """Mark a random share of the rows, of each class alike; a class with a single row is left out."""
    shuffled = np.random.default_rng(seed).permutation(rows)
    codes = np.zeros(rows, dtype=int) if classes is None else pd.factorize(classes, sort=True)[0]
    by_class = shuffled[np.argsort(codes[shuffled], kind="stable")]
    steps = np.floor(np.arange(rows + 1) * share + 0.5)
    marked = np.zeros(rows, dtype=bool)
    marked[by_class] = np.diff(steps) > 0
    single = np.bincount(codes)[codes] == 1
    if not (marked & ~single).any():
        marked[by_class[-1]] = True
        return marked
    return np.asarray(marked & ~single)


def _newest(table: pd.DataFrame, column: str | None, share: float) -> tuple[np.ndarray, np.ndarray]:
    """The rows in the order of time, and a mark at the newest share of them."""
    if column is None or column not in table:
        raise ProjectError(f"split.time_column in params.yaml names no column of the data: {column!r}.")
    times = table[column]
    if not pd.api.types.is_datetime64_any_dtype(times) and not pd.api.types.is_numeric_dtype(times):
        raise ProjectError(
            f"split.time_column in params.yaml is {column!r}, which holds neither dates nor numbers; "
            "say in data/schema.yaml that its `type` is `date`, and its `format`."
        )
    order = times.rank(method="first", na_option="top").argsort().to_numpy()
    newest = np.zeros(len(table), dtype=bool)
    newest[order[-max(1, round(len(table) * share)) :]] = True
    return order, newest


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    train, test = split_table(read_table(params.reads["split"]), params)
    write_table(train, f"{FOLDER}/train.parquet")
    write_table(test, f"{FOLDER}/test.parquet")


if __name__ == "__main__":
    run(main)
