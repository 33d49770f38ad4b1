"""How far the score of a slice would move with other rows: by formula, for slices are too many to draw each anew."""

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from project_package.utils.params import Data

Z = 1.96


def slice_interval(target: pd.Series, predicted: pd.DataFrame, data: Data) -> tuple[float, float] | None:
    """The 95 % interval of the metric that slices are scored by, rows taken as independent of each other.

    ROC AUC after DeLong et al. (1988), accuracy after Wilson (1927), the root mean squared error by the spread of the
    squared errors (higher is better, so it is below zero).

    Returns:
        Both ends, the lower first; none where the rows show no spread, such as a slice that is ranked perfectly.
    """
    if data.task == "binary":
        return _roc_auc(target == data.positive, predicted[f"probability_{data.positive}"])
    if data.task == "multiclass":
        return _share((target.to_numpy() == predicted["prediction"].to_numpy()).astype(float))
    return _root((target - predicted["prediction"]).to_numpy(dtype=float) ** 2)


def _roc_auc(truth: pd.Series, probability: pd.Series) -> tuple[float, float] | None:
    high, low = probability[truth], probability[~truth]
    if min(len(high), len(low)) < 2:
        return None
    ranks = rankdata(np.concatenate([high, low]))
    # For each row of one class the share of the other class that it is ranked right against.
    above = (ranks[: len(high)] - rankdata(high)) / len(low)
    below = 1 - (ranks[len(high) :] - rankdata(low)) / len(high)
    error = float(np.sqrt(above.var(ddof=1) / len(high) + below.var(ddof=1) / len(low)))
    value = float(above.mean())
    return (max(0.0, value - Z * error), min(1.0, value + Z * error)) if error else None


def _share(hits: np.ndarray) -> tuple[float, float]:
    rows, share = len(hits), float(hits.mean())
    middle = (share + Z**2 / (2 * rows)) / (1 + Z**2 / rows)
    reach = Z * float(np.sqrt(share * (1 - share) / rows + Z**2 / (4 * rows**2))) / (1 + Z**2 / rows)
    return middle - reach, middle + reach


def _root(squares: np.ndarray) -> tuple[float, float] | None:
    if len(squares) < 2 or not squares.any():
        return None
    reach = Z * float(squares.std(ddof=1)) / np.sqrt(len(squares))
    return -float(np.sqrt(squares.mean() + reach)), -float(np.sqrt(max(0.0, squares.mean() - reach)))
