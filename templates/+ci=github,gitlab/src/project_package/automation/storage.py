"""Data and models for a machine that has only the repository: `python -m project_package.automation.storage pull data`.

The environment variable `DVC_CONFIG_LOCAL`, a secret, says what `.dvc/config.local` says elsewhere: how to get into
the remote. Exit code 2: this machine cannot have the files, and why.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from project_package.utils.errors import ProjectError, run
from project_package.utils.params import load_params
from project_package.utils.schema import load_schema

MODEL = "models/model.joblib"
CONFIG = Path(".dvc/config.local")


def configure(text: str, file: Path = CONFIG) -> None:
    """Let DVC use the credentials; only this user can read them. A file that is there already stays."""
    if text.strip() and not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text)


def pull(what: str) -> None:
    """Bring the raw data or the trained model.

    Raises:
        ProjectError: there is no remote, or it does not hold them.
    """
    file = MODEL if what == "model" else load_schema(load_params().data.schema_path).file.path
    if not dvc("remote", "list"):
        if Path(file).is_file():
            return
        raise ProjectError(
            f"{file} is not here and DVC has no remote to get it from. Where it is: "
            "`dvc remote add --default storage <url>`, `dvc push`, and commit .dvc/config."
        )
    dvc("pull", *(["--force", MODEL] if what == "model" else ["--recursive", "data/raw"]))
    if not Path(file).is_file():
        raise ProjectError(f"the remote does not hold {file}: `dvc push` where it is.")


def dvc(*arguments: str) -> str:
    """Run DVC; gives what it prints.

    Raises:
        ProjectError: it failed; its own words say why.
    """
    command = [sys.executable, "-m", "dvc", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ProjectError(f"`dvc {' '.join(arguments)}` failed:\n{done.stderr.strip()}")
    return done.stdout.strip()


def main() -> None:
    """Pull or push."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("pull").add_argument("what", choices=["data", "model"])
    commands.add_parser("push", help="store what the pipeline has made")
    arguments = parser.parse_args()
    configure(os.environ.get("DVC_CONFIG_LOCAL", ""))
    if arguments.command == "pull":
        pull(arguments.what)
    else:
        dvc("push")


if __name__ == "__main__":
    run(main)
