"""A batch scores every row of a workbook's sheet, and names those that it cannot read."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from project_package.app.files import score_file
from project_package.monitoring.combine import combine
from project_package.utils.errors import ProjectError
from project_package.utils.scoring import Scorer
from project_package.utils.tables import read_raw


def cells(file: Path, sheet: str | None) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(file)[sheet or "Sheet"].iter_rows(values_only=True))


@pytest.fixture
def book(scorer: Scorer, tmp_path: Path) -> Path:
    """The raw workbook."""
    file = tmp_path / "new.xlsx"
    file.write_bytes(scorer.schema.file.path.read_bytes())
    return file


@pytest.mark.parametrize("name", ["scored.xlsx", "scored.csv"])
def test_a_sheet_gets_the_predictions_of_its_rows(name: str, book: Path, scorer: Scorer, tmp_path: Path) -> None:
    wanted = scorer.score_table(read_raw(scorer.schema, book))
    assert score_file(book, tmp_path / name, scorer) == {"scored": len(wanted), "rejected": 0}
    if name.endswith(".csv"):
        scored = pd.read_csv(tmp_path / name)
    else:
        header, *rows = cells(tmp_path / name, scorer.schema.file.sheet)
        scored = pd.DataFrame(rows, columns=[str(cell) for cell in header])
    names = list(map(str, wanted.columns))
    assert list(scored.columns)[-len(names) :] == names
    assert len(scored.columns) > len(names)
    assert scored["prediction"].tolist() == pytest.approx(wanted["prediction"].tolist())


def test_a_row_that_cannot_be_read_is_named(book: Path, scorer: Scorer, tmp_path: Path) -> None:
    numbers = [name for name in scorer.schema.features if scorer.schema.column(name).type in ("integer", "float")]
    if not numbers:
        return
    whole = score_file(book, tmp_path / "whole.xlsx", scorer)["scored"]
    header = [str(cell) for cell in cells(tmp_path / "whole.xlsx", scorer.schema.file.sheet)[0]]
    more, both = tmp_path / "more.xlsx", tmp_path / "both.xlsx"
    added = openpyxl.Workbook()
    sheet = added.create_sheet(scorer.schema.file.sheet)
    if scorer.schema.file.header:
        sheet.append([None] * scorer.schema.file.skip_lines)
        sheet.append(header)
    sheet.append(["no number" if name == numbers[0] else None for name in header])
    added.save(more)
    combine(book, more, both, scorer.schema.file)
    assert score_file(both, tmp_path / "scored.xlsx", scorer) == {"scored": whole, "rejected": 1}
    assert "no number" in json.loads((tmp_path / "scored.xlsx.rejected").read_text(encoding="utf-8"))["fault"]


def test_what_is_no_workbook_is_refused(scorer: Scorer, tmp_path: Path) -> None:
    file = tmp_path / "new.xlsx"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"new\.xlsx"):
        score_file(file, tmp_path / "scored.xlsx", scorer)
