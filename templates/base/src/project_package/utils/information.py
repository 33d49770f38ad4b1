"""How much one column tells about another, without a model and without assuming a shape."""

import numpy as np
import pandas as pd

BINS = 10


def shared_information(features: pd.DataFrame, target: pd.Series, *, numeric: bool) -> dict[str, float]:
    """Mutual information of each feature with the target, as a share of the target's entropy, in [0, 1].

    Numbers are cut into ten equally filled bins, missing values are a bin of their own. What independent
    columns would share by chance in so few rows is taken off (Miller and Madow, 1955).
    """
    outcome = _bins(target) if numeric else pd.factorize(target)[0]
    return {str(name): _information(_bins(values), outcome) for name, values in features.items()}


def _bins(values: pd.Series) -> np.ndarray:
    if pd.api.types.is_numeric_dtype(values) and values.nunique() > BINS:
        return np.asarray(pd.qcut(values, BINS, labels=False, duplicates="drop").fillna(-1))
    return np.asarray(pd.factorize(values, use_na_sentinel=False)[0])


def _information(first: np.ndarray, second: np.ndarray) -> float:
    table = pd.crosstab(first, second).to_numpy(dtype=float)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    by_chance = (len(rows) - 1) * (len(columns) - 1) / (2 * table.sum())
    shared = _entropy(rows) + _entropy(columns) - _entropy(table.ravel()) - by_chance
    whole = _entropy(columns)
    return float(min(1.0, max(0.0, shared / whole))) if whole > 0 else 0.0


def _entropy(counts: np.ndarray) -> float:
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log(shares)).sum())
