"""Cross-validated scores of a binary model as it answers: calibrated, and by its threshold."""

from typing import Any

import numpy as np
import pandas as pd

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
        prediction = np.where(probability >= decided.threshold, positive, negative)
        parts.append(hold[["target"]].assign(prediction=prediction, **answers))
    found = summarise(parts, params) if parts else {}
    return {name: found[name] for name in found if name not in RANKINGS}
