"""Which model is in use, which were before, and why: `models/ledger.jsonl`, to which lines are only added.

A model is put into use by writing down the intention first: a process that is killed in between leaves a state from
which `finish` goes on, whoever calls it next, and every load of a model calls it. No file is ever there by half.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from project_package.utils.errors import ProjectError
from project_package.utils.reports import read_json, write_json
from project_package.utils.tables import sha256

# The manifest last: with it the new model counts.
FILES = ("model.joblib", "reference.json", "manifest.json")
PENDING, LEDGER, VERSIONS = ".pending.json", "ledger.jsonl", "versions"

Entry = dict[str, Any]


@contextmanager
def only_one(models: Path) -> Iterator[None]:
    """Hold the lock of the models; it goes with the process, however that ends.

    Raises:
        ProjectError: somebody else holds it.
    """
    models.mkdir(parents=True, exist_ok=True)
    with (models / ".lock").open("a") as stream:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ProjectError("another retraining or roll-back is running; wait for its end.") from error
        yield


def entries(models: Path) -> list[Entry]:
    """All lines of the ledger, the oldest first; half a line, of a process that was killed, is none."""
    file, found = models / LEDGER, []
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else []:
        with suppress(ValueError):
            found.append(json.loads(line))
    return found


def in_use(models: Path) -> list[Entry]:
    """The models that were put into use and not taken back, the present one last."""
    stack: list[Entry] = []
    for entry in entries(models):
        if entry["action"] in ("adopt", "promote"):
            stack.append(entry)
        elif entry["action"] == "rollback":
            stack.pop()
    return stack


def note(models: Path, action: str, version: str, reason: str, **more: Any) -> Entry:
    """Add a line to the ledger."""
    entry = make_entry(action, version, reason, **more)
    _append(models, entry)
    return entry


def make_entry(action: str, version: str, reason: str, **more: Any) -> Entry:
    """A line of the ledger."""
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return {"time": now, "action": action, "version": version, "reason": reason, **more}


def adopt(models: Path) -> None:
    """Keep and note the model that is there, if the pipeline has put it there since the last entry."""
    version = read_json(models / "manifest.json")["version"]
    stack = in_use(models)
    if stack and stack[-1]["version"] == version:
        return
    hashes = archive(models, models)
    note(models, "adopt", version, "The pipeline has made it.", files=hashes)


def archive(source: Path, models: Path) -> dict[str, str]:
    """Keep the files of a model under its version; gives their hashes."""
    version = read_json(source / "manifest.json")["version"]
    place = models / VERSIONS / version
    if not place.is_dir():
        draft = place.with_name(f".{version}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for name in FILES:
            shutil.copyfile(source / name, draft / name)
        draft.rename(place)
    return {name: sha256(place / name) for name in FILES}


def check_whole(entry: Entry, models: Path) -> None:
    """Refuse a kept model whose files are not what they were.

    Raises:
        ProjectError: a file is missing or has changed.
    """
    place = models / VERSIONS / entry["version"]
    for name, digest in entry["files"].items():
        if not (place / name).is_file() or sha256(place / name) != digest:
            raise ProjectError(f"{(place / name).as_posix()} is missing or has changed, so it is not put into use.")


def put_into_use(entry: Entry, models: Path, workspace: Path | None = None, parts: tuple[str, ...] = ()) -> None:
    """Put a kept model into use, with what else its training has left in a workspace, and note it."""
    write_json({"entry": entry, "workspace": workspace and str(workspace), "parts": parts}, models / PENDING)
    finish(models)


def finish(models: Path) -> None:
    """Do, or do again, what is written down as pending; without anything pending, nothing."""
    file = models / PENDING
    if not file.is_file():
        return
    pending = read_json(file)
    entry = pending["entry"]
    place = models / VERSIONS / entry["version"]
    for name in FILES:
        draft = models / f".{name}.new"
        shutil.copyfile(place / name, draft)
        draft.replace(models / name)
    if pending["workspace"] and Path(pending["workspace"]).is_dir():
        for part in pending["parts"]:
            _bring(Path(pending["workspace"]) / part, models.parent / part)
    if entry not in entries(models):
        _append(models, entry)
    file.unlink()


def resume(models: Path, seconds: float = 30) -> None:
    """Finish what a killed process has left; wait for a living one to do so."""
    end = time.monotonic() + seconds
    while (models / PENDING).is_file():
        try:
            with only_one(models):
                finish(models)
        except ProjectError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _append(models: Path, entry: Entry) -> None:
    file = models / LEDGER
    torn = file.is_file() and not file.read_bytes().endswith(b"\n") and file.stat().st_size > 0
    with file.open("ab") as stream:
        stream.write((("\n" if torn else "") + json.dumps(entry, ensure_ascii=False) + "\n").encode())
        stream.flush()
        os.fsync(stream.fileno())


def _bring(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.is_file():
        draft = target.with_name(f".{target.name}.new")
        shutil.copyfile(source, draft)
        draft.replace(target)
