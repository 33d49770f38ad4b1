"""The model in use, and its answer for rows of the data: the same functions as in training, in the same order."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from sklearn.pipeline import Pipeline

from project_package.features import build_features
from project_package.monitoring.ledger import resume
from project_package.utils.models import load_model, predict
from project_package.utils.params import load_params
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_records


@dataclass(frozen=True)
class Scorer:
    """A model with its manifest, and the schema of the rows that it is asked for."""

    model: Pipeline
    manifest: dict[str, Any]
    schema: Schema

    def score_table(self, table: pd.DataFrame) -> pd.DataFrame:
        """Predictions for rows as `read_raw` and `read_records` give them: see `predict`."""
        return predict(self.model, build_features(table, self.schema)[self.manifest["features"]])

    def score(self, records: list[dict[str, Any]]) -> pd.DataFrame:
        """Predictions for records: value by column."""
        return self.score_table(read_records(records, self.schema))

    def answers(self, records: list[dict[str, Any]]) -> dict[str, list[Any]]:
        """The columns of `score` as lists, as JSON has them."""
        predicted = self.score(records)
        return {str(name): predicted[name].tolist() for name in predicted}


def load_scorer(folder: str = "models") -> Scorer:
    """The model of a folder.

    Raises:
        ProjectError: there is none, or it is not the one that its manifest describes.
    """
    resume(Path(folder))
    params = load_params()
    model, manifest = load_model(folder)
    return Scorer(model, manifest, load_schema(params.data.schema_path, params.data.target))
