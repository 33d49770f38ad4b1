"""Impute: fill in missing values with what train shows.

In:  `train.parquet` and `test.parquet` in the folder named by `reads.impute`: features and target.
Out: the same in `data/processed/impute`, nothing missing in the features, and `steps.joblib`: the fitted
     step goes in front of the model, so that the service fills in new rows likewise.
"""

from typing import Literal

from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.impute import KNNImputer, SimpleImputer

from project_package.utils.errors import run
from project_package.utils.pairs import read_pair, write_pair
from project_package.utils.params import Params
from project_package.utils.settings import Settings, read_settings

FOLDER = "data/processed/impute"


class Impute(Settings):
    """The section `impute` of `params.yaml`."""

    numbers: Literal["median", "mean", "nearest"]
    words: Literal["most_frequent", "unknown"]


class StageParams(Params):
    """All of `params.yaml`."""

    impute: Impute


def build(settings: Impute) -> ColumnTransformer:
    """The step, unfitted: columns keep their names; a column without any value in train is filled with 0."""
    if settings.numbers == "nearest":
        numbers = KNNImputer(keep_empty_features=True)
    else:
        numbers = SimpleImputer(strategy=settings.numbers, keep_empty_features=True)
    strategy = "most_frequent" if settings.words == "most_frequent" else "constant"
    words = SimpleImputer(strategy=strategy, fill_value="unknown", keep_empty_features=True)
    steps = [
        ("numbers", numbers, make_column_selector(dtype_include="number")),
        ("words", words, make_column_selector(dtype_exclude="number")),
    ]
    return ColumnTransformer(steps, verbose_feature_names_out=False).set_output(transform="pandas")


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    pair = read_pair(params.reads["impute"])
    write_pair(pair.through("impute", build(params.impute), params.data.target), FOLDER)


if __name__ == "__main__":
    run(main)
