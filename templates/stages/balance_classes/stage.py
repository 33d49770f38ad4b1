"""Balance classes: have every model learn from classes of equal size.

In:  `train.parquet` and `test.parquet` in the folder named by `reads.balance_classes`: features and target.
Out: the same in `data/processed/balance_classes`, and `steps.joblib`: the choice of rows, which tune makes anew in
     each fold and train in the end; `reports/balance_classes.json`, rows per class before and after.

What is held out keeps the real shares, and no repeated row is both learned from and held out. The model's
probabilities are those of balanced classes: the stage `calibrate` gives them their meaning back.
"""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class BalancedRows:
    """Rows repeated or left out at random, until no class is smaller than `ratio` of the largest."""

    settings: BalanceClasses
    seed: int

    def rows(self, target: pd.Series) -> np.ndarray:
        """Positions of the rows to learn from.

        Every row is kept at least once with `more`; with `fewer` the smallest class keeps all of its rows.
        """
        counts = target.value_counts(sort=False)
        chance = np.random.default_rng(self.seed)
        places: list[np.ndarray] = []
        for name, count in counts.items():
            own = np.flatnonzero(target == name)
            if self.settings.by == "more":
                wanted = max(count, int(np.ceil(counts.max() * self.settings.ratio)))
                places += [own, chance.choice(own, wanted - count)]
            else:
                wanted = min(count, int(counts.min() / self.settings.ratio))
                places.append(chance.choice(own, wanted, replace=False))
        return np.sort(np.concatenate(places))


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    pair = read_pair(params.reads["balance_classes"])
    choice = BalancedRows(params.balance_classes, params.base.seed)
    write_pair(pair.choosing("balance_classes", choice), FOLDER)
    target = pair.train[params.data.target]
    before, after = (rows.value_counts().sort_index().to_dict() for rows in (target, target.iloc[choice.rows(target)]))
    write_json({"rows_before": before, "rows_after": after}, REPORT)


if __name__ == "__main__":
    # By its own name: a choice that was saved from `__main__` could be loaded nowhere else.
    from project_package.stages import balance_classes

    run(balance_classes.main)
