"""Does the model see what it must not? Personal data by their look, and columns that are kept out by their role."""

import re
from collections.abc import Callable
from typing import Any

import pandas as pd

from project_package.utils.schema import Schema

ROWS = 2000
LEAST_SHARE = 0.2
# A name alone means a kind of thing as often as one person's: `street` may hold `paved` and `gravel`.
MANY_VALUES = 20

LOOKS = {
    "e-mail address": re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    "telephone number": re.compile(r"(\+|00)\d{1,3}[\s./()-]*(\d[\s./()-]*){7,12}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"),
    "bank account (IBAN)": re.compile(r"[A-Z]{2}\d{2} ?([A-Z\d]{4} ?){2,7}[A-Z\d]{1,4}"),
    "payment card": re.compile(r"(\d{4}[ -]?){3}\d{1,7}"),
    "social security number": re.compile(r"\d{3}-\d{2}-\d{4}"),
    "IP address": re.compile(r"(\d{1,3}\.){3}\d{1,3}"),
}
NAMES = {
    "a person's name": "(first|last|sur|full|given|family|maiden)_?name|vorname|nachname",
    "an e-mail address": "e_?mail(_?addr(ess)?)?",
    "a telephone number": "(tele)?phone(_?(no|number|nr))?|mobile(_?(no|number|nr))?|fax",
    "an address": "street|address|addr|postal_?address|strasse",
    "a date of birth": "birth_?da(te|y)|date_?of_?birth|dob|geburtsdatum",
    "an official number": "ssn|social_?security(_?(no|number))?|passport(_?(no|number))?|iban|tax_?(id|number)",
}
PROTECTED = (
    "gender|sex|age|age_?group|senior(_?citizen)?|race|ethnic(ity|_?group)?|religion|nationality|citizenship|country_?of_?birth|"
    "native_?country|disab(ility|led)|marital(_?status)?|marriage|married|partner|pregnan(t|cy)|geschlecht|alter|geburtsland|"
    "personal_?status(_?sex)?|foreign_?worker"
)


def personal_data(table: pd.DataFrame, schema: Schema) -> list[dict[str, Any]]:
    """Columns that look like personal data, by at least a fifth of their values, or by their name if values are many.

    Returns:
        Per column what it looks like, by which sign, and whether its role lets it into the model.
    """
    found = []
    for column in schema.columns:
        if column.name not in table:
            continue
        kind, sign = _by_values(table[column.name]), "values"
        if kind is None and _has_many(table[column.name]):
            kind, sign = _by_name(column.name), "name"
        if kind is not None:
            used = column.name in schema.features
            found.append({"column": column.name, "kind": kind, "sign": sign, "role": column.role, "used": used})
    return found


def protected_columns(schema: Schema) -> list[str]:
    """Columns whose name speaks of a protected characteristic, without being marked `sensitive: true`."""
    named = [column for column in schema.columns if re.fullmatch(PROTECTED, _plain(column.name))]
    return [column.name for column in named if not column.sensitive and column.role != "target"]


def forbidden_columns(
    table: pd.DataFrame, schema: Schema, build: Callable[[pd.DataFrame, Schema], pd.DataFrame]
) -> dict[str, Any]:
    """Prove that no feature is made of a column whose role keeps it out of the model.

    The features are built once more from a table without those columns: they have to come out the same.
    """
    kept_out = [name for name in schema.names("identifier", "constant", "excluded", "target") if name in table]
    sample = table.head(ROWS)
    full = build(sample, schema).drop(columns=kept_out, errors="ignore")
    try:
        bare = build(sample.drop(columns=kept_out), schema)
    except KeyError as error:
        return {"columns": kept_out, "passed": False, "changed": [f"the column {error} is read"]}
    changed = [str(name) for name in full.columns if name not in bare or not full[name].equals(bare[name])]
    return {"columns": kept_out, "passed": not changed, "changed": changed}


def _by_values(values: pd.Series) -> str | None:
    if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_datetime64_any_dtype(values):
        return None
    sample = values.dropna().astype(str).head(ROWS)
    for kind, look in LOOKS.items():
        alike = sum(look.fullmatch(text.strip()) is not None for text in sample)
        if alike and alike >= LEAST_SHARE * len(sample):
            return kind
    return None


def _has_many(values: pd.Series) -> bool:
    """Whether values are as many as those of people: more than twenty, or in a small table every second one another."""
    different = values.nunique()
    return bool(different > MANY_VALUES or different > values.count() / 2)


def _by_name(name: str) -> str | None:
    return next((kind for kind, names in NAMES.items() if re.fullmatch(rf"(\w+_)?({names})", _plain(name))), None)


def _plain(name: str) -> str:
    """A name in lower case with underscores: `SeniorCitizen` is `senior_citizen`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return re.sub(r"\W+", "_", words).strip("_")
