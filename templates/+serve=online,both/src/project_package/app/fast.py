"""A short way to the same answers: a few records without pandas, trees by treelite.

Nothing is computed differently because of it: what each value of a column becomes is looked up in tables that the
training's own functions have filled, and at the start rows of all kinds are sent both ways. Where the answers differ,
or the model is of a kind that is not known here, `speed_up` gives nothing and the service takes the long way.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import treelite
from scipy import sparse
from scipy.special import softmax
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    OneHotEncoder,
    OrdinalEncoder,
    StandardScaler,
    TargetEncoder,
)

from project_package.app.messages import Answers
from project_package.features import build_features
from project_package.utils.models import answers
from project_package.utils.schema import Column, Schema
from project_package.utils.scoring import Scorer
from project_package.utils.selection import BestNumbers
from project_package.utils.tables import read_records

# The long way is as fast from here on.
MOST_ROWS = 64
PROOF_ROWS, PROOF_PART = 400, 10
# How far sums of trees may be apart, and how near a decision the long way is asked.
ROUNDING = 1e-9

Record = dict[str, Any]


class NotKnownError(Exception):
    """The short way has no answer here; the long one has."""


@dataclass(frozen=True)
class FastScorer:
    """Records → matrix of the fitted preprocessing → prediction."""

    base: np.ndarray
    words: dict[str, tuple[np.ndarray, dict[Any, np.ndarray]]]
    numbers: list[tuple[str, dict[Any, float] | None]]
    place: slice
    arrange: Callable[[np.ndarray], np.ndarray]
    estimator: Any
    threshold: float | None
    weighed: bool

    def score(self, records: list[Record]) -> dict[str, np.ndarray]:
        """The columns of what `Scorer.score` gives.

        Raises:
            NotKnownError: a value that stands in no table, or a prediction at the edge between two classes.
        """
        if len(records) > MOST_ROWS:
            raise NotKnownError
        answered = answers(self.estimator, self.matrix(records))
        if len(answered) > 1:
            probabilities = np.array(list(answered.values())[1:], dtype=float)
            ranked = np.sort(self.estimator.weigh(probabilities.T).T if self.weighed else probabilities, axis=0)
            edge = np.abs(ranked[-1] - (ranked[-2] if len(ranked) > 1 else 0)).min()
            if self.threshold is not None:
                edge = min(edge, np.abs(probabilities - self.threshold).min())
            if edge < ROUNDING:
                raise NotKnownError
        return answered

    def matrix(self, records: list[Record]) -> np.ndarray:
        """What the fitted preprocessing makes of the records."""
        matrix = np.tile(self.base, (len(records), 1))
        try:
            for row, record in zip(matrix, records, strict=True):
                for name, (places, table) in self.words.items():
                    row[places] = table[record[name]]
            values = [[_number(record[name], table) for name, table in self.numbers] for record in records]
        except (KeyError, TypeError) as error:
            raise NotKnownError from error
        matrix[:, self.place] = self.arrange(np.array(values, dtype=float).reshape(len(records), -1))
        return matrix


def ask(records: list[Record], scorer: Scorer, fast: FastScorer | None) -> Answers:
    """What `Scorer.answers` gives, the short way if there is one."""
    if fast:
        try:
            return {name: values.tolist() for name, values in fast.score(records).items()}
        except NotKnownError:
            pass
    return scorer.answers(records)


def speed_up(scorer: Scorer) -> FastScorer | None:
    """The short way of a model, if there is one and it gives the same answers for rows of all kinds."""
    try:
        fast = _build(scorer)
        return fast if _agree(fast, scorer, probe_records(scorer.schema, PROOF_ROWS)) else None
    except Exception:
        # Whatever it is that the short way cannot do, the long one can.
        logging.getLogger(__name__).info("the model is asked the long way", exc_info=True)
        return None


def probe_records(schema: Schema, rows: int, seed: int = 0) -> list[Record]:
    """Records of all kinds: every listed value, numbers inside and outside the range, missing ones."""
    chance = np.random.default_rng(seed)
    columns = {name: _probe_values(schema.column(name), rows, chance) for name in schema.features}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _agree(fast: FastScorer, scorer: Scorer, records: list[Record]) -> bool:
    answered = 0
    for start in range(0, len(records), PROOF_PART):
        part = records[start : start + PROOF_PART]
        long = scorer.score(part)
        try:
            short = fast.score(part)
        except NotKnownError:
            continue
        answered += len(part)
        if not np.array_equal(short["prediction"], long["prediction"]) and scorer.manifest["classes"]:
            return False
        numbers = [str(name) for name in long if name != "prediction" or not scorer.manifest["classes"]]
        if not all(np.allclose(short[name], long[name], rtol=ROUNDING / 100, atol=ROUNDING / 100) for name in numbers):
            return False
    return answered > len(records) / 2


def _probe_values(column: Column, rows: int, chance: np.random.Generator) -> list[Any]:
    known = _known_values(column)
    if known is None:
        low, high = float(column.min or 0), float(column.max or 1)
        spread = chance.uniform(low - (high - low) / 4, high + (high - low) / 4, rows)
        values = list(map(round, spread)) if column.type == "integer" else spread.tolist()
    else:
        values = [known[place] for place in chance.integers(0, len(known), rows)]
    return [None if column.nullable and chance.random() < 0.1 else value for value in values]


def _known_values(column: Column) -> list[Any] | None:
    """The values that can be looked up; none for numbers."""
    if column.type == "boolean":
        return [False, True]
    if column.type in ("string", "integer") and column.values:
        return list(column.values)
    if column.type in ("integer", "float"):
        return None
    raise NotKnownError


def _build(scorer: Scorer) -> FastScorer:
    """Fill the tables by asking the training's functions for each value of each column."""
    model, schema = scorer.model, scorer.schema
    if [name for name, _ in model.steps] != ["prepare", "model"] or not isinstance(model[0], ColumnTransformer):
        raise NotKnownError
    prepare = model[0]
    named = {name: (step, list(columns)) for name, step, columns in prepare.transformers_ if name != "remainder"}
    numeric, numbers = named.pop("numbers", (None, []))
    for step, _ in named.values():
        if not isinstance(
            step[0] if isinstance(step, Pipeline) else step, OneHotEncoder | OrdinalEncoder | TargetEncoder
        ):
            raise NotKnownError
    category_names = [name for _, columns in named.values() for name in columns]
    first = {name: (_known_values(schema.column(name)) or [0])[0] for name in schema.features}
    asked, at = [first], {}
    for name in category_names:
        known = _known_values(schema.column(name)) or []
        known = [*known, None] if schema.column(name).nullable else known
        at[name] = {value: len(asked) + place for place, value in enumerate(known)}
        asked += [first | {name: value} for value in known]
    rows = prepare.transform(build_features(read_records(asked, schema), schema)[scorer.manifest["features"]])
    rows = np.asarray(rows.todense() if sparse.issparse(rows) else rows, dtype=float)
    place = prepare.output_indices_.get("numbers", slice(0, 0))
    words = {}
    for name, positions in at.items():
        changed = np.flatnonzero((rows[list(positions.values())] != rows[0]).any(axis=0))
        words[name] = (changed, {value: rows[position, changed] for value, position in positions.items()})
    ranked = [(name, _ranks(schema.column(name))) for name in numbers]
    estimator = _Sparse(model[-1]) if prepare.sparse_output_ else _short(model[-1])
    if hasattr(model, "decide"):
        estimator = _Deciding(estimator, model)
    arrange = _arranged(numeric)
    threshold, weighed = scorer.manifest.get("threshold"), hasattr(model, "weigh")
    return FastScorer(rows[0], words, ranked, place, arrange, estimator, threshold, weighed)


def _ranks(column: Column) -> dict[Any, float] | None:
    """The number of each word of an ordered column."""
    return {value: float(rank) for rank, value in enumerate(column.values or [])} if column.type == "string" else None


def _number(value: Any, ranks: dict[Any, float] | None) -> float:
    if value is None:
        return np.nan
    return float(value) if ranks is None else ranks[value]


def _arranged(step: Any) -> Callable[[np.ndarray], np.ndarray]:
    """What the fitted preprocessing does with numbers: choose some, impute, scale, or nothing."""
    parts = [_part(part) for _, part in step.steps] if isinstance(step, Pipeline) else [_part(step)]

    def arrange(values: np.ndarray) -> np.ndarray:
        for part in parts:
            values = part(values)
        return values

    return arrange


def _part(step: Any) -> Callable[[np.ndarray], np.ndarray]:
    if isinstance(step, SimpleImputer):
        marked = step.indicator_.features_

        def impute(values: np.ndarray) -> np.ndarray:
            missing = np.isnan(values)
            return np.hstack([np.where(missing, step.statistics_, values), missing[:, marked]])

        return impute
    if isinstance(step, StandardScaler):
        return lambda values: np.asarray((values - step.mean_) / step.scale_)
    if isinstance(step, BestNumbers):
        kept = step.get_support()
        return lambda values: np.asarray(values[:, kept])
    if step is None or (isinstance(step, FunctionTransformer) and step.func is None):
        return lambda values: values
    raise NotKnownError


def _short(estimator: Any) -> Any:
    """Trees by treelite; any other estimator is quick with a plain matrix as it is."""
    try:
        return _Trees(estimator)
    except (treelite.TreeliteError, NotImplementedError):
        return estimator


class _Trees:
    """scikit-learn's trees by treelite; of boosting, a category below 0 is a missing one."""

    def __init__(self, estimator: Any) -> None:
        self.trees = treelite.sklearn.import_model(estimator)
        self.categories = getattr(estimator, "is_categorical_", None)
        # Forests look at numbers of 32 bits; treelite's softmax, for boosting of several classes, computes with 32.
        self.single = hasattr(estimator, "estimators_")
        self.margins = hasattr(estimator, "n_iter_") and len(getattr(estimator, "classes_", [])) > 2
        if hasattr(estimator, "classes_"):
            self.classes_ = estimator.classes_

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        return self._ask(matrix)[:, 0]

    def predict_proba(self, matrix: np.ndarray) -> np.ndarray:
        answer = self._ask(matrix)
        return np.hstack([1 - answer, answer]) if answer.shape[1] == 1 else answer

    def _ask(self, matrix: np.ndarray) -> np.ndarray:
        if self.single:
            matrix = matrix.astype("float32").astype("float64")
        if self.categories is not None:
            matrix = np.where(self.categories & (matrix < 0), np.nan, matrix)
        answer = treelite.gtil.predict(self.trees, matrix, nthread=1, pred_margin=self.margins)
        answer = np.asarray(answer).reshape(len(matrix), -1)
        return np.asarray(softmax(answer, axis=1)) if self.margins else answer


class _Deciding:
    """An estimator whose probabilities are calibrated, and that answers as its model does."""

    def __init__(self, estimator: Any, model: Any) -> None:
        self.estimator, self.decide, self.calibrated = estimator, model.decide, model.calibrated
        self.weigh, self.classes_ = getattr(model, "weigh", None), model.classes_

    def predict_proba(self, matrix: np.ndarray) -> np.ndarray:
        return np.asarray(self.calibrated(self.estimator.predict_proba(matrix)))


class _Sparse:
    """An estimator that has learned from a sparse matrix gets one."""

    def __init__(self, estimator: Any) -> None:
        self.estimator = estimator
        if hasattr(estimator, "classes_"):
            self.classes_ = estimator.classes_

    def predict(self, matrix: np.ndarray) -> Any:
        return self.estimator.predict(sparse.csr_matrix(matrix))

    def predict_proba(self, matrix: np.ndarray) -> Any:
        return self.estimator.predict_proba(sparse.csr_matrix(matrix))
