"""How a file is scored, by its format; workbooks too."""

from pathlib import Path

from project_package.app.parquet_file import score_parquet
from project_package.app.text_file import score_text
from project_package.app.workbook import score_workbook
from project_package.utils.scoring import Scorer


def score_file(source: Path, target: Path, scorer: Scorer) -> dict[str, int]:
    """Write the rows of a file with their answers into another one; gives how many were scored and rejected."""
    match scorer.schema.file.format:
        case "excel":
            return score_workbook(source, target, scorer)
        case "parquet":
            return score_parquet(source, target, scorer)
        case _:
            return score_text(source, target, scorer)
