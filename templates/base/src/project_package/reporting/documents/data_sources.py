"""`docs/data-sources.md`: the raw file, its versions, and what its validation found."""

from collections.abc import Iterator

from project_package.reporting.documents.history import data_versions, is_cut_off
from project_package.reporting.documents.markdown import bullets, code, codes, escape, number, share, table
from project_package.reporting.documents.run import Run


def parts(run: Run) -> dict[str, str]:
    """The parts `file` and `quality`."""
    return {"file": _file(run), "quality": bullets(_findings(run))}


def _file(run: Run) -> str:
    source, ingest = run.schema.file, run.ingest
    form = [
        source.format,
        source.compression,
        source.encoding,
        f"delimiter {source.delimiter!r}" if source.delimiter else None,
    ]
    rows = [
        ["File", code(source.path.as_posix())],
        ["Form", escape(", ".join(part for part in form if part))],
        ["Tokens for a missing value", codes(repr(token) for token in source.missing)],
        ["Size", f"{number(ingest.get('bytes'))} bytes"],
        ["Rows read", number(ingest.get("rows_read"))],
        ["Rows used", number(ingest.get("rows"))],
        ["Columns", number(ingest.get("columns"))],
        ["SHA-256", code(ingest.get("sha256", ""))],
        ["In this project since", _since(run)],
    ]
    return table(["", ""], rows)


def _since(run: Run) -> str:
    versions = data_versions(run.schema.file.path, run.root)
    if not versions:
        return "not committed to git yet"
    if is_cut_off(run.root):
        return "unknown: this clone's history is cut off (`git fetch --unshallow` brings the rest)"
    changed = f", last changed {versions[0].date}" if len(versions) > 1 else ""
    return f"{versions[-1].date}{changed}"


def _findings(run: Run) -> Iterator[str]:
    if without := run.ingest.get("rows_without_target"):
        yield f"{without:,} rows have no target and were left out ({share(without, run.ingest['rows_read'])})."
    for check in run.validation.get("checks", []):
        yield f"{'Passed' if check['passed'] else '**Failed**'}: {escape(check['sentence'])}"
    for violation in run.validation.get("violations", []):
        yield f"**Broken:** {escape(violation['sentence'])}"
    rows = run.validation.get("rows", 0)
    for name, about in run.validation.get("statistics", {}).items():
        if about["missing"]:
            yield f"{code(name)} is missing in {about['missing']:,} rows ({share(about['missing'], rows)})."
    for found in run.examination.get("personal_data", []):
        fate = "goes into the model" if found["used"] else "is kept out of the model"
        yield f"{code(found['column'])} looks like {escape(found['kind'])} by its {found['sign']}; it {fate}."
    strongest = [(name, value) for name, value in run.validation.get("leakage", {}).items() if value > 0][:3]
    if strongest:
        told = ", ".join(f"{code(name)} {value:.0%}" for name, value in strongest)
        yield f"Of the target, the strongest columns explain alone: {told}. Near 100 % a column gives the answer away."
