"""How a file is scored, by its format."""

from pathlib import Path

from project_package.app.parquet_file import score_parquet
from project_package.app.text_file import score_text
from project_package.utils.scoring import Scorer


def score_file(source: Path, target: Path, scorer: Scorer) -> dict[str, int]:
    """Write the records of a file with their answers into another one; gives how many were scored and rejected."""
    if scorer.schema.file.format == "parquet":
        return score_parquet(source, target, scorer)
    return score_text(source, target, scorer)
