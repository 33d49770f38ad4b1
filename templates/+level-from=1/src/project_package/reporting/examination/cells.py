"""Does the score live on near neighbours, as it does where several rows are of one thing that no column names?

Rows of one thing are alike in what is measured of it. So the rows are parted into cells of neighbours, and the model is
tried on whole cells: what it knows of a relation goes on beyond a cell, what it knows of things ends there.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.pipeline import Pipeline

from project_package.reporting.examination.independence import score_by_groups
from project_package.utils.folds import UNIT
from project_package.utils.models import predict
from project_package.utils.params import Params

# Rows of a cell, on average, and how many rows are parted; fewer say nothing.
CELL, MOST_ROWS, FEWEST_ROWS = 20, 3_000, 300
# Where there are more rows, whole neighbourhoods of them are taken, so that the rows of a thing stay together.
NEIGHBOURHOODS = 10
# A column places a row if it has so many values and moves the answers by this part of what the best such column does.
FEWEST_VALUES, WORTH, MOST_COLUMNS, PROBES = 50, 0.5, 20, 1_000


def by_cells(train: pd.DataFrame, features: pd.DataFrame, model: Pipeline, params: Params) -> dict[str, Any]:
    """Cross-validate the model on whole cells of neighbouring rows, and on rows at random.

    Args:
        train: the training rows, with target and units.
        features: the model's features of the same rows.
        model: the fitted model; a straight line knows no single things and is not tried.
        params: metric, target and seed.

    Returns:
        The columns that place the rows, the numbers of cells and rows, the score on rows at random (`random`,
        `random_low`) and on whole cells (`score`, `low`, `high`); nothing where rows or columns are too few.
    """
    if len(train) < FEWEST_ROWS or hasattr(model[-1], "coef_"):
        return {}
    names = _placing(features, model, params.base.seed)
    if len(names) < 2:
        return {}
    places = features[names].rank(pct=True).fillna(0.5).to_numpy(dtype=float)
    kept = _near(places, params.base.seed)
    cells = fcluster(linkage(places[kept], "ward"), len(kept) // CELL, "maxclust")
    rows, own = train.iloc[kept], features.iloc[kept]
    units = pd.factorize(rows[UNIT])[0] if UNIT in rows else np.arange(len(rows))
    by_chance, chance_low, _ = score_by_groups(units, rows, own, model, params)
    value, low, high = score_by_groups(cells, rows, own, model, params)
    about = {"columns": names, "cells": len(np.unique(cells)), "rows": len(kept)}
    return about | {"random": by_chance, "random_low": chance_low, "score": value, "low": low, "high": high}


def _placing(features: pd.DataFrame, model: Pipeline, seed: int) -> list[str]:
    """The numbers on which the model relies most: its answers for rows it knows change most when they are shuffled."""
    chance = np.random.default_rng(seed)
    probes = features.iloc[np.sort(chance.permutation(len(features))[:PROBES])]
    before, moved = _answers(model, probes), {}
    numbers = [str(name) for name in features.select_dtypes("number") if features[name].nunique() >= FEWEST_VALUES]
    for name in numbers[:MOST_COLUMNS]:
        shuffled = probes[name].iloc[chance.permutation(len(probes))].set_axis(probes.index)
        moved[name] = float(np.abs(_answers(model, probes.assign(**{name: shuffled})) - before).mean())
    most = max(moved.values(), default=0.0)
    return [name for name, change in moved.items() if change > WORTH * most]


def _answers(model: Pipeline, rows: pd.DataFrame) -> np.ndarray:
    """Probabilities of the classes, or the predicted numbers."""
    return predict(model, rows).select_dtypes("number").to_numpy(dtype=float)


def _near(places: np.ndarray, seed: int) -> np.ndarray:
    """Positions of the rows: all, or those of some neighbourhoods."""
    if len(places) <= MOST_ROWS:
        return np.arange(len(places))
    centres = np.random.default_rng(seed).choice(len(places), NEIGHBOURHOODS, replace=False)
    most = MOST_ROWS // NEIGHBOURHOODS
    near = [np.argpartition(((places - places[centre]) ** 2).sum(axis=1), most)[:most] for centre in centres]
    return np.unique(np.concatenate(near))
