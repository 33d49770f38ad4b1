"""Which rows learn and which are held out: of the test split and of each fold of a cross-validation.

Rows that belong together, a *unit*, never stand on both sides: copies of a row, near ones too, and the rows of one
entity where `split.group` in `params.yaml` names its column. Where time decides, what is held out is newer.
scikit-learn is imported where it divides, so that stages which only carry the units start without it.
"""

import warnings
from fractions import Fraction
from typing import Literal

import numpy as np
import pandas as pd

from project_package.utils.errors import ProjectError
from project_package.utils.near_copies import near_copies
from project_package.utils.params import Params, Split

Fold = tuple[np.ndarray, np.ndarray]

# The column by which split tells later stages which rows belong together; no feature.
UNIT = "split: unit"
# What tune leaves for the choice of the threshold.
OUT_OF_FOLD = "data/processed/out_of_fold.parquet"
# Small tables are divided up to three times, each time differently, since their scores vary most.
SMALL, MOST_TIMES = 3000, 3
# With more units than this their sizes even out by themselves, and one by one they would take minutes.
MANY_UNITS = 5_000
# Columns with few values make equal rows by chance: those are no copies.
LEAST_COPIES, FEWEST_UNITS = 4, 10


def split_by(split: Split) -> Literal["random", "group", "time"]:
    """What decides about the split: as `split.by` says; for `auto` time before group, where they are named."""
    if split.by != "auto":
        return split.by
    return "time" if split.time else "group" if split.group else "random"


def without_target(table: pd.DataFrame, params: Params) -> pd.DataFrame:
    """The features of a table: neither the target nor the column of units."""
    return table.drop(columns=[params.data.target, UNIT], errors="ignore")


def units(table: pd.DataFrame, params: Params, columns: list[str] | None = None) -> np.ndarray:
    """One number per row, from 0; rows with the same number belong together.

    Args:
        table: rows; where split has noted the units in the column `UNIT`, these are taken.
        params: `split.group` names the column of the entity, if there is one; rows without a value stand alone.
        columns: those by which copies are known; all but the target, unless said.

    Raises:
        ProjectError: the table has neither noted units nor the column of `split.group`.
    """
    if UNIT in table:
        return np.asarray(pd.factorize(table[UNIT])[0])
    rows, group = without_target(table, params) if columns is None else table[columns], params.split.group
    known = [_copies(rows), _near(rows, table, params)]
    if group is not None:
        if group not in table:
            raise ProjectError(f"split.group in params.yaml names no column of the data: {group!r}.")
        entities = pd.factorize(table[group])[0]
        known.append(np.where(entities < 0, entities.max() + 1 + np.arange(len(table)), entities))
    return _joined(known)


def _joined(known: list[np.ndarray]) -> np.ndarray:
    """Units of several kinds made one: rows that share any of them, directly or through others, belong together."""
    parting = [units for units in known if units.max(initial=-1) + 1 < len(units)]
    if len(parting) < 2:
        return np.asarray(pd.factorize(parting[0] if parting else known[0])[0])
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows = len(parting[0])
    starts = rows + np.cumsum([0, *(units.max() + 1 for units in parting)])
    nodes = np.concatenate([units + start for units, start in zip(parting, starts, strict=False)])
    links = coo_array((np.ones(len(nodes)), (np.tile(np.arange(rows), len(parting)), nodes)), shape=(starts[-1],) * 2)
    return np.asarray(pd.factorize(connected_components(links, directed=False)[1][:rows])[0])


def _near(rows: pd.DataFrame, table: pd.DataFrame, params: Params) -> np.ndarray:
    """The same number for near copies; all apart where these are the classes themselves, or hold most of the rows."""
    near = near_copies(rows)
    known = len(set(near))
    if known == len(rows):
        return near
    kinds = 1 if params.data.task == "regression" else table[params.data.target].nunique()
    several = known >= FEWEST_UNITS * kinds and np.bincount(near).max() * FEWEST_UNITS <= len(rows)
    return near if several else np.arange(len(rows))


def _copies(rows: pd.DataFrame) -> np.ndarray:
    """The same number for equal rows; all apart where equal rows are what columns with few values make by chance."""
    apart = np.arange(len(rows))
    if rows.empty:
        return apart
    codes, distinct = pd.factorize(pd.util.hash_pandas_object(rows, index=False).to_numpy())
    if len(distinct) == len(rows):
        return apart
    sizes = np.bincount(codes)
    twins = float((sizes * (sizes - 1)).sum()) / len(rows)
    # As many twins would a row have if the columns had nothing to do with each other.
    alike = [float((values.value_counts(normalize=True, dropna=False) ** 2).sum()) for _, values in rows.items()]
    by_chance = (len(rows) - 1) * float(np.prod(alike))
    return codes if len(distinct) >= FEWEST_UNITS and twins > LEAST_COPIES * by_chance else apart


def hold_out(table: pd.DataFrame, ids: np.ndarray, params: Params) -> Fold:
    """Positions of the rows to learn from and of the test rows, `split.test_size` of them.

    Args:
        table: all rows, after a split by time in its order.
        ids: their units.
        params: the sections `split` and `data`.
    """
    if split_by(params.split) == "time":
        by_age = _by_age(ids)
        newer = np.cumsum(np.bincount(ids)[by_age][::-1])
        tested = 1 + int(np.searchsorted(newer, round(len(table) * params.split.test_size)))
        held = np.isin(ids, by_age[-min(tested, len(by_age) - 1) :])
    else:
        share = min(max(Fraction(params.split.test_size).limit_denominator(20), Fraction(1, 20)), Fraction(19, 20))
        parts = min(share.denominator, int(ids.max()) + 1)
        held = _parts(table, ids, parts, params.split.seed, params) < min(share.numerator, parts - 1)
        if params.data.task != "regression":
            # A class of which only test would have rows is learned.
            target = table[params.data.target]
            held &= ~np.isin(ids, ids[~target.isin(target[~held])])
    if not held.any():
        held = ids == ids[-1]
    return np.flatnonzero(~held), np.flatnonzero(held)


def make_folds(train: pd.DataFrame, params: Params, folds: int) -> list[Fold]:
    """Positions of the rows to learn from and to hold out, fold by fold.

    Classes keep their shares; a class with fewer units than `folds` makes fewer folds, and a small table is divided
    several times. Where time decides, each fold holds out what is newer than what it learns from. Folds that know
    one class only are left out.

    Raises:
        ProjectError: there are fewer groups than folds, or no fold has two classes to learn from.
    """
    from sklearn.model_selection import TimeSeriesSplit

    ids = units(train, params)
    known, group = int(ids.max()) + 1, params.split.group
    if group is not None and known < folds:
        raise ProjectError(
            f"{folds} folds need as many groups of {group!r} to learn from, there are {known}: "
            f"set tune.folds in params.yaml to {known} at most, or split.group to null."
        )
    if split_by(params.split) == "time":
        by_age = _by_age(ids)
        splits = TimeSeriesSplit(max(2, min(folds, known // 2))).split(by_age)
        found = [
            (np.flatnonzero(np.isin(ids, by_age[learn])), np.flatnonzero(np.isin(ids, by_age[hold])))
            for learn, hold in splits
        ]
    else:
        found = _repeated(train, ids, max(2, min(folds, known // 2 if group is None else known)), params)
    if params.data.task == "regression":
        return found
    classes = train[params.data.target]
    useful = [(learn, hold) for learn, hold in found if classes.iloc[learn].nunique() > 1]
    if not useful:
        raise ProjectError(
            f"with split.by {split_by(params.split)!r} no fold has a second class of {params.data.target!r} to learn "
            "from: set split.by to `random` and split.group to null in params.yaml."
        )
    return useful


def sample_rows(train: pd.DataFrame, params: Params, rows: int) -> np.ndarray:
    """Positions of at most so many rows, of each class alike, in their order; where time decides the newest ones."""
    places = pd.Series(np.arange(len(train)))
    if len(train) <= rows:
        return places.to_numpy()
    if split_by(params.split) == "time":
        return places.tail(rows).to_numpy()
    if params.data.task == "regression":
        return np.sort(places.sample(rows, random_state=params.split.seed).to_numpy())
    share = rows / len(train)
    drawn = [
        group.sample(max(min(len(group), 5), round(len(group) * share)), random_state=params.split.seed)
        for _, group in places.groupby(train[params.data.target].to_numpy())
    ]
    return np.sort(np.concatenate(drawn))


def _repeated(train: pd.DataFrame, ids: np.ndarray, folds: int, params: Params) -> list[Fold]:
    if params.data.task != "regression":
        per_class = pd.Series(ids).groupby(_strata(train, params)).nunique()
        folds = max(2, min(folds, int(per_class.min())))
    found = []
    for repeat in range(max(1, min(MOST_TIMES, SMALL // len(train)))):
        part = _parts(train, ids, folds, params.split.seed + repeat, params)
        found += [(np.flatnonzero(part != number), np.flatnonzero(part == number)) for number in range(folds)]
    return [fold for fold in found if len(fold[0]) and len(fold[1])]


def _parts(table: pd.DataFrame, ids: np.ndarray, parts: int, seed: int, params: Params) -> np.ndarray:
    """Deal the units out to parts of about equal size and equal shares of classes; the part of each row, from 0."""
    if parts < 2:
        raise ProjectError("all rows belong together, so none can be held out: set split.group to null in params.yaml.")
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    strata, known = _strata(table, params), int(ids.max()) + 1
    part = np.zeros(len(table), dtype=int)
    with warnings.catch_warnings():
        # Of classes rarer than there are parts, which are dealt out as far as they go.
        warnings.simplefilter("ignore", UserWarning)
        if MANY_UNITS >= known != len(table):
            splits = StratifiedGroupKFold(parts, shuffle=True, random_state=seed).split(strata, strata, ids)
            for number, (_, held) in enumerate(splits):
                part[held] = number
            return part
        first = pd.Series(strata).groupby(ids).first().to_numpy()
        of_unit = np.zeros(known, dtype=int)
        for number, (_, held) in enumerate(StratifiedKFold(parts, shuffle=True, random_state=seed).split(first, first)):
            of_unit[held] = number
    return np.asarray(of_unit[ids])


def _strata(table: pd.DataFrame, params: Params) -> np.ndarray:
    """What the parts are to have alike: the class, a class of one row with the commonest; nothing in a regression."""
    if params.data.task == "regression":
        return np.zeros(len(table), dtype=int)
    codes = pd.factorize(table[params.data.target], sort=True)[0]
    counts = np.bincount(codes)
    return np.asarray(np.where(counts[codes] > 1, codes, counts.argmax()))


def _by_age(ids: np.ndarray) -> np.ndarray:
    """The units in the order of their last rows."""
    return np.asarray(pd.Series(np.arange(len(ids))).groupby(ids).max().sort_values().index)
