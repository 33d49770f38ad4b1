"""Examining finds personal data without crying wolf."""

import pandas as pd
import pytest

from project_package.reporting.examination.privacy import personal_data
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
