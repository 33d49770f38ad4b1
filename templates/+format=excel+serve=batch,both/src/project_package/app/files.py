"""How a file is scored, by how the project's raw file is written: as a workbook."""

from pathlib import Path

from project_package.app.workbook import score_workbook
from project_package.utils.scoring import Scorer


def score_file(source: Path, target: Path, scorer: Scorer) -> dict[str, int]:
    """Write the rows of a file with their answers into another one; gives how many were scored and rejected."""
    return score_workbook(source, target, scorer)
