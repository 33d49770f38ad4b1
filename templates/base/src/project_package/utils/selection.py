"""Selection by the target, as a step of the model: each fold chooses anew, from the rows that it learns from."""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.feature_selection import SelectorMixin
from sklearn.utils.validation import check_is_fitted, validate_data


class BestNumbers(SelectorMixin, BaseEstimator):  # type: ignore[misc]
    """Keep the numbers that tell most about the target on their own; missing values are passed over."""

    def __init__(self, most: int, numeric: bool) -> None:
        """Say how many are kept at most, and whether the target is a number or a class."""
        self.most, self.numeric = most, numeric

    def fit(self, features: Any, target: Any) -> "BestNumbers":
        """Rank the columns by the share of their variance between the classes, or shared with a numeric target."""
        values = validate_data(self, features, dtype=float, ensure_all_finite="allow-nan")
        known = ~np.isnan(values)
        values = np.where(known, values, 0.0)
        column = np.asarray(target)[:, None]
        if self.numeric:
            told = _shared(values, known, column.astype(float))
        else:
            told = _between(values, known, (column == np.unique(target)).astype(float))
        self.kept_ = np.zeros(len(told), dtype=bool)
        self.kept_[np.argsort(-told, kind="stable")[: self.most]] = True
        return self

    def _get_support_mask(self) -> np.ndarray:
        check_is_fitted(self, "kept_")
        return self.kept_

    def __sklearn_tags__(self) -> Any:
        """Missing values are taken, the target is needed."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan, tags.target_tags.required = True, True
        return tags


def _between(values: np.ndarray, known: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Share of each column's variance that lies between the classes (eta squared)."""
    count, total = known.sum(axis=0), values.sum(axis=0)
    counts, totals = known.T @ classes, values.T @ classes
    middle = total**2 / np.maximum(count, 1)
    between = (totals**2 / np.maximum(counts, 1)).sum(axis=1) - middle
    return _part(between, (values**2).sum(axis=0) - middle)


def _shared(values: np.ndarray, known: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Squared correlation of each column with the target."""
    count = np.maximum(known.sum(axis=0), 1)
    beside = np.where(known, target, 0.0)
    apart = (values * beside).sum(axis=0) - values.sum(axis=0) * beside.sum(axis=0) / count
    spread = [(part**2).sum(axis=0) - part.sum(axis=0) ** 2 / count for part in (values, beside)]
    return _part(apart**2, spread[0] * spread[1])


def _part(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 1e-12))
