"""The fitted pipeline in words: what each step learned from which columns, and what the model consists of."""

import inspect
from collections.abc import Callable
from typing import Any

import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline

from project_package.features import FEATURES
from project_package.utils.schema import Schema

_STATISTIC = {
    "median": "median of the training rows",
    "mean": "mean of the training rows",
    "most_frequent": "most frequent value",
}
WORDS: dict[str, Callable[[Any], str]] = {
    "SimpleImputer": lambda step: (
        f"replace a missing value by the {_STATISTIC.get(step.strategy, step.strategy)}"
        + (" and mark that it was missing" if step.add_indicator and len(step.indicator_.features_) else "")
    ),
    "StandardScaler": lambda step: "subtract the mean and divide by the standard deviation of the training rows",
    "OneHotEncoder": lambda step: _one_hot(step),
    "OrdinalEncoder": lambda step: f"a number for each of {_sizes(step)} categories; an unseen one is -1",
    "TargetEncoder": lambda step: (
        "replace a category by the mean target of the training rows that have it, rare ones drawn to the mean of all"
    ),
    "TfidfVectorizer": lambda step: (
        f"weigh {len(step.vocabulary_):,} words and pairs of words by how particular they are to a text (TF-IDF)"
    ),
    "TruncatedSVD": lambda step: f"condense to {step.n_components} topics (singular value decomposition)",
    "FunctionTransformer": lambda step: "taken as it is" if step.func is None else f"apply `{step.func.__name__}`",
}


def describe_features(table: pd.DataFrame, schema: Schema) -> list[dict[str, Any]]:
    """What each function of `features/` makes of the table, and the first sentence of its docstring."""
    made = [(feature, [str(name) for name in feature(table, schema).columns]) for feature in FEATURES]
    return [
        {"function": feature.__name__, "module": feature.__module__, "does": _first_line(feature), "makes": names}
        for feature, names in made
        if names
    ]


def describe_model(model: Pipeline) -> dict[str, Any]:
    """Describe a pipeline of `build_pipeline`, or any other pipeline of scikit-learn's making.

    Returns:
        `steps`: per group of columns its name, the columns and what is done to them, one sentence each;
        `estimator`: class, what the library says it is, its parts and the parameters that are not the defaults.
    """
    *before, (_, estimator) = model.steps
    steps: list[dict[str, Any]] = []
    for name, step in before:
        steps += _column_groups(step) if isinstance(step, ColumnTransformer) else [_group(name, step, [])]
    return {
        "steps": steps,
        "inputs": [str(name) for name in getattr(model, "feature_names_in_", [])],
        "prepared": int(getattr(estimator, "n_features_in_", 0)),
        "estimator": {
            "class": type(estimator).__name__,
            "library": type(estimator).__module__.split(".")[0],
            "summary": _summary(estimator),
            "parts": _parts(estimator),
            "params": _changed(estimator),
        },
    }


def _column_groups(step: ColumnTransformer) -> list[dict[str, Any]]:
    groups = []
    for name, transformer, columns in step.transformers_:
        if isinstance(transformer, str) and transformer == "drop":
            continue
        groups.append(_group(name, transformer, [columns] if isinstance(columns, str) else list(map(str, columns))))
    return groups


def _group(name: str, transformer: Any, columns: list[str]) -> dict[str, Any]:
    chain = [part for _, part in transformer.steps] if isinstance(transformer, Pipeline) else [transformer]
    return {"name": name, "columns": columns, "does": [_words(part) for part in chain]}


def _words(step: Any) -> str:
    if isinstance(step, str):
        return "taken as it is"
    try:
        return WORDS[type(step).__name__](step)
    except (KeyError, AttributeError):
        return f"{type(step).__name__}: {_summary(step)}"


def _summary(step: Any) -> str:
    """The first sentence of the class's own documentation."""
    return _first_line(type(step)).rstrip(".")


def _first_line(thing: Any) -> str:
    return (inspect.getdoc(thing) or thing.__name__).splitlines()[0]


def _parts(estimator: Any) -> list[str]:
    """What an ensemble or a linear model consists of, as far as its class tells."""
    members = getattr(estimator, "estimators_", None)
    if members is not None:
        flat = members.ravel().tolist() if hasattr(members, "ravel") else list(members)
        kinds = sorted({type(member).__name__ for member in flat})
        return [f"{len(flat):,} of {kind}" for kind in kinds] if len(kinds) == 1 else [type(m).__name__ for m in flat]
    if hasattr(estimator, "_predictors"):
        trees = [tree for stage in estimator._predictors for tree in stage]
        leaves = [int(tree.get_n_leaf_nodes()) for tree in trees]
        return [
            f"{len(trees):,} trees, one after the other, each corrects the ones before",
            f"{_span(leaves)} leaves a tree",
        ]
    if hasattr(estimator, "coef_"):
        weights = f"a weight for each of {estimator.n_features_in_:,} prepared columns, and an intercept"
        several = estimator.coef_.ndim > 1 and len(estimator.coef_) > 1
        return [f"{weights}, for each of {len(estimator.coef_)} classes" if several else weights]
    if hasattr(estimator, "tree_"):
        return [f"one tree with {estimator.get_n_leaves():,} leaves"]
    return []


def _changed(estimator: BaseEstimator) -> dict[str, Any]:
    defaults = inspect.signature(type(estimator)).parameters
    current = estimator.get_params(deep=False)
    return {name: value for name, value in current.items() if name in defaults and value != defaults[name].default}


def _one_hot(step: Any) -> str:
    sizes = [len(values) for values in step.categories_]
    alone = ", a single one where there are two" if step.drop == "if_binary" and 2 in sizes else ""
    rare = ", the rarest together in one" if step.max_categories and max(sizes) > step.max_categories else ""
    return f"a column of 0 and 1 for each of {_sizes(step)} categories{alone}{rare}"


def _sizes(step: Any) -> str:
    return _span([len(values) for values in step.categories_])


def _span(sizes: list[int]) -> str:
    return str(min(sizes)) if min(sizes) == max(sizes) else f"{min(sizes)} to {max(sizes)}"
