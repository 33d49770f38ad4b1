"""Tune: try the candidates with many hyper-parameters, by cross-validation on train.

In:  `train.parquet` in the folder named by `reads.tune`, the features kept by select.
Out: `reports/tuning.json`: every combination with its score in each fold, and the best one.
"""

import time
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn.base import clone

from project_package.utils.candidates import BASELINES, CANDIDATES
from project_package.utils.errors import ProjectError, run
from project_package.utils.folds import Fold, make_folds, sample_rows
from project_package.utils.models import labels, predict
from project_package.utils.params import Params, load_params
from project_package.utils.preprocessing import build_pipeline
from project_package.utils.reports import read_json, write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.scores import score
from project_package.utils.search import method, search
from project_package.utils.tables import read_table

REPORT = "reports/tuning.json"


@dataclass(frozen=True)
class PreparedFold:
    """A fold as an estimator takes it, its preprocessing fitted on the rows to learn from."""

    estimator: Any
    learn: Any
    learn_target: np.ndarray
    hold: Any
    hold_target: pd.Series


def prepare_folds(
    candidate: str, train: pd.DataFrame, folds: list[Fold], schema: Schema, params: Params
) -> list[PreparedFold]:
    """Fit the candidate's preprocessing in each fold: it is the same whatever the hyper-parameters of the estimator."""
    features, target = train.drop(columns=params.data.target), train[params.data.target]
    prepared = []
    for learn, hold in folds:
        model = build_pipeline(candidate, {}, features.iloc[learn], schema, params)
        known, prepare = labels(target.iloc[learn]), model[:-1]
        made = prepare.fit_transform(features.iloc[learn], known)
        prepared.append(PreparedFold(model[-1], made, known, prepare.transform(features.iloc[hold]), target.iloc[hold]))
    return prepared


def cross_validate(settings: dict[str, Any], folds: list[PreparedFold], params: Params) -> list[float]:
    """Score of one combination in each fold, by `tune.metric`; folds run in `compute.jobs` threads."""

    def score_fold(fold: PreparedFold) -> float:
        model = clone(fold.estimator).set_params(**settings).fit(fold.learn, fold.learn_target)
        return score(params.tune.metric, fold.hold_target, predict(model, fold.hold), params.data)

    return list(Parallel(n_jobs=params.compute.jobs, prefer="threads")(delayed(score_fold)(fold) for fold in folds))


def try_candidate(candidate: str, folds: list[PreparedFold], params: Params) -> list[dict[str, Any]]:
    """Cross-validate one candidate as it stands in `candidates.py`, then with hyper-parameters of its space.

    Returns:
        One record per combination: candidate, params, scores, mean, std, seconds.

    Raises:
        ProjectError: the space in `params.yaml` has a hyper-parameter or a value that the candidate does not take.
    """
    records: list[dict[str, Any]] = []

    def try_out(settings: dict[str, Any]) -> float:
        start = time.perf_counter()
        try:
            scores = cross_validate(settings, folds, params)
        except (ValueError, TypeError) as error:
            if not settings:
                raise
            raise ProjectError(
                f"tune.candidates.{candidate} in params.yaml: {settings} does not work: {str(error).splitlines()[0]}"
            ) from error
        seconds = round(time.perf_counter() - start, 2)
        record: dict[str, Any] = {"candidate": candidate, "params": settings, "scores": scores} | _summary(scores)
        records.append(record | {"seconds": seconds})
        return float(record["mean"])

    search(params.tune.candidates[candidate], params.tune.trials, params.base.seed, try_out)
    return records


def _summary(scores: list[float]) -> dict[str, float]:
    """Mean and spread over the folds in which the score is defined; the lowest possible where it never is."""
    known = [score for score in scores if np.isfinite(score)]
    return {"mean": float(np.mean(known)), "std": float(np.std(known))} if known else {"mean": -1e9, "std": 0.0}


def tune(train: pd.DataFrame, schema: Schema, params: Params) -> dict[str, Any]:
    """Search every candidate of `params.yaml` on the same folds and name the best combination.

    Raises:
        ProjectError: `params.yaml` names a candidate that `candidates.py` does not have.
    """
    unknown = set(params.tune.candidates) - set(CANDIDATES)
    if unknown:
        raise ProjectError(
            f"tune.candidates in params.yaml names {', '.join(sorted(unknown))}; "
            f"utils/candidates.py has {', '.join(CANDIDATES)}."
        )
    sample = sample_rows(train, params)
    folds = make_folds(sample, params)

    def prepared(candidate: str) -> list[PreparedFold]:
        return prepare_folds(candidate, sample, folds, schema, params)

    found = [try_candidate(candidate, prepared(candidate), params) for candidate in params.tune.candidates]
    trials = [{"trial": number} | trial for number, trial in enumerate(chain.from_iterable(found))]
    dummy = cross_validate({}, prepared(BASELINES["dummy"]), params)
    by_candidate = {}
    for candidate in params.tune.candidates:
        own = [trial for trial in trials if trial["candidate"] == candidate]
        best = max(own, key=lambda trial: trial["mean"])
        by_candidate[candidate] = {key: best[key] for key in ("params", "mean", "std")} | {
            "trials": len(own),
            "method": method(params.tune.candidates[candidate], params.tune.trials),
            "seconds": round(sum(trial["seconds"] for trial in own), 2),
        }
    winner = max(by_candidate, key=lambda candidate: by_candidate[candidate]["mean"])
    return {
        "metric": params.tune.metric,
        "folds": len(folds),
        "rows": len(sample),
        "seed": params.base.seed,
        "best": {"candidate": winner} | {key: by_candidate[winner][key] for key in ("params", "mean", "std")},
        "candidates": by_candidate,
        "baselines": {"dummy": _summary(dummy)},
        "trials": trials,
    }


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    kept = read_json("reports/feature_selection.json")["kept"]
    train = read_table(f"{params.reads['tune']}/train.parquet")[[*kept, params.data.target]]
    write_json(tune(train, schema, params), REPORT)


if __name__ == "__main__":
    run(main)
