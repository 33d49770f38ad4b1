"""What the model owes to each column, and to the number of rows."""

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from project_package.features import feature_sources
from project_package.utils.models import labels, predict
from project_package.utils.params import Params
from project_package.utils.schema import Schema
from project_package.utils.scores import score

MOST_ROWS = 2_000
ROWS_AT_ONCE = 50_000


def permutation_importance(
    model: Pipeline, test: pd.DataFrame, schema: Schema, metric: str, params: Params, repeats: int = 5
) -> pd.DataFrame:
    """Loss of score when a column of the data is shuffled, so that it tells nothing any more (Breiman, 2001).

    Features made of the same column are shuffled together. All shuffled copies are predicted in a few
    large calls, which takes a fraction of the time of one call each.

    Returns:
        One row per column, the most important first: `feature`, `importance` (mean loss), `std`.
    """
    rows = test.sample(min(len(test), MOST_ROWS), random_state=params.base.seed).reset_index(drop=True)
    target, features = rows.pop(params.data.target), rows
    whole = score(metric, target, predict(model, features), params.data)
    sources = pd.Series(feature_sources(list(map(str, features.columns)), schema))
    columns = sources.groupby(sources, sort=False).groups
    chance = np.random.default_rng(params.base.seed)
    losses: dict[str, list[float]] = {str(column): [] for column in columns}
    at_once = max(1, ROWS_AT_ONCE // len(features))
    todo = [(column, made) for column, made in columns.items() for _ in range(repeats)]
    for start in range(0, len(todo), at_once):
        block = todo[start : start + at_once]
        copies = []
        for _, made in block:
            shuffled = features.copy()
            shuffled[made] = features[made].to_numpy()[chance.permutation(len(features))]
            copies.append(shuffled.astype(features.dtypes))
        predicted = predict(model, pd.concat(copies, ignore_index=True))
        for place, (column, _) in enumerate(block):
            part = predicted.iloc[place * len(features) : (place + 1) * len(features)].reset_index(drop=True)
            losses[str(column)].append(whole - score(metric, target, part, params.data))
    table = pd.DataFrame(
        {
            "feature": list(losses),
            "importance": [float(np.mean(loss)) for loss in losses.values()],
            "std": [float(np.std(loss)) for loss in losses.values()],
        }
    )
    return table.sort_values("importance", ascending=False, kind="stable").reset_index(drop=True)


def learning_curve(
    model: Pipeline, train: pd.DataFrame, test: pd.DataFrame, metric: str, params: Params
) -> pd.DataFrame:
    """Score of the same model learned from ever more rows: would more data help?

    Returns:
        One row per size: `rows`, and the score on those rows (`train`) and on the held-out ones (`test`).
    """
    target = params.data.target
    shuffled = train.sample(frac=1, random_state=params.base.seed) if params.split.by == "random" else train[::-1]
    points = []
    for share in (0.1, 0.2, 0.4, 0.7, 1.0):
        part = shuffled.head(max(10, round(len(train) * share)))
        if params.data.task != "regression" and part[target].nunique() < 2:
            continue
        fitted = model
        if share < 1:
            fitted = clone(model).fit(part.drop(columns=target), labels(part[target]))
        on_train = score(metric, part[target], predict(fitted, part.drop(columns=target)), params.data)
        on_test = score(metric, test[target], predict(fitted, test.drop(columns=target)), params.data)
        points.append({"rows": len(part), "train": on_train, "test": on_test})
    return pd.DataFrame(points).drop_duplicates("rows")
