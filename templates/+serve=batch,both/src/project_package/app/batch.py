"""Score a file: `python -m project_package.app.batch --input new.csv --output scored.csv`.

In:  a file written like the project's raw file (CSV, JSON Lines, Parquet; .gz too), with or without the target.
Out: the same records with `prediction`, and `probability_<class>` where there are classes; records that cannot be read
     stand in `<output>.rejected` with the reason. Memory holds one chunk at a time; a stopped run goes on where it was.
"""

import argparse
import csv
import gzip
import io
import json
import os
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from project_package.app.chunks import Raw, open_text, records, typed
from project_package.monitoring.readable import make_readable
from project_package.utils.errors import ProjectError, run
from project_package.utils.reports import plain, read_json, write_json
from project_package.utils.schema import FileFormat
from project_package.utils.scoring import Scorer, load_scorer
from project_package.utils.tables import read_raw

CHUNK = 20_000


def score_text(source: Path, target: Path, scorer: Scorer, chunk: int = CHUNK) -> dict[str, int]:
    """Score a CSV or JSON Lines file, chunk by chunk.

    Returns:
        How many records were scored and how many rejected.
    """
    form = scorer.schema.file
    part, rejected, progress = (target.with_name(f"{target.name}.{end}") for end in ("part", "rejected", "progress"))
    same = {
        "input": str(source.resolve()),
        "bytes": source.stat().st_size,
        "model": scorer.manifest["version"],
    }
    state = _resumed(progress, same, part, rejected)
    zipped = target.name.endswith(".gz")
    with open_text(source, form.encoding) as stream:
        found = records(stream, form)
        header = next(found, Raw("")).text if form.format == "csv" else None
        for _ in islice(found, state["read"]):
            pass
        while block := list(islice(found, chunk)):
            predicted, bad = _scored(block, header, scorer)
            if header is not None and not part.exists():
                _append(part, [f"{header}{form.delimiter}{_cells(_names(scorer), form)}"], form, zipped=zipped)
            _append(part, _lines(block, predicted, form), form, zipped=zipped)
            _append(rejected, [json.dumps(one, ensure_ascii=False) for one in bad], form, zipped=False)
            state = {"read": state["read"] + len(block), "rejected": state["rejected"] + len(bad)}
            sizes = {f"{file.suffix[1:]}_bytes": file.stat().st_size for file in (part, rejected) if file.exists()}
            write_json(same | state | sizes, progress)
    if not part.exists():
        raise ProjectError(f"{source} has no records.")
    part.replace(target)
    progress.unlink()
    return {"scored": state["read"] - state["rejected"], "rejected": state["rejected"]}


def score_parquet(source: Path, target: Path, scorer: Scorer, chunk: int = CHUNK) -> dict[str, int]:
    """Score a Parquet file, chunk by chunk; values that do not fit their column's type count as missing."""
    rows, part, writer = 0, target.with_name(f"{target.name}.part"), None
    for batch in parquet.ParquetFile(source).iter_batches(chunk):
        piece = part.with_name(f"{part.name}.chunk")
        parquet.write_table(pa.Table.from_batches([batch]), piece)
        readable, _ = make_readable(read_raw(scorer.schema, piece), scorer.schema)
        piece.unlink()
        answers = pa.Table.from_pandas(scorer.score_table(readable), preserve_index=False)
        scored = pa.Table.from_batches([batch])
        for name in answers.column_names:
            scored = scored.append_column(name, answers[name])
        writer = writer or parquet.ParquetWriter(part, scored.schema)
        writer.write_table(scored)
        rows += len(readable)
    if writer is None:
        raise ProjectError(f"{source} has no records.")
    writer.close()
    part.replace(target)
    return {"scored": rows, "rejected": 0}


def _names(scorer: Scorer) -> list[str]:
    return ["prediction", *(f"probability_{name}" for name in scorer.manifest["classes"] or [])]


def _scored(block: list[Raw], header: str | None, scorer: Scorer) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Predictions of the records that can be read, by their place in the block, and the others with what is wrong."""
    whole = [place for place, raw in enumerate(block) if raw.fault is None]
    bad = [{"record": raw.text, "fault": raw.fault} for raw in block if raw.fault is not None]
    if not whole:
        return pd.DataFrame(), bad
    table = typed([block[place].text for place in whole], header, scorer.schema).set_axis(whole)
    missing = [name for name in scorer.schema.features if name not in table]
    if missing:
        raise ProjectError(f"the input has no column {', '.join(map(repr, missing))}.")
    readable, _ = make_readable(table, scorer.schema)
    columns = scorer.schema.features
    lost = readable[columns].isna() & table[columns].notna()
    unfit = lost.any(axis=1)
    for place, row in lost[unfit].iterrows():
        name = str(row.idxmax())
        fault = f"{name!r}: {table.at[place, name]!r} is no {scorer.schema.column(name).type}"
        bad.append({"record": block[int(str(place))].text, "fault": fault})
    return scorer.score_table(readable[~unfit]), bad


def _lines(block: list[Raw], predicted: pd.DataFrame, form: FileFormat) -> list[str]:
    rows = zip(predicted.index, predicted.to_numpy().tolist(), strict=True)
    if form.format == "csv":
        return [f"{block[place].text}{form.delimiter}{_cells(values, form)}" for place, values in rows]
    names = list(predicted.columns)
    return [
        json.dumps(json.loads(block[place].text) | plain(dict(zip(names, values, strict=True))), ensure_ascii=False)
        for place, values in rows
    ]


def _cells(values: list[Any], form: FileFormat) -> str:
    """Cells of one line, written like the file's own."""
    decimal = [repr(value).replace(".", form.decimal) if isinstance(value, float) else value for value in values]
    line = io.StringIO()
    csv.writer(line, delimiter=form.delimiter or ",", quotechar=form.quote or '"', lineterminator="").writerow(decimal)
    return line.getvalue()


def _append(file: Path, lines: list[str], form: FileFormat, *, zipped: bool) -> None:
    """Add lines at the end; the mark of an encoding's byte order stands at the beginning only."""
    if not lines:
        return
    content = "".join(f"{line}\n" for line in lines).encode(form.encoding)
    if file.exists():
        content = content.removeprefix("".encode(form.encoding))
    with file.open("ab") as stream:
        stream.write(gzip.compress(content, mtime=0) if zipped else content)


def _resumed(progress: Path, same: dict[str, Any], part: Path, rejected: Path) -> dict[str, int]:
    """Where an earlier run of the same model on the same file has stopped; else the beginning."""
    before = read_json(progress) if progress.is_file() else {}
    if {name: before.get(name) for name in same} != same:
        for file in (part, rejected, progress):
            file.unlink(missing_ok=True)
        return {"read": 0, "rejected": 0}
    for file in (part, rejected):
        if file.exists():
            os.truncate(file, before[f"{file.suffix[1:]}_bytes"])
    return {"read": before["read"], "rejected": before["rejected"]}


def main() -> None:
    """Score a file and say how many records it had."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", required=True, type=Path, help="records to score")
    parser.add_argument("--output", required=True, type=Path, help="where they go with their predictions")
    arguments = parser.parse_args()
    if not arguments.input.is_file():
        raise ProjectError(f"{arguments.input} is missing.")
    scorer = load_scorer()
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    score = score_parquet if scorer.schema.file.format == "parquet" else score_text
    done = score(arguments.input, arguments.output, scorer)
    print(f"{done['scored']} records scored, {done['rejected']} rejected.", file=sys.stderr)


if __name__ == "__main__":
    run(main)
