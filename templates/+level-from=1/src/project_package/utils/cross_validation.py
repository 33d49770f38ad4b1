"""Cross-validation of many hyper-parameters on the same folds, their preprocessing fitted once.

What runs in a process of its own stands here, apart from the stage, so that such a process imports little.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone

from project_package.utils.candidates import CANDIDATES
from project_package.utils.errors import ProjectError
from project_package.utils.folds import Fold, without_target
from project_package.utils.models import labels, predict
from project_package.utils.params import Params
from project_package.utils.preprocessing import build_pipeline
from project_package.utils.schema import Schema
from project_package.utils.scores import score, scores


@dataclass(frozen=True)
class PreparedFold:
    """A fold as an estimator takes it, its preprocessing fitted on the rows to learn from."""

    estimator: Any
    learn: Any
    learn_target: np.ndarray
    hold: Any
    hold_target: pd.Series


def prepare_folds(
    candidates: Iterable[str], train: pd.DataFrame, folds: list[Fold], schema: Schema, params: Params
) -> dict[str, list[PreparedFold]]:
    """Fit the preprocessing in each fold: the same for a family of candidates, whatever their hyper-parameters."""
    features, target = without_target(train, params), train[params.data.target]
    prepared: dict[str, list[PreparedFold]] = {name: [] for name in candidates}
    for learn, hold in folds:
        known, rows, made = labels(target.iloc[learn]), features.iloc[learn], {}
        for name, own in prepared.items():
            model, family = build_pipeline(name, {}, rows, schema, params), CANDIDATES[name].family
            if family not in made:
                made[family] = model[:-1].fit_transform(rows, known), model[:-1].transform(features.iloc[hold])
            own.append(PreparedFold(model[-1], made[family][0], known, made[family][1], target.iloc[hold]))
    return prepared


def predict_fold(settings: dict[str, Any], fold: PreparedFold) -> pd.DataFrame:
    """What one combination of hyper-parameters predicts of the rows that a fold holds out, with their `target`."""
    model = clone(fold.estimator).set_params(**settings).fit(fold.learn, fold.learn_target)
    answers = predict(model, fold.hold).set_axis(fold.hold_target.index)
    return pd.concat([fold.hold_target.rename("target"), answers], axis=1)


def score_fold(candidate: str, settings: dict[str, Any], fold: PreparedFold, params: Params) -> tuple[float, float]:
    """Score of one combination on the rows that a fold holds out, by `tune.metric`, and the seconds it took.

    Raises:
        ProjectError: the space in `params.yaml` has a hyper-parameter or a value that the candidate does not take.
    """
    start = time.perf_counter()
    try:
        answers = predict_fold(settings, fold)
    except (ValueError, TypeError) as error:
        if not settings:
            raise
        raise ProjectError(
            f"tune.candidates.{candidate} in params.yaml: {settings} does not work: {str(error).splitlines()[0]}"
        ) from error
    found = score(params.tune.metric, answers["target"], answers.drop(columns="target"), params.data)
    return found, time.perf_counter() - start


def summarise(parts: list[pd.DataFrame], params: Params) -> dict[str, dict[str, Any]]:
    """Mean, spread and single folds of every score of the task; a score is missing in a fold that does not allow it."""
    by_fold = [scores(part["target"], part.drop(columns="target"), params.data) for part in parts]
    return {
        name: {**summary([values[name] for values in by_fold]), "scores": [values[name] for values in by_fold]}
        for name in by_fold[0]
    }


def summary(scores: list[float]) -> dict[str, float]:
    """Mean and spread over the folds in which the score is defined; the lowest possible where it never is."""
    known = [score for score in scores if np.isfinite(score)]
    if not known:
        return {"mean": -1e9, "std": 0.0}
    return {"mean": float(np.mean(known)), "std": float(np.std(known, ddof=1)) if len(known) > 1 else 0.0}


def ready() -> None:
    """Called in a new process: whatever this module imports is imported then."""
