"""Columns of numbers that repeat together: where one has an old value all have, so the rows are of one thing."""

import numpy as np
import pandas as pd

# A column of fewer values says too little; more rows, columns and values than these need not be compared.
FEWEST_VALUES, MOST_ROWS, MOST_COLUMNS = 50, 20_000, 40
# Share of the finer column's values that may stand for two things, as rounding makes some, and the rank correlation
# from which on columns say the same.
TOLERANCE, SAME = 0.25, 0.95


def repeat_together(rows: pd.DataFrame) -> list[str]:
    """Find the columns that tell which thing a row is of, though none is called an identifier.

    Of two measures of a person that stand in each of their rows the finer one determines the other; of two readings of
    a row it does not, and one number written in two units is no second measure.

    Args:
        rows: the columns that a model learns from.

    Returns:
        Names of two or more columns, the finest first; none where there are no such.
    """
    seen = rows.iloc[:MOST_ROWS].select_dtypes("number")
    codes = {str(name): pd.factorize(values)[0] for name, values in seen.items() if values.notna().all()}
    known = {name: int(places.max(initial=-1)) + 1 for name, places in codes.items()}
    names = [name for name in codes if FEWEST_VALUES <= known[name] <= len(seen) / 2][:MOST_COLUMNS]

    def belong(one: str, other: str) -> bool:
        pairs = len(np.unique(codes[one] * known[other] + codes[other]))
        if pairs > (1 + TOLERANCE) * max(known[one], known[other]):
            return False
        return abs(seen[one].corr(seen[other], method="spearman")) < SAME

    groups = [[name, *(other for other in names if other != name and belong(name, other))] for name in names]
    together = max((group for group in groups if len(group) > 1), key=len, default=[])
    return sorted(together, key=lambda name: -known[name])
