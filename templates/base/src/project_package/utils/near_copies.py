"""Rows that are nearly the same: measured twice, jittered, or exported anew with other rounding.

What is learned from one of them is known of the others, so they belong on one side of a split as exact copies do.
"""

import numpy as np
import pandas as pd

# Columns of numbers are compared that have so many values, none in more than a share of the rows, as zero often is: at
# least so many columns, and no more than say enough.
FEWEST_VALUES, COMMONEST, FEWEST_COLUMNS, MOST_COLUMNS = 50, 0.1, 3, 20
# Rows that show what a column is like.
SEEN = 10_000
# Rows whose neighbours are looked at, how many of them may be copies, and at how many the spread of the data is seen.
PROBES, MOST_COPIES, NEIGHBOURS = 150, 20, 60
# A gap behind its copies as wide as one row in twenty has by chance; honest tables have it in one row of ten at most.
BY_CHANCE, FEWEST_GAPS, ALL_GAPS = 0.05, 0.25, 0.9
# In larger tables finding the copies would take minutes, and seconds for each column that is left out. Rows that are
# compared at once.
MOST_ROWS, MOST_ROWS_ANEW, CHUNK = 50_000, 20_000, 10_000


def near_copies(rows: pd.DataFrame) -> np.ndarray:
    """Tell which rows are near copies of each other.

    A row with near copies has them close by and nothing else for long: the next neighbour is farther away than spread
    and dimension of the data let expect. Where many rows are so, all rows within the gap belong together.

    Args:
        rows: the columns by which copies are known.

    Returns:
        One number per row: equal in near copies, all different where there are none or the columns cannot tell, and in
        tables of more than `MOST_ROWS`.
    """
    apart = np.arange(len(rows))
    places = _places(rows) if NEIGHBOURS < len(rows) <= MOST_ROWS else None
    found = None if places is None else _found(places)
    if found is None:
        return apart
    places, reach = found
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    pairs = cKDTree(places).query_pairs(reach, output_type="ndarray")
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(rows),) * 2)
    return np.asarray(connected_components(links, directed=False)[1])


def _places(rows: pd.DataFrame) -> np.ndarray | None:
    """The rows as points: columns of many numbers, centred and scaled by their middle half; None where too few."""
    seen = rows.iloc[:: -(-len(rows) // SEEN)].select_dtypes("number")
    counts = {name: values.value_counts(normalize=True) for name, values in seen.items()}
    numbers = [name for name, shares in counts.items() if len(shares) >= FEWEST_VALUES and shares.max() <= COMMONEST]
    if len(numbers) < FEWEST_COLUMNS:
        return None
    numbers = numbers[:: -(-len(numbers) // MOST_COLUMNS)]
    points = np.empty((len(rows), len(numbers)))
    for column, name in enumerate(numbers):
        low, middle, high = seen[name].quantile([0.25, 0.5, 0.75])
        spread = (high - low) / 1.35 or seen[name].std()
        points[:, column] = ((rows[name].to_numpy(float, na_value=np.nan) - middle) / spread).clip(-5, 5)
    points[np.isnan(points)] = 0
    return points


def _found(points: np.ndarray) -> tuple[np.ndarray, float] | None:
    """The columns by which rows are near copies, and up to which distance; None where they are not.

    One column may differ freely, as a row number, a time or a reading of its own does: that without which the most rows
    have a gap behind their copies.
    """
    share, reach = _gaps(_nearest(points, PROBES))
    best, shown = (points, reach), share if share >= FEWEST_GAPS else 0.0
    rows, columns = points.shape
    for left_out in range(columns if columns > FEWEST_COLUMNS and rows <= MOST_ROWS_ANEW and share < ALL_GAPS else 0):
        others = np.delete(points, left_out, axis=1)
        share, reach = _gaps(_nearest(others, PROBES // 3))
        if share > max(shown, 2 * FEWEST_GAPS):
            best, shown = (others, reach), share
    return best if shown else None


def _nearest(points: np.ndarray, probes: int) -> np.ndarray:
    """Distances from some rows to their nearest neighbours, the nearest first."""
    chosen = np.sort(np.random.default_rng(0).choice(len(points), min(probes, len(points)), replace=False))
    rows = points[chosen]
    found: np.ndarray = np.empty((len(rows), 0))
    for start in range(0, len(points), CHUNK):
        chunk = points[start : start + CHUNK]
        squares = (rows**2).sum(axis=1)[:, None] + (chunk**2).sum(axis=1) - 2 * rows @ chunk.T
        inside = (chosen >= start) & (chosen < start + len(chunk))
        squares[inside, chosen[inside] - start] = np.inf
        found = np.hstack([found, squares])
        if found.shape[1] > NEIGHBOURS:
            found = np.partition(found, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
    return np.asarray(np.sqrt(np.sort(found.clip(min=0), axis=1)))


def _gaps(distances: np.ndarray) -> tuple[float, float]:
    """Share of the rows that have a gap behind their nearest neighbours, and up to which distance these reach."""
    inner, outer = distances[:, :MOST_COPIES], distances[:, 1 : MOST_COPIES + 1]
    growth = np.log((distances[:, -1] + 1e-9) / (distances[:, MOST_COPIES - 1] + 1e-9))
    # Of evenly spread points three times as many stand within a distance that is 3 ** (1 / dimension) times as large.
    dimension = np.log(distances.shape[1] / MOST_COPIES) / max(float(np.median(growth)), 1e-3)
    ratio = (outer + 1e-9) / (inner + 1e-9)
    gapped = ratio.max(axis=1) > BY_CHANCE ** (-1 / dimension)
    if not gapped.any():
        return 0.0, 0.0
    at = ratio.argmax(axis=1)[gapped]
    inside, outside = inner[gapped, at], outer[gapped, at]
    # Copies that are exact in these columns have no distance at all.
    reach = max(float(np.median(np.minimum(3 * inside, np.sqrt(inside * outside)))), 1e-6)
    crowded = (distances <= reach).sum(axis=1).mean() > MOST_COPIES
    return (0.0 if crowded else float(gapped.mean())), reach
