"""Outliers: leave the most isolated rows of train out of training.

In:  `train.parquet` and `test.parquet` in the folder named by `reads.outliers`: features and target.
Out: the same in `data/processed/outliers`, train without the rows that went; `reports/outliers.json`.

Test keeps all of its rows: outliers are among those that the model will be asked about.
"""

import pandas as pd
from pydantic import Field
from sklearn.ensemble import IsolationForest

from project_package.utils.errors import run
from project_package.utils.folds import without_target
from project_package.utils.pairs import read_pair, write_pair
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.settings import Settings, read_settings

FOLDER = "data/processed/outliers"
REPORT = "reports/outliers.json"


class Outliers(Settings):
    """The section `outliers` of `params.yaml`."""

    share: float = Field(ge=0, lt=0.5)
    rare: int = Field(ge=1)


class StageParams(Params):
    """All of `params.yaml`."""

    outliers: Outliers


def isolation(features: pd.DataFrame, seed: int) -> pd.Series:
    """How few cuts part each row from the others (isolation forest); higher is more isolated.

    Only numbers are looked at, a missing one as the median; without any, all rows are alike.
    """
    numbers = features.select_dtypes("number").dropna(axis=1, how="all")
    if numbers.empty:
        return pd.Series(0.0, index=features.index)
    filled = numbers.fillna(numbers.median()).to_numpy()
    forest = IsolationForest(random_state=seed, n_jobs=1).fit(filled)
    return pd.Series(-forest.score_samples(filled), index=features.index)


def outliers(train: pd.DataFrame, params: StageParams) -> pd.DataFrame:
    """Train without its most isolated rows, `outliers.share` of them; none of a rare class."""
    target = train[params.data.target]
    isolated = isolation(without_target(train, params), params.base.seed)
    if params.data.task != "regression":
        isolated = isolated[target.map(target.value_counts()) >= params.outliers.rare]
    if isolated.nunique() < 2:
        return train
    leave = isolated.nlargest(int(len(train) * params.outliers.share)).index
    return train.drop(index=leave)


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    pair = read_pair(params.reads["outliers"])
    kept = outliers(pair.train, params)
    write_pair(pair.with_train(kept), FOLDER)
    write_json({"rows_read": len(pair.train), "rows_left_out": len(pair.train) - len(kept), "rows": len(kept)}, REPORT)


if __name__ == "__main__":
    run(main)
