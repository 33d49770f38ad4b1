"""XGBoost with classes by their names: its own classifier takes numbers from 0 only."""

from typing import Any

import numpy as np
from sklearn.preprocessing import LabelEncoder
from xgboost import XGBClassifier


class XgboostClassifier(XGBClassifier):
    """XGBClassifier for classes of any kind."""

    def fit(self, X: Any, y: Any, **more: Any) -> "XgboostClassifier":
        """Learn the classes, and which number stands for which of them."""
        self.names_: np.ndarray | None = None
        encoder = LabelEncoder().fit(y)
        super().fit(X, encoder.transform(y), **more)
        self.names_ = np.asarray(encoder.classes_)
        return self

    def predict(self, X: Any, **more: Any) -> Any:
        """The names of the most probable classes."""
        return self.classes_[super().predict(X, **more)]

    @property
    def classes_(self) -> np.ndarray:
        """The names of the classes, in the order of the probabilities; numbers while it is fitted."""
        names = getattr(self, "names_", None)
        return np.arange(self.n_classes_) if names is None else names
