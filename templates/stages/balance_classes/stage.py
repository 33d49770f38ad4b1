"""Balance classes: train the chosen model on classes of equal size.

In:  `train.parquet` and `test.parquet` in the folder named by `reads.balance_classes`: features and target.
Out: the same in `data/processed/balance_classes`, train with repeated or without some rows;
     `reports/balance_classes.json`, rows per class before and after.

It stands behind tune, where a repeated row would be both learned from and held out. Afterwards the model's
probabilities are those of balanced classes: the stage `calibrate` gives them their meaning back.
"""

from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field

from project_package.utils.errors import run
from project_package.utils.pairs import read_pair, write_pair
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.settings import Settings, read_settings

FOLDER = "data/processed/balance_classes"
REPORT = "reports/balance_classes.json"


class BalanceClasses(Settings):
    """The section `balance_classes` of `params.yaml`."""

    by: Literal["more", "fewer"]
    ratio: float = Field(gt=0, le=1)


class StageParams(Params):
    """All of `params.yaml`."""

    balance_classes: BalanceClasses


def balance_classes(train: pd.DataFrame, target: str, seed: int, settings: BalanceClasses) -> pd.DataFrame:
    """Repeat or leave out rows, drawn by lot, until no class is smaller than `ratio` of the largest.

    Every row is kept at least once with `more`; with `fewer` the smallest class keeps all of its rows.
    """
    counts = train[target].value_counts(sort=False)
    chance = np.random.default_rng(seed)
    places: list[np.ndarray] = []
    for name, count in counts.items():
        own = np.flatnonzero(train[target] == name)
        if settings.by == "more":
            wanted = max(count, int(np.ceil(counts.max() * settings.ratio)))
            places += [own, chance.choice(own, wanted - count)]
        else:
            wanted = min(count, int(counts.min() / settings.ratio))
            places.append(chance.choice(own, wanted, replace=False))
    return train.iloc[np.sort(np.concatenate(places))]


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    target = params.data.target
    pair = read_pair(params.reads["balance_classes"])
    train = balance_classes(pair.train, target, params.base.seed, params.balance_classes)
    write_pair(pair.with_train(train), FOLDER)
    before, after = (table[target].value_counts().sort_index().to_dict() for table in (pair.train, train))
    write_json({"rows_before": before, "rows_after": after}, REPORT)


if __name__ == "__main__":
    run(main)
