"""May the order of the rows in the file be that of time? It may unless a column is sorted by it."""

import numpy as np
import pandas as pd

from project_package.utils.params import Params
from project_package.utils.schema import Schema

# Fewer rows say nothing about periods. Rows that are looked at, and categories of each column.
FEWEST_ROWS, ROWS, CATEGORIES = 400, 20_000, 10
# Correlation with the place in the file from which on a column is sorted, more than 400 rows have by chance.
SORTED = 0.2
# Where one row in a hundred makes up more than so much of the spread of a number, the score of a period hangs on it.
FEW, MOST_SPREAD = 0.01, 0.6
# Parts of a date that are columns of their own: by these a file is sorted in time.
CALENDAR = {"year", "quarter", "month", "week", "day", "hour"}


def keeps_order(train: pd.DataFrame, schema: Schema, params: Params) -> bool:
    """Whether what changes along the file can only be how the target depends on the features, as it does with time.

    Args:
        train: the training rows in the order of the file, with the columns of the data.
        schema: tells the features.
        params: names the target.
    """
    if len(train) < FEWEST_ROWS:
        return False
    rows = train.iloc[:: -(-len(train) // ROWS)]
    if params.data.task == "regression":
        spread = (rows[params.data.target] - rows[params.data.target].mean()) ** 2
        if spread.nlargest(max(1, round(FEW * len(rows)))).sum() > MOST_SPREAD * spread.sum():
            return False
    names = [name for name in schema.features if name in rows and not CALENDAR & set(name.lower().split("_"))]
    return all(_follows(rows[name]) < SORTED for name in [*names, params.data.target])


def _follows(values: pd.Series) -> float:
    """The largest correlation of a column, or of one of its categories, with the place of the row, without its sign."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        seen = values.astype(float).rank().to_frame()
    else:
        common = values.value_counts().index[:CATEGORIES]
        seen = pd.DataFrame({str(place): values == value for place, value in enumerate(common)}).astype(float)
    varied = seen.loc[:, seen.nunique() > 1]
    places = pd.Series(np.arange(len(values)), index=values.index)
    return 0.0 if varied.empty else float(varied.corrwith(places).abs().max())
