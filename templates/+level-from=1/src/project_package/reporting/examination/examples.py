"""Example inputs and outputs that belong to nobody: typical rows of each class, or of low, middle and high targets."""

from collections import Counter
from typing import Any

import pandas as pd
from sklearn.pipeline import Pipeline

from project_package.features import build_features
from project_package.utils.models import predict
from project_package.utils.schema import Column, Schema

MOST = 6


def typical_rows(table: pd.DataFrame, schema: Schema, task: str) -> pd.DataFrame:
    """One made-up row per class (or third of the target): medians of numbers and dates, else the commonest value."""
    target = table[schema.names("target")[0]]
    if task == "regression":
        thirds = pd.qcut(target.rank(method="first"), min(3, len(target)), labels=False)
        groups = thirds.map({0: "low", 1: "middle", 2: "high"})
    else:
        groups = target.map(str)
    names = groups.value_counts().index[:MOST] if task != "regression" else groups.drop_duplicates()
    features = set(schema.features)
    columns = [column for column in schema.columns if column.name in features and column.name in table]
    rows = {
        str(name): {column.name: _typical(table.loc[groups == name, column.name], column) for column in columns}
        for name in sorted(names, key=lambda name: float(target[groups == name].mean()) if task == "regression" else 0)
    }
    made = pd.DataFrame.from_dict(rows, orient="index", columns=[column.name for column in columns])
    return made.astype(
        {column.name: table[column.name].dtype for column in columns if _keeps_type(made, table, column.name)}
    )


def examples(table: pd.DataFrame, names: list[str], model: Pipeline, schema: Schema, task: str) -> list[dict[str, Any]]:
    """The typical rows with the model's answers."""
    rows = typical_rows(table, schema, task)
    answers = predict(model, build_features(rows, schema)[names])
    return [
        {"of": str(name), "input": rows.loc[name].to_dict(), "output": answers.loc[name].to_dict()}
        for name in rows.index
    ]


def _typical(values: pd.Series, column: Column) -> Any:
    known = values.dropna()
    if known.empty:
        return None
    if column.role == "text":
        words = Counter(word for text in known.head(2000).astype(str) for word in text.lower().split() if len(word) > 3)
        return " ".join(word for word, _ in words.most_common(6))
    if column.order in ("interval", "ratio") and column.type in ("integer", "float", "date"):
        return known.sort_values().iloc[len(known) // 2]
    return known.mode().iloc[0]


def _keeps_type(made: pd.DataFrame, table: pd.DataFrame, name: str) -> bool:
    return not (made[name].isna().any() and pd.api.types.is_integer_dtype(table[name]))
