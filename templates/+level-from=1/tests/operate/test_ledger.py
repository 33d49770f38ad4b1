"""A model is put into use whole or not at all, and the one before comes back byte for byte."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from project_package.monitoring import ledger
from project_package.monitoring.ledger import FILES, LEDGER, PENDING, VERSIONS
from project_package.monitoring.rollback import roll_back
from project_package.utils.errors import ProjectError
from project_package.utils.models import load_model
from project_package.utils.reports import read_json, write_json

# What Python tells its audit hooks before it touches the disk.
TOUCHES = ("open", "os.mkdir", "os.rename", "os.remove", "shutil.copyfile", "shutil.rmtree")


@pytest.fixture
def used(models: Path, tmp_path: Path) -> Path:
    """A copy of a model in use."""
    shutil.copytree(models, tmp_path / "models")
    return tmp_path / "models"


@pytest.fixture
def other(used: Path, tmp_path: Path) -> Path:
    """Another model: the same one in other bytes, so that half of each is none."""
    folder = tmp_path / "workspace/models"
    shutil.copytree(used, folder)
    content = zlib.compress(zlib.decompress((folder / "model.joblib").read_bytes()), 9)
    (folder / "model.joblib").write_bytes(content)
    known = {"version": "another", "sha256": hashlib.sha256(content).hexdigest()}
    write_json(read_json(folder / "manifest.json") | known, folder / "manifest.json")
    return tmp_path / "workspace"


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


def promote(used: Path, other: Path) -> None:
    ledger.adopt(used)
    files = ledger.archive(other / "models", used)
    ledger.put_into_use(ledger.make_entry("promote", "another", "better", files=files), used)


def test_there_and_back(used: Path, other: Path) -> None:
    before = contents(used)
    promote(used, other)
    assert load_model(str(used))[1]["version"] == "another"
    assert roll_back(used) == before_version(before)
    assert contents(used) == before
    assert [entry["action"] for entry in ledger.entries(used)] == ["adopt", "promote", "rollback"]
    with pytest.raises(ProjectError, match="no model before"):
        roll_back(used)


def before_version(files: dict[str, bytes]) -> str:
    return str(json.loads(files["manifest.json"])["version"])


@pytest.mark.parametrize("copied", range(len(FILES) + 1))
def test_a_promotion_that_was_killed_is_finished_by_the_next_load(used: Path, other: Path, copied: int) -> None:
    ledger.adopt(used)
    files = ledger.archive(other / "models", used)
    entry = ledger.make_entry("promote", "another", "better", files=files)
    write_json({"entry": entry, "workspace": None, "parts": []}, used / PENDING)
    for name in FILES[:copied]:
        shutil.copyfile(used / VERSIONS / "another" / name, used / name)
    ledger.resume(used)
    ledger.resume(used)
    assert contents(used) == contents(other / "models")
    assert [entry["action"] for entry in ledger.entries(used)] == ["adopt", "promote"]
    assert not (used / PENDING).exists()


def killed_at(moment: int, work: Callable[[], None]) -> bool:
    """Do the work in a process that is killed when it touches the disk for this time; whether it came so far."""
    process = os.fork()
    if not process:
        events = count()

        def hook(event: str, _: tuple[Any, ...]) -> None:
            if event in TOUCHES and next(events) == moment:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitpid(process, 0)[1]
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL


def test_whenever_a_promotion_is_killed_one_whole_model_is_in_use(used: Path, other: Path, tmp_path: Path) -> None:
    if not hasattr(os, "fork"):
        return
    before, after, seen = contents(used), contents(other / "models"), set()
    for moment in count():
        folder = tmp_path / f"killed {moment}"
        shutil.copytree(used, folder)
        if not killed_at(moment, partial(promote, folder, other)):
            break
        # Whoever loads it next is killed, too.
        killed_at(moment % 5, partial(ledger.resume, folder))
        ledger.resume(folder)
        version = load_model(str(folder))[1]["version"]
        seen.add(version)
        assert contents(folder) == (after if version == "another" else before), moment
        actions = [entry["action"] for entry in ledger.entries(folder)]
        assert actions == ["adopt", "promote"] if version == "another" else actions in ([], ["adopt"]), moment
        if version != "another":
            promote(folder, other)
        assert roll_back(folder) == before_version(before)
        assert contents(folder) == before, moment
    assert moment > 20
    assert seen == {"another", before_version(before)}


def test_a_kept_model_that_has_changed_is_refused(used: Path, other: Path) -> None:
    before = before_version(contents(used))
    promote(used, other)
    with (used / VERSIONS / before / "model.joblib").open("ab") as stream:
        stream.write(b"!")
    with pytest.raises(ProjectError, match="has changed"):
        roll_back(used)
    assert load_model(str(used))[1]["version"] == "another"


def test_half_a_line_of_the_ledger_is_no_entry(used: Path) -> None:
    ledger.adopt(used)
    with (used / LEDGER).open("a", encoding="utf-8") as stream:
        stream.write('{"time": "2')
    ledger.note(used, "keep", "x", "not better")
    assert [entry["action"] for entry in ledger.entries(used)] == ["adopt", "keep"]


def test_two_at_once_are_refused_and_the_lock_goes_with_the_process(used: Path) -> None:
    code = (
        "import pathlib, sys, time\nfrom project_package.monitoring.ledger import only_one\n"
        "with only_one(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(used)], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(ProjectError, match="another retraining"), ledger.only_one(used):
            pass
    finally:
        other.kill()
        other.wait()
    with ledger.only_one(used):
        pass
