"""A file that is not written like the raw one: by the ending of its name it is CSV, TSV, JSON Lines or Parquet."""

from dataclasses import replace
from pathlib import Path

from project_package.utils.errors import ProjectError
from project_package.utils.schema import FileFormat, Schema
from project_package.utils.scoring import Scorer
from project_package.utils.tables import with_plain_numbers

ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "excel",
    ".xlsm": "excel",
}


def ending(file: Path) -> str:
    """The last ending of a name, without that of a compression."""
    return Path(file.name.lower().removesuffix(".gz")).suffix


def reading(file: Path, scorer: Scorer) -> Scorer:
    """The scorer for a file: as the raw file is written, unless its name says that it has another format.

    Raises:
        ProjectError: it is a workbook, and the raw file is none.
    """
    found, form = ENDINGS.get(ending(file)), scorer.schema.file
    has_tabs = ending(file) == ".tsv"
    if found is None or (found == form.format and (not has_tabs or form.delimiter == "\t")):
        return scorer
    if found == "excel":
        raise ProjectError(f"{file} is a workbook; those are scored in a project that was made from one.")
    return replace(scorer, schema=_plain(scorer.schema, found, "\t" if has_tabs else ","))


def refuse_other_ending(source: Path, target: Path, scorer: Scorer) -> None:
    """The output repeats the records of the input, so its name may not promise another format.

    Raises:
        ProjectError: it does.
    """
    own, promised = scorer.schema.file.format, ENDINGS.get(ending(target))
    if promised not in (None, own) and own != "excel":
        raise ProjectError(f"{target} would be written like {source}, as {own}: give its name the same ending.")


def _plain(schema: Schema, kind: str, delimiter: str) -> Schema:
    """The same columns in a file of another format, where numbers are plain ones."""
    form = {"path": schema.file.path, "format": kind, "delimiter": delimiter, "missing": schema.file.missing}
    return with_plain_numbers(schema, FileFormat.model_validate(form))
