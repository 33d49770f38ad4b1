"""May the committed model go out at all? Its gates have passed, and they were judged on the code that is here."""

import json
import sys
from typing import Any

from project_package.gates.gate import objections
from project_package.utils.commands import command
from project_package.utils.errors import GateError
from project_package.utils.reports import read_json

# Their results are what goes out.
STAGES = ("train", "evaluate", "reference")


def judged() -> str:
    """Say that the model may go out.

    Raises:
        GateError: a required gate was not passed, or code, parameters or results are not those of the judged run.
    """
    gates = read_json("reports/gates.json")["gates"]
    found = [*objections(gates), *_differences(_status())]
    if found:
        raise GateError("\n".join(found))
    passed = sum(gate["verdict"] == "passed" for gate in gates)
    return f"{passed} of {len(gates)} gates were passed, on this code and these parameters."


def _status() -> dict[str, list[Any]]:
    """What DVC finds changed since the run, by stage."""
    return dict(json.loads(command(sys.executable, "-m", "dvc", "status", "--json") or "{}"))


def _differences(status: dict[str, list[Any]]) -> list[str]:
    """Sentences for what is not as it was in the run; data are not here, and need not be."""
    sentences = []
    for stage, changes in status.items():
        for change in changes:
            for kind, entries in change.items() if isinstance(change, dict) else [(change, {"": "modified"})]:
                if kind == "changed outs" and stage not in STAGES:
                    continue
                changed = [path for path, state in entries.items() if state != "deleted"]
                if changed:
                    sentences.append(f"{stage}: {kind} {', '.join(changed)} since the run: `dvc repro`, and commit.")
    return sentences
