"""Scoring a CSV or JSON Lines file: in chunks, each record as it was written; a stopped run goes on where it was."""

import csv
import gzip
import io
import json
import os
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from project_package.app.chunks import Raw, faults_of, open_text, records, typed
from project_package.monitoring.readable import make_readable
from project_package.utils.errors import ProjectError
from project_package.utils.reports import plain, read_json, write_json
from project_package.utils.schema import FileFormat
from project_package.utils.scoring import Scorer

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
    if 0 < state["read"] == state["rejected"]:
        part.unlink(missing_ok=True)
        progress.unlink()
        raise ProjectError(f"none of the {state['read']} records of {source} can be read: {rejected} says why.")
    if not part.exists():
        raise ProjectError(f"{source} has no records.")
    part.replace(target)
    progress.unlink()
    return {"scored": state["read"] - state["rejected"], "rejected": state["rejected"]}


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
    faults = faults_of(table, readable, scorer.schema)
    bad += [{"record": block[place].text, "fault": fault} for place, fault in faults.items()]
    return scorer.score_table(readable.drop(index=list(faults))), bad


def _lines(block: list[Raw], predicted: pd.DataFrame, form: FileFormat) -> list[str]:
    # Row by row with each column's own type: one array of all columns would write the class 1 as 1.0.
    rows = list(predicted.itertuples(name=None))
    if form.format == "csv":
        return [f"{block[place].text}{form.delimiter}{_cells(list(values), form)}" for place, *values in rows]
    names = list(predicted.columns)
    return [
        json.dumps(json.loads(block[place].text) | plain(dict(zip(names, values, strict=True))), ensure_ascii=False)
        for place, *values in rows
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
