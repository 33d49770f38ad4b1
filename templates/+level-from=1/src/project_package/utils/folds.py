"""Which rows of train learn and which are held out, in each fold of a cross-validation."""

import numpy as np
import pandas as pd
from sklearn.model_selection import RepeatedKFold, RepeatedStratifiedKFold, TimeSeriesSplit

from project_package.utils.errors import ProjectError
from project_package.utils.models import labels
from project_package.utils.params import Params

Fold = tuple[np.ndarray, np.ndarray]

SMALL, MOST_TIMES = 400, 3


def make_folds(train: pd.DataFrame, params: Params) -> list[Fold]:
    """Positions of the rows to learn from and to hold out, fold by fold.

    Classes keep their shares; a class with fewer rows than `tune.folds` makes fewer folds. Tables below
    400 rows are divided up to three times, each time differently, since their scores vary most. After a
    split by time each fold holds out rows that are newer than those it learns from; the oldest folds are
    left out as long as they know one class only.

    Raises:
        ProjectError: after a split by time no fold has two classes to learn from.
    """
    folds = max(2, min(params.tune.folds, len(train) // 2))
    if params.split.by == "time":
        return _by_time(train, folds, params)
    times, seed = max(1, min(MOST_TIMES, SMALL // len(train))), params.base.seed
    if params.data.task == "regression":
        return list(RepeatedKFold(n_splits=folds, n_repeats=times, random_state=seed).split(train))
    classes = train[params.data.target]
    counts = classes.map(classes.value_counts())
    # A class with a single row cannot be shared out: it goes with the commonest one.
    shared = classes.where(counts > 1, classes.mode().iloc[0])
    folds = max(2, min(folds, int(shared.value_counts().min())))
    return list(
        RepeatedStratifiedKFold(n_splits=folds, n_repeats=times, random_state=seed).split(train, labels(shared))
    )


def _by_time(train: pd.DataFrame, folds: int, params: Params) -> list[Fold]:
    found = list(TimeSeriesSplit(folds).split(train))
    if params.data.task == "regression":
        return found
    useful = [(learn, hold) for learn, hold in found if train[params.data.target].iloc[learn].nunique() > 1]
    if not useful:
        raise ProjectError(
            f"by {params.split.time_column!r} only the newest rows have a second class of {params.data.target!r}, "
            "so nothing can be learned from older ones: set split.by to `random` in params.yaml."
        )
    return useful


def sample_rows(train: pd.DataFrame, params: Params) -> pd.DataFrame:
    """At most `tune.rows` rows, of each class alike, in their order; after a split by time the newest ones."""
    if len(train) <= params.tune.rows:
        return train
    if params.split.by == "time":
        return train.tail(params.tune.rows).reset_index(drop=True)
    if params.data.task == "regression":
        sample = train.sample(params.tune.rows, random_state=params.base.seed)
    else:
        share = params.tune.rows / len(train)
        classes = train.groupby(params.data.target, sort=True, group_keys=False)
        rows = [
            group.sample(max(min(len(group), 5), round(len(group) * share)), random_state=params.base.seed).index
            for _, group in classes
        ]
        sample = train.loc[np.concatenate(rows)]
    return sample.sort_index().reset_index(drop=True)
