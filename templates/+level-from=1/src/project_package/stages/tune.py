"""Tune: try the candidates with many hyper-parameters, by cross-validation on train.

In:  `train.parquet` in the folder named by `reads.tune`, the features kept by select.
Out: `reports/tuning.json`: every combination with its score in each fold, how they compare, and of the one that will be
     trained (`trained`) mean, spread and folds of all scores (`cv`);
     `data/processed/out_of_fold.parquet`, what that one predicts of rows that it has not learned from: `row` (position
     in train), `fold`, `target`, `prediction`, `probability_<class>`, `split: unit`.
"""

from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from project_package.stages.train import choose
from project_package.utils.candidates import BASELINES, CANDIDATES
from project_package.utils.comparison import compare, simplest, simplicity
from project_package.utils.cross_validation import (
    PreparedFold,
    predict_fold,
    prepare_folds,
    ready,
    score_fold,
    summarise,
    summary,
)
from project_package.utils.errors import ProjectError, run
from project_package.utils.folds import OUT_OF_FOLD, UNIT, make_folds, sample_rows, units
from project_package.utils.pairs import Choice, chosen_rows, load_choices
from project_package.utils.params import Params, load_params
from project_package.utils.reports import read_json, write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.scores import check_metric
from project_package.utils.search import method, search
from project_package.utils.tables import read_table, write_table
from project_package.utils.workers import Workers

REPORT = "reports/tuning.json"


def try_candidate(candidate: str, folds: list[PreparedFold], workers: Workers, params: Params) -> list[dict[str, Any]]:
    """Cross-validate one candidate as it stands in `candidates.py`, then with hyper-parameters of its space.

    Returns:
        One record per combination: candidate, params, scores, mean, std, seconds (of all folds together).

    Raises:
        ProjectError: the space in `params.yaml` has a hyper-parameter or a value that the candidate does not take.
    """
    records: list[dict[str, Any]] = []

    def try_out(batch: list[dict[str, Any]]) -> list[float]:
        tasks = [(candidate, settings, fold, params) for settings in batch for fold in folds]
        found = workers.call(score_fold, tasks)
        for place, settings in enumerate(batch):
            scores, seconds = zip(*found[place * len(folds) : (place + 1) * len(folds)], strict=True)
            record: dict[str, Any] = {"candidate": candidate, "params": settings, "scores": list(scores)}
            records.append(record | summary(list(scores)) | {"seconds": round(sum(seconds), 2)})
        return [float(record["mean"]) for record in records[-len(batch) :]]

    search(params.tune.candidates[candidate], params.tune.trials, params.base.seed, try_out)
    return records


def out_of_fold(parts: list[pd.DataFrame], sample: pd.DataFrame, places: np.ndarray, params: Params) -> pd.DataFrame:
    """One prediction for each row that is held out, of its first fold.

    Args:
        parts: predictions fold by fold, their index the position in the sample.
        sample: the rows that were cross-validated.
        places: where in train each of them stands.
        params: tells the units.
    """
    table = pd.concat([part.assign(fold=number) for number, part in enumerate(parts)])
    table = table[~table.index.duplicated()].sort_index()
    ids, index = units(sample, params), table.index.to_numpy()
    return table.assign(row=places[index], **{UNIT: ids[index]})


def tune(
    train: pd.DataFrame, schema: Schema, params: Params, choices: list[Choice] | None = None
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Search every candidate of `params.yaml` on the same folds and name the one to train: the simplest of the best.

    Returns:
        What `reports/tuning.json` holds, and the out-of-fold predictions of the combination that will be trained.

    Raises:
        ProjectError: `params.yaml` names a candidate that `candidates.py` does not have.
    """
    unknown = set(params.tune.candidates) - set(CANDIDATES)
    if unknown:
        raise ProjectError(
            f"tune.candidates in params.yaml names {', '.join(sorted(unknown))}; "
            f"utils/candidates.py has {', '.join(CANDIDATES)}."
        )
    check_metric(params.tune.metric, params.data)
    places = sample_rows(train, params, params.tune.rows)
    sample = train.iloc[places].reset_index(drop=True)
    folds = make_folds(sample, params, params.tune.folds)
    overlap = float(np.mean([len(hold) / len(learn) for learn, hold in folds]))
    folds = [(chosen_rows(sample[params.data.target], learn, choices or []), hold) for learn, hold in folds]

    asked = [*params.tune.candidates, BASELINES["dummy"], *({params.train.model} & set(CANDIDATES))]
    prepared = prepare_folds(asked, sample, folds, schema, params)
    with Workers(params.compute.jobs, ready) as workers:
        found = [try_candidate(name, prepared[name], workers, params) for name in params.tune.candidates]
    trials = [{"trial": number} | trial for number, trial in enumerate(chain.from_iterable(found))]
    dummy = [score_fold(BASELINES["dummy"], {}, fold, params)[0] for fold in prepared[BASELINES["dummy"]]]
    by_candidate = {}
    for candidate in params.tune.candidates:
        own = [trial for trial in trials if trial["candidate"] == candidate]
        best = max(own, key=lambda trial: trial["mean"])
        by_candidate[candidate] = {key: best[key] for key in ("params", "mean", "std")} | {
            "trials": len(own),
            "method": method(params.tune.candidates[candidate], params.tune.trials),
            "seconds": round(sum(trial["seconds"] for trial in own), 2),
        }
    compared = compare(trials, overlap)
    best = simplest(compared)
    chosen, settings = choose({"best": best, "candidates": by_candidate}, params.train.model)
    parts = [predict_fold(settings, fold) for fold in prepared[chosen]]
    report = {
        "metric": params.tune.metric,
        "folds": len(folds),
        "rows": len(sample),
        "seed": params.base.seed,
        "simplicity": [name for name in simplicity() if name in by_candidate],
        "compared": compared,
        "best": best,
        "trained": {"candidate": chosen, "params": settings},
        "cv": summarise(parts, params),
        "candidates": by_candidate,
        "baselines": {"dummy": summary(dummy)},
        "trials": trials,
    }
    return report, out_of_fold(parts, sample, places, params)


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    kept = read_json("reports/feature_selection.json")["kept"]
    train = read_table(f"{params.reads['tune']}/train.parquet")[[*kept, params.data.target, UNIT]]
    report, predictions = tune(train, schema, params, load_choices(params.reads["tune"]))
    write_json(report, REPORT)
    write_table(predictions, OUT_OF_FOLD)


if __name__ == "__main__":
    run(main)
