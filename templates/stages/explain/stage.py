"""Explain: show which columns the model uses, and how its answer moves with each of them.

In:  the model in `models/`; `test.parquet` in the folder named by `reads.explain`: features and target.
Out: `reports/explain.json`: per column what is lost when it is shuffled (permutation importance), and for
     the most important ones the mean answer at each of their values (partial dependence); `reports/explain.png`.

The answer is a number for regression, the probability of the positive class in a binary task, and
otherwise the probability of the most frequent class.
"""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from pydantic import Field

from project_package.utils.charts import BLUE, new_figure, save_figure, short
from project_package.utils.errors import run
from project_package.utils.importance import permutation_importance
from project_package.utils.models import load_model, predict
from project_package.utils.params import Data, Params
from project_package.utils.reports import write_json
from project_package.utils.schema import load_schema
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_table

REPORT = "reports/explain.json"
FIGURE = "reports/explain.png"
POINTS = 12


class Explain(Settings):
    """The section `explain` of `params.yaml`."""

    columns: int = Field(ge=1)
    rows: int = Field(ge=1)


class StageParams(Params):
    """All of `params.yaml`."""

    explain: Explain


def answer_column(target: pd.Series, data: Data) -> str:
    """The column of `predict` that is followed."""
    if data.task == "regression":
        return "prediction"
    return f"probability_{data.positive if data.task == 'binary' else target.mode()[0]}"


def follow(model: Any, features: pd.DataFrame, column: str, answer: str) -> list[dict[str, Any]]:
    """Mean answer over all rows if each had the same value in one column, value by value.

    Returns:
        One record per value: `value`, `answer` (mean), `low` and `high` (the middle half of the rows).
    """
    steps = []
    for value in _values(features[column]):
        same = features.copy()
        same[column] = pd.Series(value, index=features.index, dtype=features[column].dtype)
        answers = predict(model, same)[answer]
        low, high = np.quantile(answers, [0.25, 0.75])
        steps.append({"value": value, "answer": answers.mean(), "low": low, "high": high})
    return steps


def _values(column: pd.Series) -> list[Any]:
    """Quantiles of a number, the most frequent values of anything else."""
    known = column.dropna()
    if pd.api.types.is_numeric_dtype(column) and known.nunique() > POINTS:
        return sorted(known.quantile(np.linspace(0.02, 0.98, POINTS)).unique().tolist())
    return sorted(known.value_counts().index[:POINTS].tolist())


def draw(curves: dict[str, list[dict[str, Any]]], answer: str) -> Figure:
    """One panel per column: the mean answer, and around it the middle half of the rows."""
    figure, axes = new_figure(3.4 * len(curves), 3.8, len(curves))
    ends = [step[end] for steps in curves.values() for step in steps for end in ("low", "high")]
    margin = 0.05 * (max(ends) - min(ends)) or 0.5
    for axis, (column, steps) in zip(axes, curves.items(), strict=True):
        table = pd.DataFrame(steps)
        if pd.api.types.is_numeric_dtype(table["value"]) and len(table) > 2:
            axis.fill_between(table["value"], table["low"], table["high"], color=BLUE, alpha=0.15, linewidth=0)
            axis.plot(table["value"], table["answer"], color=BLUE, marker="o", markersize=4)
        else:
            places = range(len(table))
            axis.vlines(places, table["low"], table["high"], color=BLUE, alpha=0.3, linewidth=8)
            axis.plot(places, table["answer"], color=BLUE, marker="o", linestyle="")
            axis.set_xticks(places, [short(value, 14) for value in table["value"]], rotation=40, ha="right")
            axis.set_xlim(-0.6, len(table) - 0.4)
        axis.set_title(short(column, 24))
        # One scale for all, so that a flat line means a column that moves little.
        axis.set_ylim(min(ends) - margin, max(ends) + margin)
    axes[0].set_ylabel(short(answer.replace("probability_", "probability of ")))
    return figure


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    schema = load_schema(params.data.schema_path, params.data.target)
    model, manifest = load_model()
    test = read_table(f"{params.reads['explain']}/test.parquet")[[*manifest["features"], params.data.target]]
    metric, settings = params.gate.metric, params.explain
    importance = permutation_importance(model, test, schema, metric, params)

    rows = test.sample(min(len(test), settings.rows), random_state=params.base.seed).reset_index(drop=True)
    answer = answer_column(test[params.data.target], params.data)
    features = rows[manifest["features"]]
    # Most columns are a feature of the same name; what is made of a date or a text comes after these.
    known = [name for name in [*importance["feature"], *features] if name in features and features[name].notna().any()]
    known = list(dict.fromkeys(known))
    curves = {name: follow(model, features, name, answer) for name in known[: settings.columns]}
    columns = importance.to_dict("records")
    write_json({"metric": metric, "answer": answer, "rows": len(rows), "columns": columns, "curves": curves}, REPORT)
    save_figure(draw(curves, answer), FIGURE)


if __name__ == "__main__":
    run(main)
