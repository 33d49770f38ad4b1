"""The formats of raw files, workbooks among them."""

from pathlib import Path

import pandas as pd

from project_package.reading.delimited import BadRow, read_delimited
from project_package.reading.excel import read_excel
from project_package.reading.typed_files import read_json_lines, read_parquet
from project_package.utils.schema import FileFormat


def read_file(
    file: Path, form: FileFormat, text: list[str], missing: dict[str, list[str]], aside: list[BadRow] | None
) -> pd.DataFrame:
    """Read a file of the form's format.

    Args:
        file: the file.
        form: how it is written.
        text: columns whose cells stay text; numbers are found in the others.
        missing: the words that mean no value, per column.
        aside: takes the rows that do not fit, where the form says `bad_rows: aside`.

    Raises:
        ValueError: it is not written as the form says.
    """
    match form.format:
        case "csv":
            return read_delimited(file, form, text, missing, aside)
        case "jsonl":
            return read_json_lines(file, form, text, missing)
        case "parquet":
            return read_parquet(file, text, missing)
        case "excel":
            return read_excel(file, form, text, missing)
