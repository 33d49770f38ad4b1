"""Facts about the data: what was read, what its columns hold, what the checks found."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from project_package.reporting.documents.run import Run
from project_package.reporting.documents.words import count, number, percent, quoted
from project_package.utils.schema import Column

# The values of other columns may belong to one person, and are not shown.
SHOWN = ("feature", "target", "constant")
FEW_ROWS = 10


class Described(NamedTuple):
    """A column and its statistics; `quantiles` (min to max) of quantities, `common` values of the others."""

    column: Column
    missing: str
    mean: float | None
    std: float | None
    quantiles: list[float | None]
    distinct: int | None
    common: str


def described(run: Run) -> list[Described]:
    """The columns of which statistics were written."""
    statistics, rows = run.validation.get("statistics", {}), run.validation.get("rows", 0)
    return [
        _described(column, statistics[column.name], rows) for column in run.schema.columns if column.name in statistics
    ]


def _described(column: Column, about: dict[str, Any], rows: int) -> Described:
    missing = f"{about['missing']:,} ({percent(about['missing'], rows)})" if about["missing"] else "0"
    quantity = "mean" in about and column.order != "nominal"
    names = ("min", "25%", "50%", "75%", "max") if quantity else ()
    common = "not shown"
    if column.role in SHOWN and "top" in about:
        common = ", ".join(f"{name} {percent(amount, rows)}" for name, amount in list(about["top"].items())[:5])
    elif column.role in (*SHOWN, "date") and about.get("min") is not None:
        common = f"{number(about['min'])} to {number(about['max'])}"
    quantiles = [about[name] for name in names]
    return Described(column, missing, about.get("mean"), about.get("std"), quantiles, about.get("distinct"), common)


def findings(run: Run) -> Iterator[tuple[str, str]]:
    """What reading and checking the data found: a verdict or nothing, and a sentence."""
    rows = run.validation.get("rows", 0)
    if aside := run.ingest.get("rows_set_aside"):
        yield (
            "",
            f"{count(aside, 'row does', 'rows do')} not fit and are set aside in data/interim/bad_rows.csv "
            f"({percent(aside, aside + run.ingest['rows_read'])}).",
        )
    if without := run.ingest.get("rows_without_target"):
        yield (
            "",
            f"{count(without, 'row has', 'rows have')} no target and were left out "
            f"({percent(without, run.ingest['rows_read'])}).",
        )
    for check in run.validation.get("checks", []):
        yield check["verdict"], check["sentence"]
    for violation in run.validation.get("violations", []):
        yield "" if violation["tolerated"] else "failed", violation["sentence"]
    for name, about in run.validation.get("statistics", {}).items():
        if about["missing"]:
            yield "", f"'{name}' is missing in {count(about['missing'], 'row')} ({percent(about['missing'], rows)})."
    for found in run.examination.get("personal_data", []):
        fate = "goes into the model" if found["used"] else "is kept out of the model"
        yield "", f"'{found['column']}' looks like {found['kind']} by its {found['sign']}; it {fate}."


def label_findings(run: Run) -> Iterator[tuple[str, str]]:
    """How consistent the labels are."""
    without, noise = run.ingest.get("rows_without_target"), run.validation.get("label_noise") or {}
    if without is not None:
        yield "", f"Rows without a label, left out: {without:,}."
    if noise.get("rows") is not None:
        share = percent(noise["share"])
        yield "", f"Rows whose features equal another's while the label differs: {noise['rows']:,} ({share})."
        pairs = ", ".join(f"{first} and {second}" for first, second in noise.get("examples", []))
        if pairs:
            yield "", f"Look at rows {pairs} (counted from 1, without the header and without rows that have no label)."
    for check in run.validation.get("checks", []):
        if check["name"] == "label_noise":
            yield check["verdict"], f"No more than {_limit(noise, check['limit'])}."
    for name, rows in (run.examination.get("classes") or {}).items():
        if rows < FEW_ROWS:
            yield "", f"'{name}' has only {count(rows, 'row')}: too few to learn or to judge it."


def _limit(noise: dict[str, Any], limit: float) -> str:
    """Few features make equal rows with different labels natural; then it counts how much they disagree."""
    most = noise.get("most_disagreement")
    if most is None or noise["share"] <= limit:
        return f"{percent(limit)} of the rows may be so"
    return (
        f"{percent(limit)} of the rows may be so; more only where rows with equal features disagree at most "
        f"{percent(most)} as much as any two rows do, here {percent(noise['disagreement'])}"
    )


def ethics(run: Run) -> Iterator[tuple[str, str]]:
    """What was found about people: groups, protected characteristics, personal data."""
    for gate in run.gates.get("gates", []):
        if gate["name"] == "fairness":
            yield gate["verdict"], gate["sentence"]
    if unmarked := run.examination.get("protected", []):
        decide = "a person has to decide whether to mark them as sensitive in data/schema.yaml"
        yield "", f"By their names, {quoted(unmarked)} may be protected characteristics; {decide}."
    personal = [found for found in run.examination.get("personal_data", []) if found["used"]]
    for found in personal:
        yield "", f"'{found['column']}' looks like {found['kind']} and goes into the model."
    if run.examination and not personal:
        yield "", "By name and content, no column that goes into the model looks like personal data."
