"""What the model owes to each column, and to the number of rows."""

from itertools import cycle

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from project_package.features import feature_sources
from project_package.utils.folds import split_by
from project_package.utils.models import labels, predict
from project_package.utils.params import Params
from project_package.utils.resampling import Resampling, at, resample
from project_package.utils.schema import Schema
from project_package.utils.scores import SCORES, Arrays, Score, arrays_of, score

MOST_ROWS = 2_000
# Values that are predicted from in all, rows x features x shuffled copies; a table with more takes fewer rows.
MOST_VALUES = 40_000_000
FEWEST_ROWS = 200
VALUES_AT_ONCE = 20_000_000
# Of more columns those are shuffled that go with the predictions most.
MOST_COLUMNS = 200


def permutation_importance(
    model: Pipeline, test: pd.DataFrame, schema: Schema, metric: str, params: Params, ids: np.ndarray | None = None
) -> pd.DataFrame:
    """Drop in score when a column of the data is shuffled, so that it tells nothing any more (Breiman, 2001).

    Features made of the same column are shuffled together. Many shuffled copies are predicted in one call,
    which takes a fraction of the time of one call each.

    Args:
        model: the fitted model.
        test: features and target; at most 2,000 rows and 200 columns are used.
        schema: tells which column a feature is made of.
        metric: the score, by its name.
        params: task, target and seed.
        ids: the unit of each row, by which the intervals are drawn; each row is one of its own unless said.

    Returns:
        One row per column, the most important first: `feature`, `importance` (mean drop), `std` over the shuffled
        copies, and the ends of the 95 % interval over other rows, `low` and `high`.
    """
    made_of = pd.Series(feature_sources([str(name) for name in test.columns.drop(params.data.target)], schema))
    columns = made_of.groupby(made_of, sort=False).groups
    examined = min(len(columns), MOST_COLUMNS)
    repeats = 5 if examined <= 100 else 2
    most = min(MOST_ROWS, max(FEWEST_ROWS, MOST_VALUES // (len(made_of) * examined * repeats)))
    chance = np.random.default_rng(params.base.seed)
    rows = chance.permutation(len(test))[:most]
    features = test.iloc[rows].reset_index(drop=True)
    target, unit = features.pop(params.data.target), rows if ids is None else ids[rows]
    function, draws = SCORES[params.data.task][metric], resample(unit, params.base.seed)
    answers = predict(model, features)
    if examined < len(columns):
        follows = _association(features, answers).groupby(made_of).max().sort_values(ascending=False, kind="stable")
        columns = {name: columns[name] for name in follows.index[:examined]}
    whole = arrays_of(target, answers, params.data)
    on_draws = [function(*at(drawn, whole)) for drawn in draws.draws]
    found, at_once = [], max(1, VALUES_AT_ONCE // (len(rows) * repeats * len(made_of)))
    for block in np.array_split(np.array(list(columns), dtype=object), -(-len(columns) // at_once)):
        copies = _shuffled_copies(features, [columns[name] for name in block for _ in range(repeats)], chance)
        predicted = predict(model, copies)
        parts = [predicted.iloc[start : start + len(rows)] for start in range(0, len(predicted), len(rows))]
        for place, name in enumerate(block):
            own = parts[place * repeats : (place + 1) * repeats]
            shuffled = [arrays_of(target, part.set_axis(target.index), params.data) for part in own]
            found.append({"feature": name} | _drop(function, whole, on_draws, shuffled, draws))
    return pd.DataFrame(found).sort_values("importance", ascending=False, kind="stable").reset_index(drop=True)


def _drop(
    function: Score, whole: Arrays, on_draws: list[float], shuffled: list[Arrays], draws: Resampling
) -> dict[str, float]:
    """Mean and spread of the drop in score over shuffled copies; each draw of rows takes the next copy."""
    drops = [function(*whole) - function(*copy) for copy in shuffled]
    known, copies = iter(on_draws), cycle(shuffled)
    low, high = draws.interval(float(np.mean(drops)), lambda rows: next(known) - function(*at(rows, next(copies))))
    return {"importance": float(np.mean(drops)), "std": float(np.std(drops)), "low": low, "high": high}


def _association(features: pd.DataFrame, answers: pd.DataFrame) -> pd.Series:
    """How far each feature goes with the predictions, from 0 to 1: correlation, or its like for categories."""
    answer = answers.iloc[:, -1]
    answer = answer if pd.api.types.is_numeric_dtype(answer) else pd.Series(pd.factorize(answer)[0], answers.index)
    numbers = features.select_dtypes("number")
    told = {
        name: answer.groupby(values).transform("mean").std() for name, values in features.drop(columns=numbers).items()
    }
    found: pd.Series = pd.concat([numbers.corrwith(answer).abs(), pd.Series(told, dtype=float) / answer.std()])
    return found.fillna(0)


def _shuffled_copies(features: pd.DataFrame, shuffled: list[pd.Index], chance: np.random.Generator) -> pd.DataFrame:
    """Copies of the features below each other, in each of them some columns shuffled."""
    copies = {name: np.tile(values.to_numpy(), len(shuffled)) for name, values in features.items()}
    for place, names in enumerate(shuffled):
        order = chance.permutation(len(features))
        for name in names:
            copies[name][place * len(features) : (place + 1) * len(features)] = features[name].to_numpy()[order]
    return pd.DataFrame(copies).astype(features.dtypes)


def learning_curve(
    model: Pipeline, train: pd.DataFrame, test: pd.DataFrame, metric: str, params: Params
) -> pd.DataFrame:
    """Score of the same model learned from ever more rows: would more data help?

    Returns:
        One row per size: `rows`, and the score on those rows (`train`) and on the held-out ones (`test`).
    """
    target = params.data.target
    shuffled = train.sample(frac=1, random_state=params.base.seed) if split_by(params.split) != "time" else train[::-1]
    points = []
    for share in (0.1, 0.2, 0.4, 0.7, 1.0):
        part = shuffled.head(max(10, round(len(train) * share)))
        if params.data.task != "regression" and part[target].nunique() < 2:
            continue
        fitted = model
        if share < 1:
            fitted = clone(model).fit(part.drop(columns=target), labels(part[target]))
        on_train = score(metric, part[target], predict(fitted, part.drop(columns=target)), params.data)
        on_test = score(metric, test[target], predict(fitted, test.drop(columns=target)), params.data)
        points.append({"rows": len(part), "train": on_train, "test": on_test})
    return pd.DataFrame(points).drop_duplicates("rows")
