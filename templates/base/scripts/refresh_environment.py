"""Renew the package versions, and keep them only if the project still trains and passes its tests.

    python scripts/refresh_environment.py                     every package
    python scripts/refresh_environment.py --package pandas    only this one, and what it needs

Everything happens in a copy of the project: uv resolves anew there, installs into a fresh environment, runs the
stages and the tests. Only then `uv.lock` and `requirements.txt` here are replaced. Needs uv and the raw data.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAGES_BY_HAND = ("ingest", "split", "featurize", "train", "evaluate", "document")
OF_THIS_ENVIRONMENT = ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT")
EXPORT_OPTIONS = ("--no-hashes", "--no-annotate", "--no-header", "--quiet")


class Failed(Exception):
    """A step did not succeed; the message is for the person."""


def refresh(packages: list[str]) -> str:
    """Renew, prove and take over; returns what has changed, one line for each package."""
    uv = shutil.which("uv")
    if uv is None:
        raise Failed("uv is needed for this: python -m pip install uv")
    with tempfile.TemporaryDirectory(prefix="refresh-") as folder:
        copy = Path(folder, ROOT.name)
        shutil.copytree(ROOT, copy, symlinks=True, ignore=_left_out)
        upgrade = [f"--upgrade-package={name}" for name in packages] or ["--upgrade"]
        _run([uv, "lock", *upgrade], copy)
        before = (ROOT / "requirements.txt").read_text(encoding="utf-8")
        requirements = "".join(line for line in before.splitlines(keepends=True) if line.startswith("#"))
        requirements += _run([uv, "export", "--locked", *EXPORT_OPTIONS], copy, shown=False)
        changes = compare(before, requirements)
        if not changes:
            return "Nothing to renew: these are the newest versions that fit together."
        _run([uv, "sync", "--locked", "--quiet"], copy)
        for command in proof(copy):
            _run([uv, "run", "--no-sync", *command], copy)
        _replace(ROOT / "uv.lock", (copy / "uv.lock").read_text(encoding="utf-8"))
        _replace(ROOT / "requirements.txt", requirements)
    return "\n".join([*changes, "Renewed. Install with `uv sync --locked`, run the pipeline, and commit."])


def proof(project: Path) -> list[list[str]]:
    """What must succeed in the new environment: the whole training, then the tests."""
    if (project / "dvc.yaml").exists():
        training = [["dvc", "repro", "--force"]]
    else:
        training = [["python", "-m", f"project_package.stages.{stage}"] for stage in STAGES_BY_HAND]
    return [*training, ["pytest"]]


def compare(before: str, after: str) -> list[str]:
    """Packages whose version differs between two requirements files."""
    old, new = _versions(before), _versions(after)
    return [
        f"{name}: {old.get(name, 'new')} -> {new.get(name, 'gone')}"
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]


def _versions(requirements: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^ ;\n]+)", requirements, flags=re.MULTILINE):
        found.setdefault(name, []).append(version)
    return {name: ", ".join(sorted(versions)) for name, versions in found.items()}


def _left_out(folder: str, names: list[str]) -> set[str]:
    """Environments, caches and DVC's own copies of the data: what the copy makes anew."""
    if Path(folder) == ROOT / ".dvc":
        return {"cache", "tmp"}
    return {name for name in names if name in (".venv", "__pycache__") or name.endswith("_cache")}


def _run(command: list[str], folder: Path, shown: bool = True) -> str:
    words = " ".join([Path(command[0]).name, *command[1:]])
    print(f"> {words}", flush=True)
    # The environment of this script must not stand in for the fresh one; its Python may.
    environment = {name: value for name, value in os.environ.items() if name not in OF_THIS_ENVIRONMENT}
    environment["UV_PYTHON"] = sys.executable
    result = subprocess.run(
        command, cwd=folder, env=environment, text=True, stdout=None if shown else subprocess.PIPE, check=False
    )
    if result.returncode != 0:
        raise Failed(f"`{words}` ended with exit code {result.returncode}, see above. Nothing was changed.")
    return result.stdout or ""


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def main() -> int:
    """Read the arguments, renew, and say what came of it."""
    parser = argparse.ArgumentParser(description="Renew the package versions, proven by training and tests.")
    parser.add_argument("--package", action="append", default=[], help="renew only this package (may be repeated)")
    try:
        print(refresh(parser.parse_args().package))
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
