"""Train on old and new rows, promote what is better: `python -m project_package.monitoring.retrain --new-data new.csv`.

The pipeline runs in a copy of the project, `.retrain/`. Exit code 0: the new model was promoted, or `--only-if-drift`
found neither drift nor an old model; 3: the old one stays, and why.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd

from project_package.monitoring.combine import combine
from project_package.monitoring.drift import Monitor, age_in_days, compare, learned_from
from project_package.monitoring.duel import Decision, Retrain, duel, known_rows, unseen
from project_package.monitoring.ledger import adopt, archive, finish, make_entry, note, only_one, put_into_use
from project_package.monitoring.profile import load_profile
from project_package.utils.errors import GateError, ProjectError, run
from project_package.utils.models import load_model
from project_package.utils.params import Params, load_params, load_section
from project_package.utils.schema import Schema
from project_package.utils.scoring import Scorer, load_scorer
from project_package.utils.tables import read_raw, read_table

WORKSPACE, MODELS = Path(".retrain"), Path("models")
# Not copied: what the pipeline makes anew, and what only the project itself needs.
LEFT = {".git", ".venv", ".retrain", ".dvc", ".create-ml-project", "models", "logs", "data/interim", "data/processed"}
# Brought back with a promoted model.
PARTS = ("data", "reports", "docs", "metrics.json", "dvc.lock")


def retrain(new: Path, params: Params, champion: Scorer, reason: str) -> Decision:
    """Train a challenger in the workspace and compare it with the model in use; promote it if it is better.

    Raises:
        ProjectError: the pipeline could not run.
    """
    schema = champion.schema
    refusal = _run_stages(new, schema, only_new=True) or _run_stages(new, schema, only_new=False)
    if refusal:
        return _kept(Decision(False, refusal, {}), champion, reason)
    challenger = Scorer(*load_model(str(WORKSPACE / "models")), schema)
    held_out = read_table(WORKSPACE / params.reads["featurize"] / "test.parquet")
    learned = Path(params.reads["featurize"]) / "train.parquet"
    rows = unseen(held_out, read_table(learned) if learned.is_file() else read_raw(schema), schema)
    is_new = ~known_rows(rows, read_raw(schema), schema)
    rules = load_section(params, "retrain", Retrain)
    decision = duel(rows, is_new, champion.score_table(rows), challenger.score_table(rows), params, rules)
    files, version = archive(WORKSPACE / "models", MODELS), challenger.manifest["version"]
    if not decision.promote:
        return _kept(decision, champion, reason, candidate=version)
    entry = make_entry(
        "promote", version, decision.sentence, trigger=reason, figures=decision.figures, files=files, data=new.name
    )
    put_into_use(entry, MODELS, WORKSPACE, PARTS)
    return decision


def _kept(decision: Decision, champion: Scorer, reason: str, **more: str) -> Decision:
    version = champion.manifest["version"]
    note(MODELS, "keep", version, decision.sentence, trigger=reason, figures=decision.figures, **more)
    return decision


def _run_stages(new: Path, schema: Schema, *, only_new: bool) -> str | None:
    """Run the checks of the new rows alone, or the whole pipeline on all rows; gives why a gate refused, if one did."""
    _copy_project()
    combine(schema.file.path, new, WORKSPACE / schema.file.path, schema.file, keep_old=not only_new)
    checks = ("project_package.stages.ingest", "project_package.stages.validate")
    for module in [[name] for name in checks] if only_new else [["dvc", "repro"]]:
        command = [sys.executable, "-m", *module]
        done = subprocess.run(command, cwd=WORKSPACE, env=_environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            return _refusal(done.stderr)
    return None


def _refusal(said: str) -> str:
    """The sentences of a stage that refused.

    Raises:
        ProjectError: it did not refuse, it broke.
    """
    noise = re.compile(r"\s|ERROR|WARNING|Traceback|.*:\d+: \w*Warning: ")
    sentences = [line for line in said.splitlines() if line.strip() and not noise.match(line)]
    if not sentences or "Traceback" in said:
        raise ProjectError(f"the pipeline broke in {WORKSPACE}/:\n{said.strip()}")
    return " ".join(sentences)


def _copy_project() -> None:
    """A copy in which the pipeline runs without touching the project; DVC's cache is the project's."""
    shutil.rmtree(WORKSPACE, ignore_errors=True)

    def left(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if (Path(folder) / name).as_posix() in LEFT or name == "__pycache__"}

    shutil.copytree(".", WORKSPACE, ignore=left)
    for folder in ("models", "data/interim", "data/processed", ".dvc"):
        (WORKSPACE / folder).mkdir(parents=True, exist_ok=True)
    cache = Path(".dvc/cache").resolve().as_posix()
    config = f"[core]\n    no_scm = true\n    analytics = false\n    check_update = false\n[cache]\n    dir = {cache}\n"
    (WORKSPACE / ".dvc/config").write_text(config, encoding="utf-8")


def _environment() -> dict[str, str]:
    """The commands of `dvc.yaml` are run by this Python."""
    here = str(Path(sys.executable).parent)
    return os.environ | {"PATH": os.pathsep.join([here, os.environ.get("PATH", "")])}


def why(table: pd.DataFrame, champion: Scorer, params: Params, folder: str = "models") -> tuple[bool, str]:
    """Whether the new rows have drifted or the model in use is too old, in a sentence."""
    monitor = load_section(params, "monitor", Monitor)
    profile = load_profile(f"{folder}/reference.json")
    report = compare(table, champion, profile, monitor, params.data, learned_from(table, params, champion.schema))
    age = age_in_days(folder)
    stale = age > monitor.max_age_days
    old = f" The model is {age:.0f} days old, older than monitor.max_age_days." if stale else ""
    return report["verdict"] == "drift" or stale, report["sentence"] + old


def main() -> None:
    """Retrain under the lock of the models."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--new-data", required=True, type=Path, help="new rows with their target, written like the raw file"
    )
    parser.add_argument(
        "--only-if-drift", action="store_true", help="train only if the new rows have drifted or the model is too old"
    )
    arguments = parser.parse_args()
    with only_one(MODELS):
        finish(MODELS)
        params, champion = load_params(), load_scorer()
        table = read_raw(champion.schema, arguments.new_data)
        if params.data.target not in table:
            raise ProjectError(
                f"{arguments.new_data} has no column {params.data.target!r}: only rows with a target teach."
            )
        needed, sentence = why(table, champion, params)
        if arguments.only_if_drift and not needed:
            print(sentence)
            return
        adopt(MODELS)
        decision = retrain(arguments.new_data, params, champion, sentence)
        shutil.rmtree(WORKSPACE, ignore_errors=True)
    if not decision.promote:
        raise GateError(f"The model in use stays. {decision.sentence}")
    print(decision.sentence)


if __name__ == "__main__":
    run(main)
