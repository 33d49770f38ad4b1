"""Cross-validated scores of a classifier as it answers: calibrated, and of two classes by its threshold."""

from typing import Any

import numpy as np
import pandas as pd

from project_package.utils.calibration import fit_classes, scaled, truth_and_probabilities
from project_package.utils.cross_validation import summarise
from project_package.utils.deciding import calibrate
from project_package.utils.decision import decide
from project_package.utils.errors import ProjectError
from project_package.utils.params import Params

# What a calibration does not change within a fold.
RANKINGS = ("roc_auc", "average_precision")


def scores_as_decided(out_of_fold: pd.DataFrame, params: Params) -> dict[str, dict[str, Any]]:
    """Scores by folds of the trained model: tune, which knows neither calibration nor threshold, has others.

    Calibration and threshold of each fold are those that the other folds lead to. A ranking stays what it is, so its
    scores are left to tune, which has all repetitions of the folds.

    Args:
        out_of_fold: as in `decide`.
        params: the task and the section `decision`.

    Returns:
        Mean, spread and single folds by score; nothing where no fold can be decided by the others.
    """
    data, fold = params.data, out_of_fold["fold"]
    positive, (negative, *_) = data.positive, [name for name in out_of_fold["target"].unique() if name != data.positive]
    parts = []
    for number in fold.unique():
        others, hold = out_of_fold[fold != number], out_of_fold[fold == number]
        if others["target"].nunique() < 2:
            continue
        try:
            decided = decide(others, params)
        except ProjectError:
            # Of all folds together the objective is met, of fewer it need not be.
            continue
        probability = calibrate(hold[f"probability_{positive}"].to_numpy(float), decided.slope, decided.intercept)
        answers = {f"probability_{positive}": probability, f"probability_{negative}": 1 - probability}
        prediction = np.array([negative, positive], dtype=object)[(probability >= decided.threshold).astype(int)]
        parts.append(hold[["target"]].assign(prediction=prediction, **answers))
    found = summarise(parts, params) if parts else {}
    return {name: found[name] for name in found if name not in RANKINGS}


def scores_as_calibrated(out_of_fold: pd.DataFrame, params: Params) -> dict[str, dict[str, Any]]:
    """Scores by folds of a model of several classes, each fold calibrated by what the others show; its answers stay.

    Args:
        out_of_fold: what tune has left.
        params: the task.
    """
    columns = [str(name) for name in out_of_fold if str(name).startswith("probability_")]
    fold = out_of_fold["fold"]
    truth, raw = truth_and_probabilities(out_of_fold, [name.removeprefix("probability_") for name in columns])
    parts = []
    for number in fold.unique():
        hold = (fold == number).to_numpy()
        answers = pd.DataFrame(scaled(raw[hold], fit_classes(truth[~hold], raw[~hold])), columns=columns)
        told = out_of_fold.loc[hold, ["target", "prediction"]].reset_index(drop=True)
        parts.append(pd.concat([told, answers], axis=1))
    found = summarise(parts, params)
    return {name: found[name] for name in ("neg_log_loss", "roc_auc_ovr")}
