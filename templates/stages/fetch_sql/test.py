import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from project_package.stages.fetch_sql import alike, ask, fetch_sql
from project_package.utils.errors import ProjectError

DAYS = pd.to_datetime(["2026-01-01", "2026-01-02"])
TABLE = pd.DataFrame({"id": [1, 2], "the day": DAYS, "kind": ["a", None], "target": ["yes", "no"]})
ROWS = pd.DataFrame(
    {"target": ["no", None], "kind": ["b", "c"], "the day": ["2026-02-01", "2026-02-02"], "id": ["3", 4]}
)


def test_rows_come_behind_those_of_the_file() -> None:
    table = fetch_sql(TABLE, ROWS, "target", "add")
    assert table["id"].tolist() == [1, 2, 3]
    assert list(table.columns) == list(TABLE.columns)
    assert table.dtypes.to_dict() == TABLE.dtypes.to_dict()


def test_rows_can_take_the_place_of_the_file() -> None:
    assert fetch_sql(TABLE, ROWS, "target", "replace")["id"].tolist() == [3]
    with pytest.raises(ProjectError, match="no row"):
        fetch_sql(TABLE, ROWS.head(0), "target", "replace")


@pytest.mark.parametrize("rows", [ROWS.drop(columns="kind"), ROWS.assign(id="many")])
def test_rows_of_another_form_are_refused(rows: pd.DataFrame) -> None:
    with pytest.raises(ProjectError, match=r"'(kind|id)'"):
        alike(rows, TABLE, "target")


def test_asks_a_database(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "some.db") as database:
        ROWS.to_sql("rows", database, index=False)
    url = f"sqlite:///{tmp_path / 'some.db'}"
    assert len(ask("select * from rows where kind = 'b'", url)) == 1
    with pytest.raises(ProjectError, match="nowhere"):
        ask("select * from nowhere", url)
