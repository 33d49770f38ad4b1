"""Scores of parts of the test set: a model can be good on the whole and bad for some."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from project_package.utils.folds import UNIT
from project_package.utils.params import Params
from project_package.utils.resampling import interval, resample
from project_package.utils.schema import Schema
from project_package.utils.scores import score
from project_package.utils.slice_intervals import slice_interval

METRIC = {"binary": "roc_auc", "multiclass": "accuracy", "regression": "neg_root_mean_squared_error"}
PERFECT = {"binary": 1.0, "multiclass": 1.0, "regression": 0.0}
MOST_VALUES = 12
MOST_NUMBERS = 10
# Below `gate.slices.rows` a slice is scored, for people to see, but not judged; below this it is not even scored.
LEAST_ROWS = 10
OTHERS = "others"


@dataclass(frozen=True)
class Whole:
    """What slices are compared with: score and mean of all rows, and what a model without skill scores on them."""

    score: float
    no_skill: float
    mean: float


def make_slices(table: pd.DataFrame, schema: Schema) -> dict[tuple[str, str | None], np.ndarray]:
    """The parts of a table by the values of its columns.

    Every column with at most 12 values is cut by them. With more, the first ten features that are numbers
    are cut into thirds, and so is every sensitive number or date; any other sensitive column is cut into
    its commonest values and "others".

    Returns:
        (column, value) → mask of its rows; value None for rows where it is missing.
    """
    parts: dict[tuple[str, str | None], np.ndarray] = {}
    numbers = 0
    for column in schema.columns:
        if column.role == "target" or column.name not in table:
            continue
        values = table[column.name]
        if values.nunique() > MOST_VALUES:
            if column.sensitive:
                values = _few_groups(values)
            elif column.role == "feature" and numbers < MOST_NUMBERS and pd.api.types.is_numeric_dtype(values):
                numbers += 1
                values = _thirds(values)
            else:
                continue
        if values.nunique(dropna=False) < 2:
            continue
        for value in sorted(values.dropna().unique(), key=str):
            parts[column.name, str(value)] = (values == value).fillna(False).to_numpy(dtype=bool)
        if values.isna().any():
            parts[column.name, None] = values.isna().to_numpy()
    return parts


def score_slices(table: pd.DataFrame, predicted: pd.DataFrame, schema: Schema, params: Params) -> dict[str, Any]:
    """Score of every slice beside the score of the whole.

    Args:
        table: the test rows as they were before the features were built, with the target.
        predicted: predictions of the same rows.
        schema: says which columns are cut, and which are sensitive.
        params: task, target and the least rows of a slice.

    Returns:
        `metric`, `score` and `no_skill` (what a model without skill scores) of the whole, and `slices`: column, value,
        rows, score (None with too few rows) and its interval `ci95`, share (part of the whole's gain over no skill
        that is left; None where there is none to compare).
    """
    metric, target = METRIC[params.data.task], table[params.data.target]
    whole = score_whole(target, predicted, params)
    sensitive = {column.name for column in schema.columns if column.sensitive}
    least, ids = min(params.gate.slices.rows, max(LEAST_ROWS, len(table) // 5)), ids_of(table)
    slices = []
    for (column, value), mask in make_slices(table, schema).items():
        truth, told = target[mask], predicted[mask]
        own = score(metric, truth, told, params.data) if len(truth) >= least else None
        judged = own is not None and _can_be_ranked(truth, params)
        share = share_of(truth, told, whole, params) if judged else np.nan
        slices.append(
            {
                "column": column,
                "value": value,
                "rows": len(truth),
                "score": own,
                "ci95": None if own is None else _interval(truth, told, ids[mask], params),
                "share": share if np.isfinite(share) else None,
                "sensitive": column in sensitive,
            }
        )
    return {"metric": metric, "score": whole.score, "no_skill": whole.no_skill, "slices": slices}


def ids_of(table: pd.DataFrame) -> np.ndarray:
    """The unit of each row as split has noted it; without a note each row is one of its own."""
    return table[UNIT].to_numpy() if UNIT in table else np.arange(len(table))


def _interval(
    target: pd.Series, predicted: pd.DataFrame, ids: np.ndarray, params: Params
) -> tuple[float, float] | None:
    """By formula where every row stands for itself; else whole units are drawn, for their rows resemble each other."""
    if len(np.unique(ids)) == len(ids):
        return slice_interval(target, predicted, params.data)
    draws = resample(ids, params.base.seed)
    ends = interval(METRIC[params.data.task], target, predicted, params.data, draws)
    return ends if np.isfinite(ends).all() else None


def score_whole(target: pd.Series, predicted: pd.DataFrame, params: Params) -> Whole:
    """Score of all rows, and of a model without skill on them."""
    mean = float(target.mean()) if params.data.task == "regression" else np.nan
    whole = score(METRIC[params.data.task], target, predicted, params.data)
    return Whole(whole, _no_skill(target, mean, params.data.task), mean)


def share_of(target: pd.Series, predicted: pd.DataFrame, whole: Whole, params: Params) -> float:
    """Which part of the whole's gain over no skill is left in a slice: 1 all, 0 none, below 0 worse than no skill.

    A gain is the way made from no skill to a perfect score. Where a slice is easier than the whole,
    because it has almost a single class or hardly differing numbers, its gain counts from where the whole starts:
    nothing would be left to gain there otherwise. Of a whole without any gain, a slice that is not worse than
    no skill keeps all, a worse one nothing.

    Returns:
        The share; NaN where slice or whole have no score, or the whole is predicted perfectly without skill.
    """
    task, best = params.data.task, PERFECT[params.data.task]
    own = score(METRIC[task], target, predicted, params.data)
    none = min(_no_skill(target, whole.mean, task), whole.no_skill)
    if not best > whole.no_skill or np.isnan(own) or np.isnan(whole.score):
        return np.nan
    if whole.score <= whole.no_skill:
        return float(own >= none)
    return ((own - none) / (best - none)) / ((whole.score - whole.no_skill) / (best - whole.no_skill))


def _can_be_ranked(target: pd.Series, params: Params) -> bool:
    """Whether both classes of a binary task have rows enough: drawing one row again and again shows no chance."""
    if params.data.task != "binary":
        return True
    positive = int((target == params.data.positive).sum())
    return min(positive, len(target) - positive) >= LEAST_ROWS


def _no_skill(target: pd.Series, mean: float, task: str) -> float:
    """What a model without skill scores: any order of the rows, random classes as often as they occur, the mean."""
    if task == "binary":
        return 0.5
    if task == "multiclass":
        return float((target.value_counts(normalize=True) ** 2).sum())
    return -float(np.sqrt(((target - mean) ** 2).mean()))


def _few_groups(values: pd.Series) -> pd.Series:
    """The values of a sensitive column in a few groups, whatever its type."""
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        thirds = _thirds(values)
        # Where one value fills two thirds, there are no thirds: it is set against the others.
        if thirds.nunique() > 1:
            return thirds
    words = values.astype(object).where(values.isna(), values.astype(str))
    common = words.value_counts().index[: MOST_VALUES - 1]
    return words.where(words.isin(common) | words.isna(), OTHERS)


def _thirds(values: pd.Series) -> pd.Series:
    """The third that each value is in, by its ends."""
    if not pd.api.types.is_datetime64_any_dtype(values):
        cut = pd.qcut(values.astype("float64"), 3, duplicates="drop", precision=4)
        # Thousands are parted from five digits on, so that a year stays one.
        ends = [
            f"{end:,.12g}" if abs(end) >= 10_000 else f"{end:.12g}"
            for end in (third.right for third in cut.cat.categories)
        ]
        first, *others = [f"up to {end}" for end in ends]
        later = [f"above {low}, {high}" for low, high in zip(ends, others, strict=False)]
        return cut.cat.rename_categories([first, *later])
    thirds = pd.qcut(values.rank(method="average"), 3, labels=False, duplicates="drop")
    times = values.groupby(thirds)
    names = times.min().dt.strftime("%Y-%m-%d") + " to " + times.max().dt.strftime("%Y-%m-%d")
    return thirds.map(names)
