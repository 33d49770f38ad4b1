"""Features of dates: where in the calendar, how long ago, and the days between two of them."""

from itertools import combinations

import pandas as pd

from project_package.utils.schema import Schema

# Gaps between all pairs of dates: ten of them for five columns, more would drown the rest.
MOST_DATES_PAIRED = 5


def date_parts(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Year, month (1 to 12), day of month, weekday (Monday is 0), hour, and days since 1970-01-01."""
    columns = {}
    for name in schema.names("date"):
        dates = pd.to_datetime(table[name])
        columns[f"{name}: year"] = dates.dt.year
        columns[f"{name}: month"] = dates.dt.month
        columns[f"{name}: day"] = dates.dt.day
        columns[f"{name}: weekday"] = dates.dt.day_of_week
        columns[f"{name}: hour"] = dates.dt.hour
        columns[f"{name}: days since 1970"] = _days(dates - pd.Timestamp(0).as_unit("us"))
    return pd.DataFrame(columns, index=table.index, dtype="float64")


def days_between(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """Days from one date to another, for every pair of date columns."""
    columns = {}
    for first, second in combinations(schema.names("date")[:MOST_DATES_PAIRED], 2):
        gap = pd.to_datetime(table[second]) - pd.to_datetime(table[first])
        columns[f"days from {first} to {second}"] = _days(gap)
    return pd.DataFrame(columns, index=table.index, dtype="float64")


def _days(gap: pd.Series) -> pd.Series:
    days: pd.Series = gap.dt.total_seconds() / 86_400
    return days
