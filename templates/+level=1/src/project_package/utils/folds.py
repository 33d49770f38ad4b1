"""Which rows of train learn and which are held out, in each fold of a cross-validation."""

import numpy as np
import pandas as pd
from sklearn.model_selection import KFold, StratifiedKFold, TimeSeriesSplit

from project_package.utils.params import Params

Fold = tuple[np.ndarray, np.ndarray]


def make_folds(train: pd.DataFrame, params: Params) -> list[Fold]:
    """Positions of the rows to learn from and to hold out, fold by fold.

    Classes keep their shares. With fewer rows than `tune.folds` in every class, or in all, there are fewer
    folds. After a split by time each fold holds out rows that are newer than those it learns from.
    """
    target = train[params.data.target]
    classes = params.data.task != "regression"
    folds = max(2, min(params.tune.folds, len(train) // 2))
    if params.split.by == "time":
        return list(TimeSeriesSplit(folds).split(train))
    if not classes:
        return list(KFold(folds, shuffle=True, random_state=params.base.seed).split(train))
    counts = target.value_counts()
    rare = target.map(counts) < 2
    grouped = target.where(~rare, counts.index[0])
    folds = max(2, min(folds, int(grouped.value_counts().min())))
    return list(StratifiedKFold(folds, shuffle=True, random_state=params.base.seed).split(train, grouped))


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
