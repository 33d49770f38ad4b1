"""Running other programs."""

import os
import subprocess

from project_package.utils.errors import ProjectError


def command(*words: str, extra: dict[str, str] | None = None) -> str:
    """Run a program; gives what it prints.

    Raises:
        ProjectError: it failed, or is not there; its own words say why.
    """
    try:
        done = subprocess.run(words, env=os.environ | (extra or {}), capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise ProjectError(f"{words[0]} is not installed here.") from error
    if done.returncode:
        raise ProjectError(f"`{' '.join(words)}` failed:\n{(done.stderr or done.stdout).strip()}")
    return done.stdout.strip()
