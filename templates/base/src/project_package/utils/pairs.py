"""The two tables between featurize and train, and what stages in between have learned from the first.

A stage there chooses rows of train, or changes values by a step that it fits on train. The steps stand in
front of the model, so that a new row goes the way of the rows that the model has learned from.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import joblib
import pandas as pd

from project_package.utils.folds import UNIT
from project_package.utils.tables import read_table, write_table

STEPS = "steps.joblib"


@dataclass(frozen=True)
class Pair:
    """Features and target of train and test, and the fitted steps that they went through, in order."""

    train: pd.DataFrame
    test: pd.DataFrame
    steps: tuple[tuple[str, Any], ...] = ()

    def with_train(self, train: pd.DataFrame) -> "Pair":
        """Learn from other rows; test keeps its own, as nobody chooses what the model will be asked."""
        return replace(self, train=train.reset_index(drop=True))

    def through(self, name: str, step: Any, target: str) -> "Pair":
        """Fit a transformer of scikit-learn on train and send the features of both tables through it.

        It does not see the target: what does belongs into `utils/preprocessing.py`, which each fold fits anew.

        Args:
            name: what the step is called within the model.
            step: unfitted; takes a DataFrame and gives one with the same rows.
            target: the column that is no feature; it stays as it is, and so do the units of split.
        """
        beside = [column for column in (target, UNIT) if column in self.train]
        train = step.fit_transform(self.train.drop(columns=beside))
        test = step.transform(self.test.drop(columns=beside))
        return Pair(train.join(self.train[beside]), test.join(self.test[beside]), (*self.steps, (name, step)))


def read_pair(folder: str | Path) -> Pair:
    """Read both tables and the steps of a folder that a stage has written."""
    train, test = (read_table(f"{folder}/{part}.parquet") for part in ("train", "test"))
    return Pair(train, test, load_steps(folder))


def write_pair(pair: Pair, folder: str | Path) -> None:
    """Write both tables; the steps only if there are any."""
    write_table(pair.train, f"{folder}/train.parquet")
    write_table(pair.test, f"{folder}/test.parquet")
    steps = Path(folder) / STEPS
    steps.unlink(missing_ok=True)
    if pair.steps:
        joblib.dump(list(pair.steps), steps, compress=("zlib", 3))


def load_steps(folder: str | Path) -> tuple[tuple[str, Any], ...]:
    """The steps behind the tables of a folder; none if no stage has learned any."""
    file = Path(folder) / STEPS
    return tuple(joblib.load(file)) if file.is_file() else ()
