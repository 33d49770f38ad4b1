"""Examining finds personal data without crying wolf, and says with which model the features were compared."""

import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from project_package.reporting.examination.privacy import personal_data
from project_package.stages.examine import fewer_trees, lighter
from project_package.utils.schema import Schema


def found(name: str, values: list[object], schema: Schema) -> list[str]:
    """What one column looks like, by which sign."""
    column = schema.columns[0].model_copy(update={"name": name, "key": name})
    alone = schema.model_copy(update={"columns": [column]})
    return [entry["sign"] for entry in personal_data(pd.DataFrame({name: values}), alone)]


@pytest.mark.parametrize(
    ("name", "values", "signs"),
    [
        ("Street", ["Pave", "Grvl"] * 500, []),
        ("Street", [f"{place} Main St" for place in range(50)], ["name"]),
        ("last_name", ["Lee", "Kim", "Lee", "Ode", None], ["name"]),
        ("phone", ["yes", "no", None] * 30, []),
        ("contact", ["a@example.org", "b@example.org"] * 50, ["values"]),
        ("email", ["a@example.org", "b@example.org"] * 50, ["values"]),
    ],
)
def test_a_name_alone_is_no_sign_of_personal_data(
    name: str, values: list[object], signs: list[str], schema: Schema
) -> None:
    assert found(name, values, schema) == signs


def test_a_model_of_many_trees_is_made_lighter_and_says_so() -> None:
    forest = make_pipeline(RandomForestClassifier(n_estimators=100))
    assert fewer_trees(forest) == {"n_estimators": 30}
    assert lighter(forest, 7)[-1].get_params()["n_estimators"] == 30
    assert fewer_trees(forest) == {}
    assert fewer_trees(make_pipeline(HistGradientBoostingClassifier(max_iter=20))) == {}
    # XGBoost says None where it leaves the number to the library.
    assert fewer_trees(make_pipeline(RandomForestClassifier(n_estimators=None))) == {"n_estimators": 30}


def test_a_model_without_trees_stays_as_it_is() -> None:
    line = make_pipeline(LogisticRegression(max_iter=2000))
    assert fewer_trees(line) == {}
    assert lighter(line, 7)[-1].get_params()["max_iter"] == 2000
