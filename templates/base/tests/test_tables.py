"""The raw file is read with the types of the schema."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from project_package.stages.ingest import check_positive, drop_without_target
from project_package.utils.errors import ProjectError
from project_package.utils.params import Params
from project_package.utils.schema import Column, FileFormat, Schema
from project_package.utils.tables import read_raw, read_records, read_table, sha256, write_table


def toy_schema(path: Path) -> Schema:
    def column(name: str, kind: str, role: str) -> Column:
        return Column.model_validate(
            {"name": name, "key": f"toy.{name}", "type": kind, "order": "nominal", "role": role, "nullable": True}
        )

    columns = [
        column("größe in m", "float", "feature"),
        column("class", "string", "feature"),
        column('say "hi"', "boolean", "feature"),
        column("day", "date", "date"),
        column("y", "integer", "target"),
    ]
    form = FileFormat(path=path, format="csv", delimiter=";", decimal=",", encoding="cp1252", missing=["", "n/a"])
    return Schema(table="toy", file=form, columns=columns)


@pytest.fixture
def toy(tmp_path: Path) -> Schema:
    file = tmp_path / "toy.csv"
    text = 'größe in m;class;"say ""hi""";day;y\n1,75;007;true;2024-02-29;1\nn/a;ä;false;;0\n2;;n/a;2024-03-01;\n'
    file.write_bytes(text.encode("cp1252"))
    return toy_schema(file)


def test_types_and_missing_values(toy: Schema) -> None:
    table = read_raw(toy)
    assert table["größe in m"].tolist()[::2] == [1.75, 2.0]
    assert table["class"].tolist()[:2] == ["007", "ä"]
    assert table['say "hi"'].tolist()[:2] == [True, False]
    assert table["day"][0] == pd.Timestamp(2024, 2, 29)
    assert table.isna().sum().tolist() == [1, 1, 1, 1, 1]


def test_a_record_gets_the_types_of_a_row(toy: Schema) -> None:
    records: list[dict[str, Any]] = [
        {"größe in m": 1.75, "class": "007", 'say "hi"': True, "day": "2024-02-29"},
        {"größe in m": None, "class": "ä", 'say "hi"': False, "day": None},
        {"größe in m": 2, "class": "n/a", "day": "2024-03-01"},
    ]
    pd.testing.assert_frame_equal(read_records(records, toy), read_raw(toy).drop(columns="y"))


def test_a_value_of_another_type_is_kept_for_the_validation(toy: Schema) -> None:
    text = toy.file.path.read_bytes().replace(b"1,75", b"tall")
    toy.file.path.write_bytes(text)
    assert read_raw(toy)["größe in m"][0] == "tall"


def test_rows_without_a_target_are_left_out(toy: Schema) -> None:
    known = drop_without_target(read_raw(toy), toy)
    assert known["y"].tolist() == [1, 0]
    assert known["y"].dtype == "int64", "classes are called 0 and 1, not 0.0 and 1.0"


def test_a_table_without_the_target_is_refused(toy: Schema) -> None:
    with pytest.raises(ProjectError, match="no column 'y'"):
        drop_without_target(read_raw(toy).drop(columns="y"), toy)


def test_a_missing_file_is_named(toy: Schema) -> None:
    with pytest.raises(ProjectError, match=r"nowhere\.csv is missing"):
        read_raw(toy, "nowhere.csv")


def test_a_table_survives_writing_byte_for_byte(sample: pd.DataFrame, tmp_path: Path) -> None:
    write_table(sample, tmp_path / "a.parquet")
    again = read_table(tmp_path / "a.parquet")
    write_table(again, tmp_path / "b.parquet")
    assert list(again.columns) == list(sample.columns)
    assert len(again) == len(sample)
    assert sha256(tmp_path / "a.parquet") == sha256(tmp_path / "b.parquet")


def test_the_class_looked_for_is_written_as_in_the_data(params: Params) -> None:
    yes = params.data.model_copy(update={"task": "binary", "positive": "Yes"})
    check_positive(pd.Series(["No", "Yes"]), yes)
    with pytest.raises(ProjectError, match=r"data\.positive in params\.yaml is 'Yes'.*no, yes"):
        check_positive(pd.Series(["no", "yes"]), yes)


def test_other_writings_of_a_value_count_as_it(toy: Schema) -> None:
    toy.columns[1] = toy.columns[1].model_copy(update={"writings": {"Ä": ["ä"]}})
    toy.file.path.write_bytes(toy.file.path.read_bytes().replace(b";\xe4;", b"; \xe4 ;"))
    assert read_raw(toy)["class"].tolist()[:2] == ["007", "Ä"]


def test_a_number_may_mean_no_value(toy: Schema) -> None:
    toy.columns[0] = toy.columns[0].model_copy(update={"missing": ["", "n/a", "2"]})
    assert read_raw(toy)["größe in m"].isna().tolist() == [False, True, True]


def test_a_table_that_no_stage_has_made_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        ProjectError, match=r"none\.parquet is missing: `dvc repro` makes it, and `reads` in params\.yaml"
    ):
        read_table(tmp_path / "none.parquet")
