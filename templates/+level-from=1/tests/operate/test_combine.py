"""New records go behind the old ones, whatever the order of their columns."""

from pathlib import Path

import pandas as pd
import pytest

from project_package.monitoring.combine import combine
from project_package.utils.errors import ProjectError
from project_package.utils.schema import FileFormat


def csv_form(path: Path) -> FileFormat:
    return FileFormat(path=path, format="csv", delimiter=";", decimal=",", encoding="cp1252")


def test_columns_are_found_by_name(tmp_path: Path) -> None:
    old, new, both = tmp_path / "old.csv", tmp_path / "new.csv", tmp_path / "both.csv"
    old.write_bytes('größe;name;y\n1,5;"a;b""c";1\n'.encode("cp1252"))
    new.write_bytes("y;extra;größe\n0;x;2,5\n".encode("cp1252"))
    combine(old, new, both, csv_form(old))
    assert both.read_bytes() == old.read_bytes() + b"2,5;;0\n"
    combine(old, new, both, csv_form(old), keep_old=False)
    assert both.read_bytes().decode("cp1252") == "größe;name;y\n2,5;;0\n"


def test_a_record_too_long_is_named(tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("a;b\n1;2\n")
    new.write_text("a;b\n1;2\n1;2;3\n")
    with pytest.raises(ProjectError, match="record 3 has 3 fields"):
        combine(old, new, tmp_path / "both.csv", csv_form(old))


def test_parquet_and_json_lines(tmp_path: Path) -> None:
    old, new, both = tmp_path / "old.parquet", tmp_path / "new.parquet", tmp_path / "both.parquet"
    pd.DataFrame({"a": [1], "b": ["x"]}).to_parquet(old, index=False)
    pd.DataFrame({"b": ["y"]}).to_parquet(new, index=False)
    combine(old, new, both, FileFormat(path=old, format="parquet"))
    assert pd.read_parquet(both)["b"].tolist() == ["x", "y"]
    lines = tmp_path / "old.jsonl"
    lines.write_text('{"a": 1}')
    combine(lines, lines, tmp_path / "both.jsonl", FileFormat(path=lines, format="jsonl"))
    assert (tmp_path / "both.jsonl").read_text().splitlines() == ['{"a": 1}'] * 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="nowhere"):
        combine(tmp_path / "old.csv", tmp_path / "nowhere.csv", tmp_path / "x.csv", csv_form(tmp_path / "old.csv"))
