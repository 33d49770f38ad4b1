"""How far a number would move with other rows: the bootstrap, which draws whole units (Efron, 1979).

Rows of one unit, such as one customer, resemble each other; drawn one by one they would promise more than they tell.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from project_package.utils.params import Data
from project_package.utils.scores import SCORES, Arrays, Score, arrays_of

DRAWS = 200
# Larger sets are drawn in part, and the width of the interval is scaled to their size (Politis and Romano, 1994).
MOST_ROWS = 10_000
LEVEL = 0.95


@dataclass(frozen=True)
class Resampling:
    """Positions of the rows in each draw, and by how much an interval of such draws is too wide."""

    draws: list[np.ndarray]
    scale: float

    def interval(self, value: float, of: Callable[[np.ndarray], float]) -> tuple[float, float]:
        """The 95 % interval of a number.

        Args:
            value: the number on all rows.
            of: computes it on the rows at some positions.

        Returns:
            Both ends; NaN where no draw has the number.
        """
        drawn = np.array([of(rows) for rows in self.draws], dtype=float)
        drawn = drawn[np.isfinite(drawn)]
        if not len(drawn):
            return np.nan, np.nan
        low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return value + self.scale * float(low - value), value + self.scale * float(high - value)


def resample(units: np.ndarray, seed: int) -> Resampling:
    """Draw rows with replacement, unit by unit.

    Args:
        units: the unit of each row, in any type that can be sorted.
        seed: equal seeds give equal draws.
    """
    chance = np.random.default_rng(seed)
    _, unit = np.unique(units, return_inverse=True)
    order, count = np.argsort(unit, kind="stable"), int(unit.max()) + 1
    rows_of = np.split(order, np.flatnonzero(np.diff(unit[order])) + 1)
    drawn = min(count, max(2, MOST_ROWS * count // len(units)))
    if count == len(units):
        draws = [order[chance.integers(0, count, drawn)] for _ in range(DRAWS)]
    else:
        picks = [chance.integers(0, count, drawn) for _ in range(DRAWS)]
        draws = [np.concatenate([rows_of[one] for one in pick]) for pick in picks]
    return Resampling(draws, float(np.sqrt(drawn / count)))


def intervals(
    target: pd.Series, predicted: pd.DataFrame, data: Data, resampling: Resampling
) -> dict[str, tuple[float, float]]:
    """The 95 % interval of every score of the task, over other test rows of the same kind."""
    arrays = arrays_of(target, predicted, data)
    return {name: _interval(function, arrays, resampling) for name, function in SCORES[data.task].items()}


def interval(
    metric: str, target: pd.Series, predicted: pd.DataFrame, data: Data, resampling: Resampling
) -> tuple[float, float]:
    """The 95 % interval of one score."""
    return _interval(SCORES[data.task][metric], arrays_of(target, predicted, data), resampling)


def _interval(function: Score, arrays: Arrays, resampling: Resampling) -> tuple[float, float]:
    return resampling.interval(float(function(*arrays)), lambda rows: float(function(*at(rows, arrays))))


def difference(
    metric: str, target: pd.Series, predicted: pd.DataFrame, other: pd.DataFrame, data: Data, resampling: Resampling
) -> tuple[float, float, float]:
    """How much better predictions score than others of the same rows, with the ends of its 95 % interval.

    Both are scored on the same draws, so what makes a draw easy or hard for both does not count (paired bootstrap).
    """
    first, second, function = (
        arrays_of(target, predicted, data),
        arrays_of(target, other, data),
        SCORES[data.task][metric],
    )

    def apart(rows: np.ndarray) -> float:
        return float(function(*at(rows, first)) - function(*at(rows, second)))

    value = apart(np.arange(len(target)))
    return value, *resampling.interval(value, apart)


def at(rows: np.ndarray, arrays: Arrays) -> Arrays:
    """The arrays of `arrays_of` on some rows; numbers have no probabilities."""
    truth, predicted, probabilities = arrays
    return truth[rows], predicted[rows], probabilities[rows] if len(probabilities) else probabilities
