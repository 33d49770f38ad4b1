"""New records go behind the old ones, whatever the order of their columns."""

import gzip
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from project_package.monitoring.combine import combine
from project_package.reading.delimited import read_delimited
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


OLD, NEW = [["Ada", "1", "x"], ["Bo", "2", ""]], [["Cy, the 3rd", "3", "x"], ["D;d", "4", "y"]]
COMMAS = ("name,n,y\n", "Ada,1,x\nBo,2,\n", '"Cy, the 3rd",3,x\nD;d,4,y\n')
# The lines up to the header, the old rows, the new ones, and what the schema says of the file.
FORMS: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "commas": (*COMMAS, {}),
    "no line break at the end": ("name,n,y\r\n", "Ada,1,x\r\nBo,2,", '"Cy, the 3rd",3,x\r\nD;d,4,y', {}),
    "old line breaks": ("name,n,y\r", "Ada,1,x\rBo,2,\r", '"Cy, the 3rd",3,x\rD;d,4,y\r', {}),
    "tabs": ("name\tn\ty\n", "Ada\t1\tx\nBo\t2\t\n", "Cy, the 3rd\t3\tx\nD;d\t4\ty\n", {"delimiter": "\t"}),
    "two signs": ("name::n::y\n", "Ada::1::x\nBo::2::\n", "Cy, the 3rd::3::x\nD;d::4::y\n", {"delimiter": "::"}),
    "spaces": (
        "name  n y\n",
        "Ada   1 x\nBo 2 ''\n",
        "'Cy, the 3rd'  3 x\nD;d 4 y\n",
        {"delimiter": r"\s+", "quote": "'"},
    ),
    "apostrophes": (
        "name;n;y\n",
        "'Ada';1;x\nBo;2;\n",
        "Cy, the 3rd;3;x\n'D;d';4;y\n",
        {"delimiter": ";", "quote": "'"},
    ),
    "escapes": ("name,n,y\n", "Ada,1,x\nBo,2,\n", "Cy\\, the 3rd,3,x\nD;d,4,y\n", {"escape": "\\", "quote": None}),
    "escapes and quotes": (*COMMAS, {"escape": "\\"}),
    "lines above": ("sep=,\nname,n,y\n", *COMMAS[1:], {"skip_lines": 1}),
    "names on two lines": ("name,n,\n,,y\n", *COMMAS[1:], {"header_lines": 2}),
    "a field without a name": ("n,y\n", *COMMAS[1:], {"extra_field": "first"}),
    "no header": ("", *COMMAS[1:], {"header": False}),
    "totals": ("name,n,y\n", COMMAS[1] + "Total,3,\n", COMMAS[2] + "Total,7,\n", {"totals": ["Total"]}),
    "two bytes a letter": (*COMMAS, {"encoding": "utf-16"}),
    "gzip": (*COMMAS, {"compression": "gzip"}),
}


@pytest.mark.parametrize("named", FORMS)
def test_all_rows_are_read_again_however_they_are_written(named: str, tmp_path: Path) -> None:
    head, old, more, said = FORMS[named]
    form = FileFormat(path=tmp_path / "old.csv", format="csv", **said)
    new, both = tmp_path / "new.csv", tmp_path / "both.csv"
    for path, rows in ((form.path, old), (new, more)):
        content = (head + rows).encode(form.encoding)
        path.write_bytes(gzip.compress(content) if form.compression else content)
    text = ["name", "n", "y", "column_1", "column_2", "column_3"]

    def found() -> list[list[str]]:
        return [list(map(str, row)) for row in read_delimited(both, form, text, {}).fillna("").to_numpy()]

    combine(form.path, new, both, form)
    assert found() == OLD + NEW
    combine(form.path, new, both, form, keep_old=False)
    assert found() == NEW


def test_a_value_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    form = FileFormat(path=tmp_path / "old.txt", format="csv", delimiter="\t", quote=None)
    form.path.write_text("a\tb\n1\t2\n")
    new = tmp_path / "new.txt"
    new.write_text("a\tb\n1\n")
    with pytest.raises(ProjectError, match="line 2 is no row"):
        combine(form.path, new, tmp_path / "both.txt", form)
    new.write_text("x\ty\n1\t2\n")
    with pytest.raises(ProjectError, match="none of the columns 'a', 'b'"):
        combine(form.path, new, tmp_path / "both.txt", form)


def test_a_record_too_long_is_named(tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("a;b\n1;2\n")
    new.write_text("a;b\n1;2\n1;2;3\n")
    with pytest.raises(ProjectError, match="line 3 is no row of the table: it has 3 fields"):
        combine(old, new, tmp_path / "both.csv", csv_form(old))


def test_parquet_and_json_lines(tmp_path: Path) -> None:
    old, new, both = tmp_path / "old.parquet", tmp_path / "new.parquet", tmp_path / "both.parquet"
    pd.DataFrame({"a": [1], "b": ["x"]}).to_parquet(old, index=False)
    pd.DataFrame({"b": ["y"]}).to_parquet(new, index=False)
    combine(old, new, both, FileFormat(path=old, format="parquet"))
    assert pd.read_parquet(both)["b"].tolist() == ["x", "y"]
    pd.DataFrame({"a": [0.5], "b": ["z"]}).to_parquet(new, index=False)
    combine(old, new, both, FileFormat(path=old, format="parquet"), keep_old=False)
    assert pd.read_parquet(both).to_numpy().tolist() == [[0.5, "z"]]
    lines = tmp_path / "old.jsonl"
    lines.write_text('{"a": 1}')
    combine(lines, lines, tmp_path / "both.jsonl", FileFormat(path=lines, format="jsonl"))
    assert (tmp_path / "both.jsonl").read_text().splitlines() == ['{"a": 1}'] * 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="nowhere"):
        combine(tmp_path / "old.csv", tmp_path / "nowhere.csv", tmp_path / "x.csv", csv_form(tmp_path / "old.csv"))
