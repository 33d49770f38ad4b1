"""`docs/data-schema.md`: what the columns are, how they are distributed, and what is made of them."""

from typing import Any

from project_package.reporting.documents.markdown import DASH, code, codes, escape, number, share, table
from project_package.reporting.documents.run import Run
from project_package.utils.schema import Column

SHOWN_VALUES = ("feature", "target", "constant")


def parts(run: Run) -> dict[str, str]:
    """The parts `columns`, `statistics` and `preparation`."""
    return {"columns": _columns(run), "statistics": _statistics(run), "preparation": _preparation(run)}


def _columns(run: Run) -> str:
    header = ["Database key", "Data type", "Data order", "Role", "May be missing", "Values", "Meaning"]
    rows = [
        [
            code(column.key),
            column.type,
            column.order,
            column.role + (", sensitive" if column.sensitive else ""),
            "yes" if column.nullable else "no",
            _allowed(column),
            escape(column.description) or DASH,
        ]
        for column in run.schema.columns
    ]
    return table(header, rows)


def _allowed(column: Column) -> str:
    if column.values is not None:
        return codes(column.values, 8)
    if column.min is not None or column.max is not None:
        ends = ("any" if end is None else escape(end) for end in (column.min, column.max))
        return " to ".join(ends)
    return "any"


def _statistics(run: Run) -> str:
    about = run.validation.get("statistics", {})
    columns = [column for column in run.schema.columns if column.name in about]
    rows = run.validation.get("rows", 0)
    numbers, words = [], []
    for column in columns:
        values = about[column.name]
        missing = f"{values['missing']:,} ({share(values['missing'], rows)})" if values["missing"] else "0"
        if "mean" in values and column.order != "nominal":
            ends = [number(values[name]) for name in ("min", "25%", "50%", "75%", "max")]
            numbers.append([code(column.name), missing, number(values["mean"]), number(values["std"]), *ends])
        else:
            words.append([code(column.name), missing, f"{values['distinct']:,}", _common(column, values, rows)])
    tables = []
    if numbers:
        header = ["Column", "Missing", "Mean", "Standard deviation", "Least", "25 %", "Median", "75 %", "Largest"]
        tables.append(table(header, numbers, "-rrrrrrrr"))
    if words:
        tables.append(table(["Column", "Missing", "Distinct", "Most frequent, or range"], words, "-rr"))
    return "\n\n".join(tables) or "No statistics were written by this run."


def _common(column: Column, values: dict[str, Any], rows: int) -> str:
    """The commonest values; none of columns that may hold what belongs to one person."""
    if "top" in values and column.role in SHOWN_VALUES:
        top = list(values["top"].items())[:5]
        return ", ".join(f"{code(name)} {share(count, rows)}" for name, count in top)
    if column.role not in ("identifier", "text", "excluded") and values.get("min") is not None:
        return f"{number(values['min'])} to {number(values['max'])}"
    return "not shown" if column.role in ("identifier", "text", "excluded") else DASH


def _preparation(run: Run) -> str:
    made = run.examination.get("sources", {})
    kept = set(made)
    steps = {name: step for step in run.examination.get("model", {}).get("steps", []) for name in step["columns"]}
    dropped = {entry["feature"]: entry["reason"] for entry in run.selection.get("dropped", [])}
    if not kept:
        return "How columns are prepared is part of the model's description, which this run has not written."
    rows = []
    for feature in [*made, *dropped]:
        if feature in kept:
            step = steps.get(feature)
            fate = "; ".join(step["does"]) if step else "used by a step that takes all columns"
        else:
            fate = f"left out: {dropped[feature]}"
        rows.append([code(feature), code(made[feature]) if feature in made else DASH, escape(fate)])
    return table(["Feature", "Made of", "What happens to it"], rows)
