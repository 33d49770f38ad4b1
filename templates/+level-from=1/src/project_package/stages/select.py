"""Select: leave out the features that cannot help, and say why.

In:  `train.parquet` in the folder named by `reads.select`.
Out: `reports/feature_selection.json`: the features kept, those dropped each with its reason, and what
     each tells about the target.
"""

from typing import Any

import numpy as np
import pandas as pd

from project_package.utils.errors import ProjectError, run
from project_package.utils.folds import without_target
from project_package.utils.information import shared_information
from project_package.utils.params import Params, load_params
from project_package.utils.reports import write_json
from project_package.utils.tables import read_table

REPORT = "reports/feature_selection.json"


def select_features(features: pd.DataFrame, target: pd.Series, params: Params) -> dict[str, Any]:
    """Choose features by what they hold themselves: not missing, not constant, not told by another.

    The target has no say: whoever looks at it before the rows are divided into folds finds something in noise, too.
    Choosing by the target is a step of the model, see `utils/selection.py`.

    Args:
        features: the features of train, without the target.
        target: what they are to predict, row by row; only to report what each feature tells about it.
        params: limits of the section `select`.

    Raises:
        ProjectError: nothing is left.
    """
    importance = shared_information(features, target, numeric=params.data.task == "regression")
    dropped: dict[str, tuple[str, str]] = {}
    for name, values in features.items():
        missing = values.isna().mean()
        if missing > params.select.max_missing:
            dropped[str(name)] = ("missing", f"{100 * missing:.1f} % of its values are missing.")
        elif values.nunique(dropna=False) <= 1:
            dropped[str(name)] = ("constant", "it has the same value in every row of train.")
    for name, other in _told_by_another(features.drop(columns=list(dropped)), params.select.max_correlation).items():
        dropped[name] = ("correlated", f"{other!r} tells the same.")
    kept = [name for name in features.columns if name not in dropped]
    if not kept:
        raise ProjectError("no feature is left to learn from: all are constant, missing or excluded.")
    return {
        "rows": len(features),
        "features": features.shape[1],
        "kept": kept,
        "dropped": [{"feature": name, "rule": rule, "reason": why} for name, (rule, why) in dropped.items()],
        "importance": dict(sorted(importance.items(), key=lambda item: -item[1])),
    }


def _told_by_another(features: pd.DataFrame, limit: float) -> dict[str, str]:
    """Features that an earlier one determines: equal columns, and numbers that move in step with it."""
    told: dict[str, str] = {}
    seen: dict[bytes, str] = {}
    for name, values in features.items():
        content = pd.util.hash_pandas_object(values, index=False).to_numpy().tobytes()
        if content in seen:
            told[str(name)] = seen[content]
        seen.setdefault(content, str(name))
    numbers = features.drop(columns=list(told)).select_dtypes("number")
    names = [str(name) for name in numbers.columns]
    together = np.triu(np.abs(np.atleast_2d(np.corrcoef(numbers.fillna(numbers.median()).to_numpy().T))), k=1)
    for first, second in np.argwhere(together > limit):
        if names[first] not in told:
            told.setdefault(names[second], names[first])
    return told


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    train = read_table(f"{params.reads['select']}/train.parquet")
    write_json(select_features(without_target(train, params), train[params.data.target], params), REPORT)


if __name__ == "__main__":
    run(main)
