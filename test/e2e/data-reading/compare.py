"""Does the emitted `read_raw` find what the profile says? `python compare.py <emitted source> <folder>`.

The folder holds `<table>.profile.json` and `<table>.schema.yaml`; every difference is one line of the output.
"""

import json
import math
import sys
import warnings
from pathlib import Path

import pandas as pd

sys.path.insert(0, sys.argv[1])
from project_package.utils.schema import load_schema  # noqa: E402
from project_package.utils.tables import read_raw  # noqa: E402

warnings.simplefilter("error")
KINDS = {"integer": "if", "float": "f", "date": "M", "boolean": "b", "string": "O"}


def close(one: float, other: float) -> bool:
    """Equal; before pandas 3 but for the last places, which its parser rounds."""
    return math.isclose(one, other, rel_tol=1e-13 if pd.__version__ < "3" else 0)


def alike(distinct: int, column: dict) -> bool:
    """A moment that is written in two ways is one, but two texts."""
    return column["type"] == "date" and distinct < column["distinct"]


def differences(profile: dict, table: pd.DataFrame) -> list[str]:
    """What the table has otherwise than the profile."""
    found = []
    if sorted(table.columns) != sorted(column["name"] for column in profile["columns"]):
        found.append(f"columns {list(table.columns)}")
    if len(table) != profile["rows"]:
        found.append(f"{len(table)} rows, not {profile['rows']}")
    for column in profile["columns"]:
        values = table[column["name"]]
        facts = {"missing": int(values.isna().sum()), "distinct": int(values.nunique())}
        found += [f"{column['name']}: {key} {fact}, not {column[key]}" for key, fact in facts.items() if not (fact == column[key] or key == "distinct" and alike(fact, column))]
        if column["distinct"] and values.dtype.kind not in KINDS[column["type"]]:
            found.append(f"{column['name']}: {values.dtype}, not {column['type']}")
        elif column["type"] == "date":
            least, most = pd.Timestamp(column["min"]), pd.Timestamp(column["max"])
            # In nanoseconds, as older versions of pandas count, far years cannot be moved.
            second = pd.Timedelta(seconds=1).as_unit("s")
            if not (least <= values.min() < least + second and most - second < values.max() <= most):
                found.append(f"{column['name']}: from {values.min()} to {values.max()}, not {least} to {most}")
        elif "min" in column and not all(map(close, (values.min(), values.max()), (column["min"], column["max"]))):
            found.append(f"{column['name']}: from {values.min()!r} to {values.max()!r}, not {column['min']} to {column['max']}")
        found += frequencies(column, values)
        if "values" in column and column["type"] == "string" and set(values.dropna()) != set(column["values"]):
            found.append(f"{column['name']}: {set(values.dropna())}, not {column['values']}")
    return found


def frequencies(column: dict, values: pd.Series) -> list[str]:
    """Where few values are counted one by one: which are not there as often."""
    if "frequencies" not in column or column["type"] in ("date", "boolean") or pd.__version__ < "3" and column["type"] == "float":
        return []
    found = values.dropna().value_counts().to_dict()
    as_number = float if column["type"] in ("integer", "float") else str
    expected = {as_number(entry["value"]): entry["count"] for entry in column["frequencies"]}
    unlike = [value for value in {*found, *expected} if found.get(value) != expected.get(value)]
    return [f"{column['name']}: {value!r} {found.get(value)} times, not {expected.get(value)}" for value in unlike[:3]]


for file in sorted(Path(sys.argv[2]).glob("*.profile.json")):
    name = file.name.removesuffix(".profile.json")
    try:
        found = differences(json.loads(file.read_text()), read_raw(load_schema(file.with_name(f"{name}.schema.yaml"))))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is a difference.
        found = [f"{type(error).__name__}: {error}"]
    for difference in found:
        print(f"{name}: {difference}")
