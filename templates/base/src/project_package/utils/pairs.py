"""The two tables between featurize and train, and what stages in between have learned from the first.

A stage there leaves rows of train out, or changes values by a step that it fits on train. The steps stand in
front of the model, so that a new row goes the way of the rows that the model has learned from. A stage that
repeats rows, or whose choice depends on the target, leaves it to be made wherever a model learns: in each fold.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import joblib
import numpy as np
import pandas as pd

from project_package.utils.folds import UNIT
from project_package.utils.tables import read_table, write_table

STEPS = "steps.joblib"


class Choice(Protocol):
    """Which rows a model learns from, by their target."""

    def rows(self, target: pd.Series) -> np.ndarray:
        """Positions of the rows to learn from; a row may come twice."""
        ...


@dataclass(frozen=True)
class Pair:
    """Features and target of train and test, and the fitted steps and choices of rows behind them, in order."""

    train: pd.DataFrame
    test: pd.DataFrame
    steps: tuple[tuple[str, Any], ...] = ()

    def with_train(self, train: pd.DataFrame) -> "Pair":
        """Learn from other rows; test keeps its own, as nobody chooses what the model will be asked."""
        return replace(self, train=train.reset_index(drop=True))

    def choosing(self, name: str, choice: Choice) -> "Pair":
        """Have rows chosen wherever a model learns; the tables stay as they are."""
        return replace(self, steps=(*self.steps, (name, choice)))

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
    """Read both tables, the steps and the choices of a folder that a stage has written."""
    train, test = (read_table(f"{folder}/{part}.parquet") for part in ("train", "test"))
    return Pair(train, test, _load(folder))


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
    return tuple((name, step) for name, step in _load(folder) if hasattr(step, "transform"))


def load_choices(folder: str | Path) -> list[Choice]:
    """The choices of rows to be made wherever a model learns from the tables of a folder."""
    return [step for _, step in _load(folder) if hasattr(step, "rows")]


def chosen_rows(target: pd.Series, places: np.ndarray, choices: list[Choice]) -> np.ndarray:
    """Of the rows at these positions those that the model learns from, one choice after the other."""
    for choice in choices:
        places = places[choice.rows(target.iloc[places])]
    return places


def _load(folder: str | Path) -> tuple[tuple[str, Any], ...]:
    file = Path(folder) / STEPS
    return tuple(joblib.load(file)) if file.is_file() else ()
