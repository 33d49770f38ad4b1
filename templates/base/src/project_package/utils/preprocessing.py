"""What a model learns about its features before the estimator: categories, means, words.

Two families, by what the estimator needs: `linear` for those that compare sizes (scaled, nothing missing,
one column per category), `trees` for those that only compare orders and take missing values as they are.
"""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction import text
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler, TargetEncoder

from project_package.utils.candidates import CANDIDATES
from project_package.utils.params import Params
from project_package.utils.schema import Schema
from project_package.utils.selection import BestNumbers

# Histogram gradient boosting takes at most 255 categories of a column as they are.
MOST_CATEGORIES = 250


def build_pipeline(
    candidate: str, settings: dict[str, Any], features: pd.DataFrame, schema: Schema, params: Params
) -> Pipeline:
    """An unfitted model: the preprocessing of the candidate's family, then its estimator.

    Args:
        candidate: a name in `CANDIDATES`.
        settings: hyper-parameters of the estimator; the rest stay as in `candidates.py`.
        features: train's features, to see which are numbers and how many categories the others have.
        schema: tells free text from categories.
        params: the section `features` and the seed.
    """
    family, estimator = CANDIDATES[candidate].family, CANDIDATES[candidate].build(params.base.seed)
    columns = sort_columns(features, schema)
    if family == "trees" and "categorical_features" in estimator.get_params():
        estimator.set_params(categorical_features=list(range(len(columns.categories))))
    prepare = prepare_linear(columns, params) if family == "linear" else prepare_trees(columns, features, params)
    return Pipeline([("prepare", prepare), ("model", estimator.set_params(**settings))])


class TfidfVectorizer(text.TfidfVectorizer):  # type: ignore[misc]
    """TF-IDF that makes the same file in every process: scikit-learn's keeps the address of its stop words."""

    def __getstate__(self) -> dict[str, Any]:
        """What is written into the model's file."""
        return {name: value for name, value in super().__getstate__().items() if name != "_stop_words_id"}


@dataclass(frozen=True)
class Columns:
    """Names of the features by what they hold; `many` are categories too many to tell apart one by one."""

    numbers: list[str]
    categories: list[str]
    many: list[str]
    texts: list[str]


def sort_columns(features: pd.DataFrame, schema: Schema) -> Columns:
    """Tell numbers, categories and texts apart."""
    told = set(schema.names("text"))
    texts = [name for name in features.columns if name in told]
    numbers = features.select_dtypes("number").columns.tolist()
    words = [name for name in features.columns if name not in texts and name not in numbers]
    many = [name for name in words if features[name].nunique() > MOST_CATEGORIES]
    return Columns(numbers, [name for name in words if name not in many], many, texts)


def prepare_linear(columns: Columns, params: Params) -> ColumnTransformer:
    """Scaled numbers, one column per category (rare ones share one), TF-IDF of texts; nothing missing."""
    impute = SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
    categories = OneHotEncoder(
        handle_unknown="infrequent_if_exist", max_categories=params.features.categories, drop="if_binary"
    )
    return _only_present(
        [
            ("numbers", make_pipeline(*_best_numbers(columns, params), impute, StandardScaler()), columns.numbers),
            ("categories", categories, columns.categories),
            ("many_categories", make_pipeline(_by_target(params), StandardScaler()), columns.many),
            *((f"words of {name}", _terms(params), name) for name in columns.texts),
        ]
    )


def prepare_trees(columns: Columns, features: pd.DataFrame, params: Params) -> ColumnTransformer:
    """Categories first, as numbers, so that an estimator can be told which they are; below 0 is none seen in train."""
    categories = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
    return _only_present(
        [
            ("categories", categories, columns.categories),
            ("many_categories", _by_target(params), columns.many),
            ("numbers", next(iter(_best_numbers(columns, params)), "passthrough"), columns.numbers),
            *((f"topics of {name}", _topics(features[name], params), name) for name in columns.texts),
        ]
    )


def _only_present(steps: list[tuple[str, Any, Any]]) -> ColumnTransformer:
    return ColumnTransformer([(name, step, columns) for name, step, columns in steps if len(columns)])


def _best_numbers(columns: Columns, params: Params) -> list[BestNumbers]:
    most = params.features.numbers
    return [BestNumbers(most, params.data.task == "regression")] if len(columns.numbers) > most else []


def _by_target(params: Params) -> TargetEncoder:
    """The mean target of each category, learned from other rows than those it is put in."""
    if tuple(map(int, sklearn.__version__.split(".")[:2])) < (1, 9):
        return TargetEncoder(random_state=params.base.seed)
    return TargetEncoder(cv=KFold(5, shuffle=True, random_state=params.base.seed))


def _terms(params: Params) -> TfidfVectorizer:
    return TfidfVectorizer(max_features=params.features.text_terms, sublinear_tf=True, ngram_range=(1, 2))


def _topics(texts: pd.Series, params: Params) -> Pipeline:
    """TF-IDF in few dimensions; fewer than a third of the words, so that every fold has enough of them."""
    words = texts.str.lower().str.findall(r"\w\w+").explode().nunique()
    dimensions = max(1, min(params.features.text_dimensions, words // 3))
    return make_pipeline(_terms(params), TruncatedSVD(dimensions, random_state=params.base.seed))
