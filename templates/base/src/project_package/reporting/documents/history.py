"""When the raw data came and changed, by the project's git history."""

import subprocess
from pathlib import Path
from typing import NamedTuple


class Version(NamedTuple):
    """One commit that brought or changed the raw data."""

    date: str
    commit: str
    author: str
    subject: str


def data_versions(file: Path, root: Path) -> list[Version]:
    """The versions of a file that DVC keeps, the newest first; none outside git or before the first commit."""
    said = git(root, "log", "--format=%as%x09%h%x09%an%x09%s", "--", f"{file.as_posix()}.dvc", file.as_posix())
    return [Version(*line.split("\t", 3)) for line in said.splitlines() if line.count("\t") >= 3]


def is_cut_off(root: Path) -> bool:
    """Whether this is a shallow clone, whose history does not reach back to the beginning."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == "true"


def git(root: Path, *arguments: str) -> str:
    """What git says; nothing outside a repository, or without git."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")
