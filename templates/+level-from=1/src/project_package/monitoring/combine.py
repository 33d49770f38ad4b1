"""The raw file with new records behind its own: what `data/schema.yaml` says of one holds for both."""

import csv
from pathlib import Path

import pyarrow as pa

from project_package.monitoring.behind import put_lines, put_objects, put_rows
from project_package.utils.errors import ProjectError
from project_package.utils.schema import FileFormat


def combine(old: Path, new: Path, target: Path, form: FileFormat, *, keep_old: bool = True) -> None:
    """Write the records of both files into a third one, or only the new ones in the form of the old.

    Columns of the new file are found by their names: their order may be another, ones that the old file has not are
    left out, and ones that the new file has not are empty.

    Raises:
        ProjectError: the new file is missing or cannot be read.
    """
    if not new.is_file():
        raise ProjectError(f"{new} is missing.")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        match form.format:
            case "csv":
                put_lines(old, new, target, form, keep_old=keep_old)
            case "jsonl":
                put_objects(old, new, target, form, keep_old=keep_old)
            case "parquet":
                put_rows(old, new, target, keep_old=keep_old)
            case "excel":
                raise ValueError("workbooks are read in a project that was made from one")
    except (ValueError, LookupError, OSError, csv.Error, pa.ArrowException) as error:
        raise ProjectError(f"{new} cannot be read like {old}: {error}") from error
