"""A machine that has only the repository gets the data, or hears why it cannot."""

import stat
import sys
from pathlib import Path

import pytest

from project_package.automation import storage
from project_package.utils.errors import ProjectError


def test_credentials_are_for_this_user_alone_and_replace_nothing(tmp_path: Path) -> None:
    file = tmp_path / "config.local"
    storage.configure(" \n", file)
    assert not file.exists()
    storage.configure("first", file)
    storage.configure("second", file)
    assert file.read_text(encoding="utf-8") == "first"
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_remote_the_files_must_be_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(storage, "dvc", lambda *_: "")
    monkeypatch.setattr(storage, "MODEL", str(tmp_path / "model.joblib"))
    with pytest.raises(ProjectError, match="DVC has no remote to get it from"):
        storage.pull("model")
    (tmp_path / "model.joblib").touch()
    storage.pull("model")


def test_a_remote_that_does_not_hold_them_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[tuple[str, ...]] = []

    def dvc(*arguments: str) -> str:
        asked.append(arguments)
        return "storage"

    monkeypatch.setattr(storage, "dvc", dvc)
    monkeypatch.setattr(storage, "MODEL", str(tmp_path / "model.joblib"))
    with pytest.raises(ProjectError, match="the remote does not hold"):
        storage.pull("model")
    assert asked[-1] == ("pull", "--force", str(tmp_path / "model.joblib"))
