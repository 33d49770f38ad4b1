"""What the gates on the model look at."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from project_package.utils.params import Params
from project_package.utils.resampling import Resampling
from project_package.utils.schema import Schema


@dataclass(frozen=True)
class Evidence:
    """What the gates of the model look at: the test set, and what model and baselines predict there."""

    rows: pd.DataFrame
    predicted: pd.DataFrame
    baselines: dict[str, pd.DataFrame]
    metrics: dict[str, Any]
    resampling: Resampling
    schema: Schema
    params: Params

    @property
    def target(self) -> pd.Series:
        """The true classes or numbers."""
        return self.rows[self.params.data.target]
