"""Second files: each row finds what is known about it, and a file that does not fit is refused."""

from pathlib import Path

import pandas as pd
import pytest

from project_package.utils.errors import ProjectError
from project_package.utils.schema import Schema, Source
from project_package.utils.sources import join
from project_package.utils.tables import read_raw

SOURCE = Source.model_validate({"on": "place", "key": "code", "file": {"path": "places.csv", "format": "csv"}})
TABLE = pd.DataFrame({"row": [1, 2, 3, 4], "place": ["b", "a", "z", None]})
OTHER = pd.DataFrame({"code": ["a", "b"], "size": [10, 20]})


def test_each_row_finds_its_own() -> None:
    joined = join(TABLE, OTHER, SOURCE, {"size": "its size"})
    assert joined["row"].tolist() == [1, 2, 3, 4]
    assert joined["its size"].fillna(-1).tolist() == [20, 10, -1, -1]


def test_a_code_may_be_a_number_in_one_file_and_text_in_the_other() -> None:
    table = pd.DataFrame({"place": [2.0, 1.0]})
    assert join(table, OTHER.assign(code=["1", "2"]), SOURCE, {"size": "size"})["size"].tolist() == [20, 10]


def test_what_a_row_brings_itself_stays() -> None:
    assert join(TABLE.assign(size=7), OTHER, SOURCE, {"size": "size"})["size"].tolist() == [7, 7, 7, 7]


@pytest.mark.parametrize(
    ("table", "other", "named"),
    [
        (TABLE, OTHER.assign(code="a"), "'a'"),
        (TABLE.drop(columns="place"), OTHER, "'place'"),
        (TABLE, OTHER.drop(columns="code"), "'code'"),
        (TABLE, OTHER.drop(columns="size"), "'size'"),
    ],
)
def test_what_does_not_fit_is_named(table: pd.DataFrame, other: pd.DataFrame, named: str) -> None:
    with pytest.raises(ProjectError, match=named):
        join(table, other, SOURCE, {"size": "size"})


def test_rows_are_read_with_what_the_second_file_knows(tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text("place,paid\n01,5\n02,7\n", encoding="utf-8")
    (tmp_path / "places.csv").write_text("code;paid\n02;yes\n01;no\n", encoding="utf-8")
    form = {"key": "t.x", "order": "nominal", "nullable": True, "role": "feature"}
    columns = [
        {"name": "place", "type": "string", **form},
        {"name": "paid", "type": "integer", **form},
        {"name": "places.paid", "type": "string", **form, "key": "places.paid", "source": "places"},
    ]
    file = {"path": tmp_path / "places.csv", "format": "csv", "delimiter": ";"}
    schema = Schema.model_validate(
        {
            "table": "visits",
            "file": {"path": tmp_path / "visits.csv", "format": "csv"},
            "columns": columns,
            "sources": {"places": {"on": "place", "key": "code", "file": file}},
        }
    )
    table = read_raw(schema)
    assert table["places.paid"].tolist() == ["no", "yes"]
    assert table["paid"].tolist() == [5, 7]
