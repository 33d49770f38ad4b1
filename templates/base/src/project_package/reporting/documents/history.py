"""When the raw data came and changed, by the project's git history."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Version:
    """One commit that brought or changed the raw data."""

    date: str
    commit: str
    author: str
    subject: str


def data_versions(file: Path, root: Path) -> list[Version]:
    """The versions of a file that DVC keeps, the newest first; none outside git or before the first commit."""
    command = ["git", "log", "--format=%as%x09%h%x09%an%x09%s", "--", f"{file.as_posix()}.dvc", file.as_posix()]
    try:
        done = subprocess.run(
            command, cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return [Version(*line.split("\t", 3)) for line in done.stdout.splitlines() if line.count("\t") >= 3]


def is_cut_off(root: Path) -> bool:
    """Whether this is a shallow clone, whose history does not reach back to the beginning."""
    command = ["git", "rev-parse", "--is-shallow-repository"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.stdout.strip() == "true"
