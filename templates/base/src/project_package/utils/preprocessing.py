"""What a model learns about its features before the estimator: categories, means, words.

Two families, by what the estimator needs: `linear` for those that compare sizes (scaled, nothing missing,
one column per category), `trees` for those that only compare orders and take missing values as they are.
"""

from typing import Any

import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler, TargetEncoder

from project_package.utils.candidates import CANDIDATES
from project_package.utils.params import Params
from project_package.utils.schema import Schema


def build_pipeline(
    candidate: str, settings: dict[str, Any], features: pd.DataFrame, schema: Schema, params: Params
) -> Pipeline:
    """An unfitted model: the preprocessing of the candidate's family, then its estimator.

    Args:
        candidate: a name in `CANDIDATES`.
        settings: hyper-parameters of the estimator; the rest stay the library's defaults.
        features: train's features, to see which are numbers and how many categories the others have.
        schema: tells free text from categories.
        params: the section `features` and the seed.
    """
    family, estimator = CANDIDATES[candidate].family, CANDIDATES[candidate].build(params.base.seed)
    return Pipeline([("prepare", prepare(family, features, schema, params)), ("model", estimator.set_params(**settings))])


def prepare(family: str, features: pd.DataFrame, schema: Schema, params: Params) -> ColumnTransformer:
    """The preprocessing of one family, unfitted; columns it does not name are left out."""
    texts = [name for name in features.columns if name in schema.names("text")]
    numbers = features.select_dtypes("number").columns.tolist()
    words = [name for name in features.columns if name not in texts and name not in numbers]
    few = [name for name in words if features[name].nunique() <= params.features.categories]
    many = [name for name in words if name not in few]
    by_target = TargetEncoder(random_state=params.base.seed)
    if family == "linear":
        steps: list[tuple[str, BaseEstimator, Any]] = [
            ("numbers", make_pipeline(_imputer(), StandardScaler()), numbers),
            ("categories", OneHotEncoder(handle_unknown="infrequent_if_exist", drop="if_binary"), few),
            ("many_categories", make_pipeline(by_target, StandardScaler()), many),
            *((f"words of {name}", _terms(params), name) for name in texts),
        ]
    else:
        ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
        steps = [
            ("categories", ordinal, few),
            ("many_categories", by_target, many),
            ("numbers", "passthrough", numbers),
            *((f"topics of {name}", _topics(features[name], params), name) for name in texts),
        ]
    return ColumnTransformer([step for step in steps if len(step[2])], verbose_feature_names_out=True)


def _imputer() -> SimpleImputer:
    return SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)


def _terms(params: Params) -> TfidfVectorizer:
    return TfidfVectorizer(max_features=params.features.text_terms, sublinear_tf=True, ngram_range=(1, 2))


def _topics(text: pd.Series, params: Params) -> Pipeline:
    """TF-IDF in few dimensions; fewer than a third of the words, so that every fold has enough of them."""
    words = text.str.lower().str.findall(r"\w\w+").explode().nunique()
    dimensions = max(1, min(params.features.text_dimensions, words // 3))
    return make_pipeline(_terms(params), TruncatedSVD(dimensions, random_state=params.base.seed))
