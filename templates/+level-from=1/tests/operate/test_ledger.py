"""A model is put into use whole or not at all, and the one before comes back byte for byte."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from project_package.monitoring import ledger
from project_package.monitoring.ledger import FILES, LEDGER, PENDING, VERSIONS
from project_package.monitoring.rollback import roll_back
from project_package.utils.errors import ProjectError
from project_package.utils.models import load_model
from project_package.utils.reports import read_json, write_json


@pytest.fixture
def used(models: Path, tmp_path: Path) -> Path:
    """A copy of a model in use."""
    shutil.copytree(models, tmp_path / "models")
    return tmp_path / "models"


@pytest.fixture
def other(used: Path, tmp_path: Path) -> Path:
    """Another model: the same one under another name, which is enough to tell them apart."""
    shutil.copytree(used, tmp_path / "workspace/models")
    manifest = tmp_path / "workspace/models/manifest.json"
    write_json(read_json(manifest) | {"version": "another"}, manifest)
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
