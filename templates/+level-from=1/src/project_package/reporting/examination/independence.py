"""Does the score owe its height to the split? The model is tried on groups of rows that it has not learned from."""

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline

from project_package.reporting.examination.together import repeat_together
from project_package.utils.models import labels, predict
from project_package.utils.params import Params
from project_package.utils.resampling import interval, resample
from project_package.utils.schema import Schema
from project_package.utils.scores import score

ROWS = 5_000
FOLDS = 3
FEWEST_GROUPS = 10
MOST_COLUMNS = 3


def by_groups(
    train: pd.DataFrame, features: pd.DataFrame, model: Pipeline, schema: Schema, params: Params
) -> list[dict[str, Any]]:
    """Cross-validate the model so that no value of an identifier stands on both sides, or of what acts as one.

    Args:
        train: the training rows, with the columns of the data.
        features: the model's features of the same rows.
        model: the fitted model; its settings are used, not what it has learned.
        schema: tells the identifiers; the column that `split.group` names is one of them.
        params: metric, target and seed.

    Returns:
        Per column whose values repeat: its name, groups, rows, and the score with the ends of its 95 % interval.
        Columns that repeat together are one, by all their names.
    """
    named = [params.split.group, *schema.names("identifier")]
    columns = [name for name in dict.fromkeys(named) if name is not None and name in train]
    found = {name: train[name] for name in columns if _repeats(train[name])}
    together = repeat_together(train[[name for name in schema.features if name in train]])
    if together:
        found[", ".join(together)] = train[together[0]]
    return [_grouped(name, found[name], train, features, model, params) for name in list(found)[:MOST_COLUMNS]]


def _repeats(values: pd.Series) -> bool:
    """Whether the values form groups: ten or more, and most rows share theirs with another."""
    counts = values.value_counts()
    return len(counts) >= FEWEST_GROUPS and int(counts[counts > 1].sum()) > len(values) / 2


def _grouped(
    name: str, values: pd.Series, train: pd.DataFrame, features: pd.DataFrame, model: Pipeline, params: Params
) -> dict[str, Any]:
    groups = pd.factorize(values, use_na_sentinel=False)[0]
    chosen = np.random.default_rng(params.base.seed).permutation(groups.max() + 1)
    # Whole groups, as many as make up the rows.
    sizes = np.cumsum(np.bincount(groups)[chosen])
    kept = np.flatnonzero(np.isin(groups, chosen[: max(FOLDS, int(np.searchsorted(sizes, ROWS)) + 1)]))
    value, low, high = score_by_groups(groups[kept], train.iloc[kept], features.iloc[kept], model, params)
    about = {"column": name, "groups": len(np.unique(groups[kept])), "rows": len(kept)}
    return about | {"score": value, "low": low, "high": high}


def score_by_groups(
    groups: np.ndarray, train: pd.DataFrame, features: pd.DataFrame, model: Pipeline, params: Params
) -> tuple[float, float, float]:
    """Cross-validate the model so that no group stands on both sides: its score with the ends of its 95 % interval."""
    target, parts = train[params.data.target], []
    for learn, hold in GroupKFold(FOLDS).split(groups, groups=groups):
        known = target.iloc[learn]
        if params.data.task != "regression" and known.nunique() < 2:
            continue
        fitted = clone(model).fit(features.iloc[learn], labels(known))
        parts.append(predict(fitted, features.iloc[hold]).set_axis(hold))
    predicted = pd.concat(parts).sort_index().fillna(0)
    truth, draws = target.iloc[predicted.index], resample(groups[predicted.index], params.base.seed)
    predicted = predicted.set_axis(truth.index)
    value = score(params.gate.metric, truth, predicted, params.data)
    return value, *interval(params.gate.metric, truth, predicted, params.data, draws)
