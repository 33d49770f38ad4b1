"""Have two samples the same distribution? Counts in bins, an exact test, and one error rate for all of a run's tests.

Each test is Pearson's chi-squared of two rows of counts. Where its p-value is small, it is found by permutation: rows
of both samples are dealt anew, at random, and it is counted how often they differ as much (Besag and Clifford, 1991).
That holds for few rows and rare values, too. Holm's method then keeps the risk of *any* false alarm of a run below
`alpha`.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

EXPECTED = 1.0
EXCEEDED = 20
DRAWS = 2_000


@dataclass(frozen=True)
class Shift:
    """p-value, and the total variation distance: the share of rows that would have to move."""

    p: float
    distance: float


def shift(reference: np.ndarray, current: np.ndarray, tests: int, alpha: float, seed: int = 0) -> Shift:
    """Compare two rows of counts in the same bins.

    Args:
        reference: counts of the reference.
        current: counts of the new rows.
        tests: how many comparisons the run makes, which says how small a p-value has to be measured.
        alpha: the run's risk of a false alarm.
        seed: of the permutations.
    """
    if not reference.sum() or not current.sum():
        return Shift(1.0, 0.0)
    distance = float(np.abs(reference / reference.sum() - current / current.sum()).sum() / 2)
    pooled, counts = _without_rare(reference + current, current)
    if len(pooled) < 2:
        return Shift(1.0, distance)
    statistic = float(_chi_squared(counts, pooled))
    p = float(stats.chi2.sf(statistic, len(pooled) - 1))
    if p > alpha:
        return Shift(p, distance)
    return Shift(_permuted(pooled, counts, statistic, p, most=round(EXCEEDED * tests / alpha), seed=seed), distance)


def holm(p_values: list[float], alpha: float) -> list[bool]:
    """Which of the tests are significant, so that the risk of a single false one among them is at most alpha."""
    significant = [False] * len(p_values)
    for rank, place in enumerate(np.argsort(p_values, kind="stable")):
        if p_values[place] > alpha / (len(p_values) - rank):
            break
        significant[place] = True
    return significant


def smallest_shift(reference: int, current: int, tests: int, alpha: float, bins: int = 10) -> float:
    """The shift of a normal quantity, in its standard deviations, that such a run finds nine times of ten."""
    limit = stats.chi2.isf(alpha / tests, bins - 1)

    def missed(noncentrality: float) -> float:
        return float(stats.ncx2.sf(limit, bins - 1, noncentrality)) - 0.9

    wanted = optimize.brentq(missed, 1e-6, 1e6)
    return float(np.sqrt(wanted / (0.9 * reference * current / (reference + current))))


def _without_rare(pooled: np.ndarray, current: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bins in which less than one row is to be expected are put together; the choice looks at both samples as one."""
    order = np.argsort(pooled, kind="stable")
    pooled, current = pooled[order], current[order]
    share = current.sum() / pooled.sum()
    while len(pooled) > 1 and pooled[0] * min(share, 1 - share) < EXPECTED:
        pooled = np.append(pooled[0] + pooled[1], pooled[2:])
        current = np.append(current[0] + current[1], current[2:])
    return pooled, current


def _chi_squared(current: np.ndarray, pooled: np.ndarray) -> np.ndarray:
    """Pearson's statistic of each row of counts; the other sample has the rest of the pooled counts."""
    share = current.sum(axis=-1, keepdims=True) / pooled.sum()
    return np.asarray(((current - share * pooled) ** 2 / pooled).sum(axis=-1) / (share * (1 - share))[..., 0])


def _permuted(pooled: np.ndarray, current: np.ndarray, statistic: float, p: float, most: int, seed: int) -> float:
    chance, drawn, exceeded = np.random.default_rng(seed), 0, 0
    while drawn < most:
        dealt = chance.multivariate_hypergeometric(pooled, int(current.sum()), size=DRAWS, method="marginals")
        exceeded += int((_chi_squared(dealt, pooled) >= statistic - 1e-9).sum())
        drawn += DRAWS
        if exceeded >= EXCEEDED:
            break
    if exceeded:
        return (1 + exceeded) / (1 + drawn)
    # Rarer than can be dealt: what chi-squared says, at most.
    return min(p, 1 / (1 + drawn))
