"""Segment metrics: score the model on parts of the test rows, by one column and by two together.

In:  the model in `models/`; `test.parquet` in the folder named by `reads.segment_metrics`.
Out: `reports/segment_metrics.csv`, the worst segment first: `segment`, `rows`, `score` by `gate.metric`, and
     `difference` from the score of all rows.
"""

from itertools import combinations

import pandas as pd
from pydantic import Field

from project_package.utils.errors import ProjectError, run
from project_package.utils.models import load_model, predict
from project_package.utils.params import Params
from project_package.utils.reports import write_text
from project_package.utils.scores import score
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_table

REPORT = "reports/segment_metrics.csv"


class SegmentMetrics(Settings):
    """The section `segment_metrics` of `params.yaml`."""

    columns: list[str]
    values: int = Field(ge=2)
    rows: int = Field(ge=1)


class StageParams(Params):
    """All of `params.yaml`."""

    segment_metrics: SegmentMetrics


def cut(features: pd.DataFrame, settings: SegmentMetrics) -> pd.DataFrame:
    """The columns that part the rows, as words: categories as they are, numbers with many values in quarters.

    Raises:
        ProjectError: `columns` names one that is not there.
    """
    unknown = [name for name in settings.columns if name not in features]
    if unknown:
        raise ProjectError(f"segment_metrics.columns in params.yaml names {unknown}; there are {list(features)}.")
    parted = {}
    for name in settings.columns or features.columns:
        values = features[name]
        if pd.api.types.is_numeric_dtype(values) and values.nunique() > settings.values:
            values = pd.qcut(values, 4, duplicates="drop")
        if 2 <= values.nunique(dropna=False) <= settings.values or name in settings.columns:
            parted[name] = values.astype(object).where(values.notna(), "missing").map(str)
    return pd.DataFrame(parted, index=features.index)


def segment_metrics(
    features: pd.DataFrame, target: pd.Series, predicted: pd.DataFrame, params: StageParams
) -> pd.DataFrame:
    """Score every segment that is large enough; the three tables have the same rows."""
    metric, settings = params.gate.metric, params.segment_metrics
    whole = score(metric, target, predicted, params.data)
    parted = cut(features, settings)
    found = []
    for names in [[name] for name in parted.columns] + [list(pair) for pair in combinations(parted.columns, 2)]:
        for values, part in parted.groupby(names, sort=True):
            rows = part.index
            if len(rows) < settings.rows:
                continue
            own = score(metric, target.loc[rows], predicted.loc[rows], params.data)
            segment = ", ".join(f"{name} = {value}" for name, value in zip(names, values, strict=True))
            found.append((segment, len(rows), own, own - whole))
    table = pd.DataFrame(found, columns=["segment", "rows", "score", "difference"])
    return table.dropna(subset="score").sort_values("score", kind="stable").reset_index(drop=True)


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    model, manifest = load_model()
    test = read_table(f"{params.reads['segment_metrics']}/test.parquet")
    features = test[manifest["features"]]
    segments = segment_metrics(features, test[params.data.target], predict(model, features), params)
    write_text(segments.to_csv(index=False), REPORT)


if __name__ == "__main__":
    run(main)
