"""Is every feature worth having? Each is left out once, the model learns without it, and the loss is measured."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.pipeline import Pipeline

from project_package.utils.folds import Fold, make_folds, sample_rows, without_target
from project_package.utils.models import labels, predict
from project_package.utils.params import Params
from project_package.utils.scores import score

ROWS = 1500
MOST_FEATURES = 20
# The score with everything enters every loss, so the chance in it is averaged out.
REPEATS = 2

Build = Callable[[pd.DataFrame, int], Pipeline]


def ablate(train: pd.DataFrame, order: list[str], build: Build, params: Params) -> dict[str, Any]:
    """Cross-validate the model with all features, and without each of them on the same folds.

    Args:
        train: features, target and units; at most 1,500 rows of it are used.
        order: the features, the most important first; of more than twenty the least important ones are examined,
            for it is them that may not be worth having.
        build: makes the unfitted model for a table of features and a seed.
        params: the metric, the folds, the seed and the number of threads.

    Returns:
        `full`, the mean score with everything, and per feature the mean `loss` of score without it and its
        standard `error` over the folds. A loss around 0 means that the other features make up for it.
    """
    sample = train.iloc[sample_rows(train, params, ROWS)].reset_index(drop=True)
    folds = make_folds(sample, params, params.tune.folds)
    examined = order[-MOST_FEATURES:] if len(order) > 1 else []
    seed = params.base.seed
    trials = [(sample, seed + repeat) for repeat in range(REPEATS)] + [
        (sample.drop(columns=name), seed) for name in examined
    ]
    scored = Parallel(n_jobs=params.compute.jobs, prefer="threads")(
        delayed(_scores)(table, folds, build, number, params) for table, number in trials
    )
    full, less = (
        np.nanmean(np.asarray(scored[:REPEATS], dtype=float), axis=0),
        np.asarray(scored[REPEATS:], dtype=float),
    )
    return {
        "metric": params.gate.metric,
        "rows": len(sample),
        "folds": len(folds),
        "full": float(np.nanmean(full)),
        "features": [_loss(name, full - scores) for name, scores in zip(examined, less, strict=True)],
    }


def _scores(sample: pd.DataFrame, folds: list[Fold], build: Build, seed: int, params: Params) -> list[float]:
    features, target = without_target(sample, params), sample[params.data.target]
    values = []
    for learn, hold in folds:
        model = build(features.iloc[learn], seed).fit(features.iloc[learn], labels(target.iloc[learn]))
        values.append(score(params.gate.metric, target.iloc[hold], predict(model, features.iloc[hold]), params.data))
    return values


def _loss(feature: str, losses: np.ndarray) -> dict[str, Any]:
    known = losses[~np.isnan(losses)]
    error = float(known.std(ddof=1) / np.sqrt(len(known))) if len(known) > 1 else None
    return {"feature": feature, "loss": float(known.mean()) if len(known) else None, "error": error}
