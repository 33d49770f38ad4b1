"""`docs/labeling.md`: versions, balance and consistency of the label."""

from collections.abc import Iterator
from typing import Any

from project_package.reporting.documents.history import data_versions, is_cut_off
from project_package.reporting.documents.markdown import bullets, code, escape, number, share, table
from project_package.reporting.documents.run import Run

FEW_ROWS = 10


def parts(run: Run) -> dict[str, str]:
    """The parts `versions`, `balance` and `consistency`."""
    return {"versions": _versions(run), "balance": _balance(run), "consistency": bullets(_consistency(run))}


def _versions(run: Run) -> str:
    versions = data_versions(run.schema.file.path, run.root)
    rows = [
        [version.date, escape(version.author), escape(version.subject), code(version.commit)] for version in versions
    ]
    if not rows:
        return "The data are not committed to git yet; then each version is listed here with its date."
    cut = "\n\nThis clone's history is cut off, so older versions may be missing here." if is_cut_off(run.root) else ""
    return table(["Date", "Committed by", "Commit", "Hash"], rows) + cut


def _balance(run: Run) -> str:
    target = run.params.data.target
    classes = run.examination.get("classes")
    if classes:
        whole = sum(classes.values())
        rows = [[code(name), f"{count:,}", share(count, whole)] for name, count in classes.items()]
        sought = (
            f"\n\nThe class that is looked for is {code(run.params.data.positive)}."
            if run.params.data.positive is not None
            else ""
        )
        return table(["Class", "Rows", "Share"], rows, "-rr") + sought
    about = run.validation.get("statistics", {}).get(target)
    if not about or "mean" not in about:
        return f"The distribution of {code(target)} was not written by this run."
    names = {
        "min": "Least",
        "25%": "25 %",
        "50%": "Median",
        "75%": "75 %",
        "max": "Largest",
        "mean": "Mean",
        "std": "Standard deviation",
    }
    return table(["", code(target)], [[label, number(about[key])] for key, label in names.items()], "-r")


def _consistency(run: Run) -> Iterator[str]:
    without = run.ingest.get("rows_without_target")
    if without is not None:
        yield f"Rows without a label, left out: {without:,}."
    noise = run.validation.get("label_noise")
    if noise:
        yield f"Rows whose features equal another's while the label differs: {noise['rows']:,} ({noise['share']:.2%})."
        if noise["rows"]:
            pairs = ", ".join(f"{first} and {second}" for first, second in noise["examples"])
            yield f"Look at rows {pairs} (counted from 1, without the header and without rows that have no label)."
    for check in run.validation.get("checks", []):
        if check["name"] == "label_noise":
            yield f"Limit: {_limit(noise or {}, check['limit'])}. {'Passed' if check['passed'] else '**Failed**'}."
    for name, count in (run.examination.get("classes") or {}).items():
        if count < FEW_ROWS:
            yield f"{code(name)} has only {count} rows: too few to learn or to judge it."


def _limit(noise: dict[str, Any], limit: float) -> str:
    """Few features make equal rows with different labels natural; then it counts how much they disagree."""
    most = noise.get("most_disagreement")
    if most is None or noise["share"] <= limit:
        return f"{limit:.1%} of the rows"
    return (
        f"{limit:.1%} of the rows; more only where rows with equal features disagree at most {most:.0%} as much as "
        f"any two rows do, here {noise['disagreement']:.1%}"
    )
