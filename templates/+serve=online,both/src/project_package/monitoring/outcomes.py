"""How good the answers in use were, by what came true since: `python -m project_package.monitoring.outcomes`.

The service's log has the answers, `POST /v1/feedback` has brought the outcomes; the figures are written into
`reports/outcomes.json`. Exit code 0: the errors are like those at the evaluation, or too few outcomes have come to say;
3: they are not.
"""

import argparse
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

import pandas as pd

from project_package.app.settings import load_serve
from project_package.monitoring.drift import LEAST_ROWS, Monitor, judge
from project_package.monitoring.page import drift_page
from project_package.monitoring.performance import errors_of
from project_package.monitoring.profile import Profile, load_profile
from project_package.utils.errors import GateError, run
from project_package.utils.params import Params, load_params, load_section
from project_package.utils.reports import write_json, write_text
from project_package.utils.scores import scores

REPORT = "reports/outcomes.json"


def known_outcomes(log: Path, outcomes: Path) -> dict[str, pd.DataFrame]:
    """The answers whose outcome is known, by the version of the model that gave them.

    Args:
        log: answers as the service writes them down.
        outcomes: what came true; of several outcomes of one answer the last counts.

    Returns:
        `prediction`, `probability_<class>` and `outcome`, one row per answer.
    """
    came = {line["id"]: line["outcome"] for line in _lines(outcomes)}
    found: dict[str, dict[str, Any]] = {}
    for line in _lines(log):
        if line.get("id") in came:
            answer = {name: value for name, value in line.items() if name.startswith(("prediction", "probability_"))}
            found.setdefault(line["model_version"], {})[line["id"]] = answer | {"outcome": came[line["id"]]}
    return {version: pd.DataFrame(list(rows.values())) for version, rows in found.items()}


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a log; half a line, of a service that was killed, is none."""
    if not file.is_file():
        return
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            with suppress(ValueError):
                yield json.loads(line)


def review(known: dict[str, pd.DataFrame], profile: Profile, params: Params) -> dict[str, Any]:
    """The report of `drift.compare` for the errors alone, with the scores of other models that were asked, too."""
    monitor, data = load_section(params, "monitor", Monitor), params.data
    measured = {
        version: {"rows": len(rows)} | scores(rows["outcome"], rows.drop(columns="outcome"), data)
        for version, rows in known.items()
    }
    mine = measured.pop(profile.model_version, {})
    report: dict[str, Any] = {
        "model_version": profile.model_version,
        "rows": int(mine.get("rows", 0)),
        "reference_rows": sum(profile.errors.counts),
        "reference_scores": profile.scores,
        "measured": mine,
        "estimated": {},
        "others": measured,
    }
    if report["rows"] < LEAST_ROWS:
        sentence = f"{report['rows']} outcomes are too few to tell errors from chance: {LEAST_ROWS} are needed."
        return report | {"verdict": "not judged", "sentence": sentence, "findings": []}
    rows = known[profile.model_version]
    errors = errors_of(rows["outcome"], rows.drop(columns="outcome"), data)
    finding = judge([("error", "performance", profile.errors, errors)], {}, monitor)[0]
    told = "differ from" if finding.drift else "are like"
    beside = _beside(mine, profile.scores, params.gate.metric)
    report["sentence"] = f"The errors of {len(rows)} answers {told} those at the evaluation: {beside}."
    return report | {"verdict": "drift" if finding.drift else "none", "findings": [asdict(finding)]}


def _beside(measured: dict[str, Any], reference: dict[str, float | None], metric: str) -> str:
    """The metric of the gates in use and at the evaluation; another one where the outcomes do not allow it."""
    name = next(name for name in [metric, *list(measured)[1:]] if isfinite(measured[name]))
    before = reference.get(name)
    return f"{name} {measured[name]:.3f}" + ("" if before is None else f", then {before:.3f}")


def main() -> None:
    """Join log and outcomes, write the reports, end with 3 if the errors differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", default=REPORT, help=f"where to write the figures: {REPORT}, if not said otherwise")
    parser.add_argument("--html", help="where to write a page for people")
    arguments = parser.parse_args()
    log = load_serve().log
    report = review(known_outcomes(Path(log.path), Path(log.outcomes)), load_profile(), load_params())
    write_json(report, arguments.json)
    if arguments.html:
        write_text(drift_page(report), arguments.html)
    if report["verdict"] == "drift":
        raise GateError(report["sentence"])
    print(report["sentence"])


if __name__ == "__main__":
    run(main)
