"""A batch scores every record of a file, names those that it cannot read, and goes on where it was stopped."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from project_package.app import batch, text_file
from project_package.app.chunks import Raw, open_text, records
from project_package.app.form import reading
from project_package.app.parquet_file import score_parquet
from project_package.app.text_file import score_text
from project_package.monitoring.readable import make_readable
from project_package.utils.errors import ProjectError
from project_package.utils.schema import Column, FileFormat, Schema
from project_package.utils.scoring import Scorer
from project_package.utils.tables import read_raw

ROWS = 150


@pytest.fixture
def text(schema: Schema, scorer: Scorer, tmp_path: Path) -> Path | None:
    """The first records of the raw file as they stand there, where it is text."""
    form = schema.file
    if form.format == "parquet":
        return None
    with open_text(form.path, form.encoding) as stream:
        found = records(stream, form)
        lines = [raw.text for raw, _ in zip(found, range(ROWS + 1), strict=False)]
    file = tmp_path / f"new.{form.format}"
    file.write_text("\n".join(lines) + "\n", encoding=form.encoding, newline="")
    return file


def test_a_file_gets_the_predictions_of_its_rows(text: Path | None, scorer: Scorer, tmp_path: Path) -> None:
    if text is None:
        return
    target = tmp_path / "scored.txt"
    wanted = scorer.score_table(read_raw(scorer.schema, text))
    assert score_text(text, target, scorer, chunk=40) == {"scored": len(wanted), "rejected": 0}
    names = ["prediction", *wanted.columns[1:]]
    scored = _read(target, scorer)
    said = scored["prediction"].astype(str)
    if scorer.manifest["classes"] is None:
        # Numbers have the file's own decimal sign.
        said = said.str.replace(scorer.schema.file.decimal, ".", regex=False)
    assert said.tolist() == wanted["prediction"].astype(str).tolist()
    pd.testing.assert_frame_equal(scored[names[1:]], wanted[names[1:]], check_dtype=False)


def test_a_class_that_is_an_integer_is_written_as_one() -> None:
    predicted = pd.DataFrame({"prediction": [1, 0], "probability_0": [0.25, 0.5], "probability_1": [0.75, 0.5]})
    block = [Raw('{"a": 3}'), Raw('{"a": 4}')]
    csv = FileFormat.model_validate({"path": "x.csv", "format": "csv", "delimiter": ","})
    assert text_file._lines(block, predicted, csv) == ['{"a": 3},1,0.25,0.75', '{"a": 4},0,0.5,0.5']
    found = [
        json.loads(line)["prediction"]
        for line in text_file._lines(block, predicted, csv.model_copy(update={"format": "jsonl"}))
    ]
    assert json.dumps(found) == "[1, 0]"


def _read(file: Path, scorer: Scorer) -> pd.DataFrame:
    form = scorer.schema.file
    if form.format == "jsonl":
        return pd.read_json(file, lines=True, dtype={"prediction": str})
    table: pd.DataFrame = pd.read_csv(
        file, sep=form.delimiter or ",", encoding=form.encoding, decimal=form.decimal, dtype={"prediction": str}
    )
    return table


def test_records_that_cannot_be_read_are_named(text: Path | None, scorer: Scorer, tmp_path: Path) -> None:
    if text is None:
        return
    form = scorer.schema.file
    with text.open("a", encoding=form.encoding, newline="") as stream:
        stream.write("{\n" if form.format == "jsonl" else "x" + f"{form.delimiter}" * 300 + "\n")
    done = score_text(text, tmp_path / "scored.txt", scorer)
    assert done["rejected"] == 1
    assert json.loads((tmp_path / "scored.txt.rejected").read_text(encoding="utf-8"))["fault"]


def test_a_file_of_which_nothing_can_be_read_is_no_success(text: Path | None, scorer: Scorer, tmp_path: Path) -> None:
    if text is None:
        return
    form = scorer.schema.file
    lines = text.read_text(encoding=form.encoding).splitlines()[: scorer.schema.file.skip_lines + 1]
    bad = "{" if form.format == "jsonl" else "x" + (form.delimiter or ",") * 300
    text.write_text("\n".join([*([] if form.format == "jsonl" else lines), bad, bad]) + "\n", encoding=form.encoding)
    target = tmp_path / "scored.txt"
    with pytest.raises(ProjectError, match="none of the 2 records"):
        score_text(text, target, scorer)
    assert sorted(file.name for file in tmp_path.glob("scored*")) == ["scored.txt.rejected"]


def test_infinity_is_no_number_whatever_stands_beside_it(schema: Schema) -> None:
    """A word makes a column of text, in which infinity is read like any number; in Parquet it is one from the start."""
    about = {"name": "x", "key": "t.x", "order": "ratio", "role": "feature", "nullable": True, "type": "float"}
    form = schema.file.model_copy(update={"decimal": ".", "thousands": None})
    own = schema.model_copy(update={"columns": [Column.model_validate(about)], "file": form})
    for cells in (["1.5", "inf", "word", "1e999"], [1.5, np.inf, None, -np.inf]):
        readable, unreadable = make_readable(pd.DataFrame({"x": cells}), own)
        assert readable["x"].notna().tolist() == [True, False, False, False]
        assert unreadable["x"] == sum(cell is not None for cell in cells) - 1


def test_a_stopped_run_goes_on_where_it_was(
    text: Path | None, scorer: Scorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if text is None:
        return
    whole, resumed, calls = tmp_path / "whole.txt", tmp_path / "resumed.txt", []
    quarter = -(-score_text(text, whole, scorer)["scored"] // 4)
    scored = text_file._scored

    def stops(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return scored(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(text_file, "_scored", stops)
    with pytest.raises(KeyboardInterrupt):
        score_text(text, resumed, scorer, chunk=quarter)
    assert not resumed.exists()
    score_text(text, resumed, scorer, chunk=quarter)
    assert resumed.read_bytes() == whole.read_bytes()
    assert len(calls) == 3 + 2


def test_parquet_gets_columns(sample: pd.DataFrame, schema: Schema, scorer: Scorer, tmp_path: Path) -> None:
    form = schema.file.model_copy(update={"format": "parquet", "decimal": ".", "thousands": None})
    own = Scorer(scorer.model, scorer.manifest, schema.model_copy(update={"file": form, "sources": {}}))
    sample.to_parquet(tmp_path / "new.parquet", index=False)
    done = score_parquet(tmp_path / "new.parquet", tmp_path / "scored.parquet", own, chunk=100)
    assert done["scored"] == len(sample)
    scored = pd.read_parquet(tmp_path / "scored.parquet")
    wanted = scorer.score_table(sample)
    assert list(scored.columns) == [*sample.columns, *wanted.columns]
    assert scored["prediction"].astype(str).tolist() == wanted["prediction"].astype(str).tolist()


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet"])
def test_a_file_may_be_of_another_format_than_the_raw_one(
    ending: str, sample: pd.DataFrame, scorer: Scorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "load_scorer", lambda: scorer)
    columns = scorer.schema.columns
    source, target = (tmp_path / f"{name}.{ending}" for name in ("new", "scored"))
    if reading(source, scorer) is scorer or any(column.format for column in columns):
        return
    rows = sample[[column.name for column in columns if column.source is None and column.name in sample]]
    written: dict[str, Callable[[], object]] = {
        "csv": lambda: rows.to_csv(source, index=False),
        "tsv": lambda: rows.to_csv(source, index=False, sep="\t"),
        "jsonl": lambda: rows.to_json(source, orient="records", lines=True, date_format="iso"),
        "parquet": lambda: rows.to_parquet(source, index=False),
    }
    written[ending]()
    monkeypatch.setattr("sys.argv", ["batch", "--input", str(source), "--output", str(target)])
    batch.main()
    scored = pd.read_parquet(target) if ending == "parquet" else _read(target, reading(target, scorer))
    wanted = scorer.score_table(sample)
    assert scored["prediction"].astype(str).tolist() == wanted["prediction"].astype(str).tolist()
    monkeypatch.setattr("sys.argv", ["batch", "--input", str(source), "--output", str(tmp_path / "scored.xlsx")])
    with pytest.raises(ProjectError, match="the same ending"):
        batch.main()


def test_a_file_without_a_column_is_refused(scorer: Scorer, tmp_path: Path) -> None:
    if scorer.schema.file.format != "csv":
        return
    file = tmp_path / "other.csv"
    file.write_text("x\n1\n", encoding=scorer.schema.file.encoding)
    with pytest.raises(ProjectError, match="no column"):
        score_text(file, tmp_path / "scored.csv", scorer)


def test_what_cannot_be_read_at_all_is_refused(scorer: Scorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "load_scorer", lambda: scorer)
    files = {name: tmp_path / name for name in ("no text.csv", "empty.csv", "scored.csv")}
    files["no text.csv"].write_bytes(b"\xff\xfe\x00\x00\x93")
    files["empty.csv"].touch()
    for source, target, named in [
        ("no text.csv", files["scored.csv"], "no text.csv"),
        ("empty.csv", files["scored.csv"], "empty.csv"),
        ("empty.csv", files["empty.csv"], "the input itself"),
        ("empty.csv", tmp_path, "is no file"),
    ]:
        monkeypatch.setattr("sys.argv", ["batch", "--input", str(files[source]), "--output", str(target)])
        with pytest.raises(ProjectError, match=named):
            batch.main()
