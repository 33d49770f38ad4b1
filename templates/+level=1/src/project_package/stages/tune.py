"""Tune: try the candidates with many hyper-parameters, by cross-validation on train.

In:  `train.parquet` in the folder named by `reads.tune`, the features kept by select.
Out: `reports/tuning.json`: every combination with its score in each fold, and the best one.
"""

import time
from typing import Any

import numpy as np
import optuna
import pandas as pd
from joblib import Parallel, delayed
from optuna.samplers import TPESampler

from project_package.utils.candidates import BASELINES, CANDIDATES
from project_package.utils.errors import ProjectError, run
from project_package.utils.folds import Fold, make_folds, sample_rows
from project_package.utils.models import labels, predict
from project_package.utils.params import Params, Range, load_params
from project_package.utils.preprocessing import build_pipeline
from project_package.utils.reports import read_json, write_json
from project_package.utils.schema import Scalar, Schema, load_schema
from project_package.utils.scores import score
from project_package.utils.tables import read_table

REPORT = "reports/tuning.json"


def cross_validate(
    candidate: str, settings: dict[str, Any], train: pd.DataFrame, folds: list[Fold], schema: Schema, params: Params
) -> list[float]:
    """Score of one combination in each fold, by `tune.metric`; folds run in `compute.jobs` threads."""
    features, target = train.drop(columns=params.data.target), train[params.data.target]

    def score_fold(learn: np.ndarray, hold: np.ndarray) -> float:
        model = build_pipeline(candidate, settings, features.iloc[learn], schema, params)
        model.fit(features.iloc[learn], labels(target.iloc[learn]))
        return score(params.tune.metric, target.iloc[hold], predict(model, features.iloc[hold]), params.data)

    return Parallel(n_jobs=params.compute.jobs, prefer="threads")(delayed(score_fold)(*fold) for fold in folds)


def search(
    candidate: str, train: pd.DataFrame, folds: list[Fold], schema: Schema, params: Params
) -> list[dict[str, Any]]:
    """Try one candidate `tune.trials` times: first with the library's defaults, then where Optuna's TPE leads.

    Returns:
        One record per combination: candidate, params, scores, mean, std, seconds.
    """
    study = optuna.create_study(
        direction="maximize",
        sampler=TPESampler(seed=params.base.seed, n_startup_trials=4, multivariate=True),
    )
    space = params.tune.candidates[candidate]
    trials = []
    for number in range(params.tune.trials if space else 1):
        trial = study.ask() if number else None
        settings = {name: _suggest(trial, name, choice) for name, choice in space.items()} if trial else {}
        start = time.perf_counter()
        scores = cross_validate(candidate, settings, train, folds, schema, params)
        record = {
            "candidate": candidate,
            "params": settings,
            "scores": scores,
            "mean": float(np.nanmean(scores)),
            "std": float(np.nanstd(scores)),
            "seconds": round(time.perf_counter() - start, 2),
        }
        trials.append(record)
        if trial:
            study.tell(trial, record["mean"])
    return trials


def _suggest(trial: optuna.Trial, name: str, choice: Range | list[Scalar | None]) -> Scalar | None:
    if isinstance(choice, list):
        return trial.suggest_categorical(name, choice)
    if isinstance(choice.low, int) and isinstance(choice.high, int):
        return trial.suggest_int(name, choice.low, choice.high, log=choice.log)
    return trial.suggest_float(name, choice.low, choice.high, log=choice.log)


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
    trials = [
        {"trial": number} | trial
        for number, trial in enumerate(
            trial for candidate in params.tune.candidates for trial in search(candidate, sample, folds, schema, params)
        )
    ]
    dummy = cross_validate(BASELINES["dummy"], {}, sample, folds, schema, params)
    by_candidate = {}
    for candidate in params.tune.candidates:
        own = [trial for trial in trials if trial["candidate"] == candidate]
        best = max(own, key=lambda trial: trial["mean"])
        by_candidate[candidate] = {key: best[key] for key in ("params", "mean", "std")} | {
            "trials": len(own),
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
        "baselines": {"dummy": {"mean": float(np.nanmean(dummy)), "std": float(np.nanstd(dummy))}},
        "trials": trials,
    }


def main() -> None:
    """Run the stage on the files of the project."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    kept = read_json("reports/feature_selection.json")["kept"]
    train = read_table(f"{params.reads['tune']}/train.parquet")[[*kept, params.data.target]]
    write_json(tune(train, schema, params), REPORT)


if __name__ == "__main__":
    run(main)
