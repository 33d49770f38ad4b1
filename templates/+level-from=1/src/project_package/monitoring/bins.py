"""One quantity in bins: how often it falls into each. Missing values have a bin of their own, the last one."""

import zlib
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field

from project_package.features.columns import as_text
from project_package.utils.settings import Settings

MOST_NUMBERS = 12
# Of a column with more words than that, only how they fall into so many drawers is kept: a bin for each of the most
# frequent ones would hold more of the reference than of other rows, just because it was chosen for that.
MOST_WORDS = 20
DRAWERS = 32
# Rarer words share a bin with those never seen.
LEAST_ROWS = 5


class Bins(Settings):
    """How values are put into bins, and how many of the reference fell into each."""

    kind: Literal["number", "word", "hash", "presence"]
    edges: list[float] = Field(default_factory=list)
    words: list[str] = Field(default_factory=list)
    counts: list[int]

    def count(self, values: pd.Series) -> np.ndarray:
        """How many of these values fall into each bin; whole numbers, as many as `counts`."""
        return _count(values, self.kind, self.edges, self.words)


def number_bins(values: pd.Series) -> Bins:
    """A bin per value and one for those beyond where there are few, else ten that are equally full."""
    known = numbers(values)
    known = known[np.isfinite(known)]
    different = np.unique(known)
    if len(different) > MOST_NUMBERS:
        different = np.unique([float(f"{edge:.5g}") for edge in np.quantile(known, np.linspace(0.1, 0.9, 9))])
    elif len(different):
        # Else what is larger than all that is known would share the bin of the largest.
        different = np.append(different, np.nextafter(different[-1], np.inf))
    edges = [float(edge) for edge in different]
    return Bins(kind="number", edges=edges, counts=_count(values, "number", edges, []).tolist())


def word_bins(values: pd.Series) -> Bins:
    """A bin per word and one for rare and new ones; of a column with many words no word is kept."""
    frequency = as_text(values).value_counts()
    if len(frequency) > MOST_WORDS:
        return Bins(kind="hash", counts=_count(values, "hash", [], []).tolist())
    words = sorted(map(str, frequency.index[frequency >= LEAST_ROWS]))
    return Bins(kind="word", words=words, counts=_count(values, "word", [], words).tolist())


def presence_bins(values: pd.Series) -> Bins:
    """Known or missing, and nothing else: for what must not or cannot be compared."""
    return Bins(kind="presence", counts=_count(values, "presence", [], []).tolist())


def numbers(values: pd.Series) -> np.ndarray:
    """Numbers as float64; what is none is missing, NaN."""
    return pd.to_numeric(values, errors="coerce").to_numpy(dtype="float64", na_value=np.nan)


def _count(values: pd.Series, kind: str, edges: list[float], words: list[str]) -> np.ndarray:
    if kind == "number":
        read = numbers(values)
        places = np.searchsorted(edges, read[~np.isnan(read)], side="right")
        return _with_missing(places, len(edges) + 1, len(read))
    known = as_text(values[values.notna()])
    if kind == "word":
        order = {word: place for place, word in enumerate(words)}
        places = known.map(lambda word: order.get(word, len(words))).to_numpy(dtype=int)
        return _with_missing(places, len(words) + 1, len(values))
    if kind == "hash":
        places = known.map(lambda word: zlib.crc32(word.encode("utf-8", "replace")) % DRAWERS).to_numpy(dtype=int)
        return _with_missing(places, DRAWERS, len(values))
    return _with_missing(np.zeros(len(known), dtype=int), 1, len(values))


def _with_missing(places: np.ndarray, bins: int, rows: int) -> np.ndarray:
    return np.append(np.bincount(places, minlength=bins), rows - len(places))
