"""Are new rows like those that the model was made for? `python -m project_package.monitoring.drift --current new.csv`.

Exit code 0: no drift, or too few rows to say; 3: drift. If there is none, at most one run in twenty says otherwise.
"""

import argparse
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pydantic import Field

from project_package.monitoring.bins import Bins
from project_package.monitoring.duel import known_rows
from project_package.monitoring.ledger import in_use
from project_package.monitoring.page import drift_page
from project_package.monitoring.performance import errors_of, estimate
from project_package.monitoring.profile import Profile, answers, load_profile, observed
from project_package.monitoring.readable import make_readable
from project_package.monitoring.shift import Shift, holm, shift, smallest_shift
from project_package.utils.errors import GateError, ProjectError, run
from project_package.utils.params import Data, Params, load_params, load_section
from project_package.utils.reports import read_json, write_json, write_text
from project_package.utils.schema import Schema
from project_package.utils.scores import scores
from project_package.utils.scoring import Scorer, load_scorer
from project_package.utils.settings import Settings
from project_package.utils.tables import read_raw, read_table

# Below that, not even half of the rows changing would be found.
LEAST_ROWS = 20

# Name and kind of what is compared, its bins in the reference, and the new values.
Comparison = tuple[str, str, Bins, pd.Series]


class Monitor(Settings):
    """The section `monitor` of `params.yaml`."""

    alpha: float = Field(gt=0, lt=1)
    distance: float = Field(ge=0, le=1)
    max_age_days: float = Field(gt=0)


@dataclass(frozen=True)
class Finding:
    """One comparison: what, how far apart, and whether that is drift."""

    name: str
    kind: str
    drift: bool
    p: float
    distance: float
    missing: float
    missing_reference: float
    unreadable: int


def compare(
    table: pd.DataFrame,
    scorer: Scorer,
    profile: Profile,
    monitor: Monitor,
    data: Data,
    learned: np.ndarray | None = None,
) -> dict[str, Any]:
    """Compare rows with the reference.

    Args:
        table: rows as `read_raw` gives them; with the target where it is known, then the errors are compared too.
        scorer: the model in use.
        profile: its reference.
        monitor: the run's risk of a false alarm, and the least distance that matters.
        data: task and target.
        learned: marks the rows that the model has learned from: it answers them better than any others, which the
            reference holds, so of them only the columns are compared.

    Returns:
        The verdict, the findings, measured and estimated scores.

    Raises:
        ProjectError: the profile is another model's, or a column is missing.
    """
    if profile.model_version != scorer.manifest["version"]:
        raise ProjectError(
            f"models/reference.json is of model {profile.model_version}, models/model.joblib is "
            f"{scorer.manifest['version']}: run the pipeline, which makes both."
        )
    missing = [name for name in profile.inputs if name not in table]
    if missing:
        raise ProjectError(f"the new rows have no column {', '.join(map(repr, missing))}.")
    report: dict[str, Any] = {
        "model_version": profile.model_version,
        "rows": len(table),
        "reference_rows": profile.rows,
        "reference_scores": profile.scores,
    }
    if len(table) < LEAST_ROWS:
        sentence = f"{len(table)} rows are too few to tell drift from chance: {LEAST_ROWS} are needed."
        return report | {"verdict": "not judged", "sentence": sentence, "findings": [], "measured": {}, "estimated": {}}
    readable, unreadable = make_readable(table, scorer.schema)
    new = readable if learned is None else readable[~learned]
    predicted = scorer.score_table(new) if len(new) else pd.DataFrame(index=new.index)
    truth = new.get(data.target, pd.Series(None, index=new.index, dtype=object)).dropna()
    labelled = (truth, predicted.loc[truth.index])
    findings = _findings(readable, predicted, labelled, unreadable, profile, scorer.schema, monitor, data)
    drifted = [finding.name for finding in findings if finding.drift]
    tests = len(findings)
    smallest = smallest_shift(profile.rows, len(table), tests, monitor.alpha)
    report["smallest_shift"] = smallest
    report["verdict"] = "drift" if drifted else "none"
    report["sentence"] = f"{len(drifted)} of {tests} comparisons drifted: {', '.join(drifted)}."
    if not drifted:
        report["sentence"] = (
            f"None of {tests} comparisons drifted; a shift of {smallest:.2f} standard deviations would be found "
            "9 times of 10."
        )
    if len(new) < len(table):
        equal = len(table) - len(new)
        report["sentence"] += (
            f" {equal} rows equal ones that the model has learned from: only their columns were compared."
        )
    report["findings"] = [asdict(finding) for finding in findings]
    report["measured"] = {"rows": len(truth)} | scores(*labelled, data) if len(truth) else {}
    report["estimated"] = estimate(predicted, profile.calibrations, data) if len(new) else {}
    return report


def _findings(
    table: pd.DataFrame,
    predicted: pd.DataFrame,
    labelled: tuple[pd.Series, pd.DataFrame],
    unreadable: dict[str, int],
    profile: Profile,
    schema: Schema,
    monitor: Monitor,
    data: Data,
) -> list[Finding]:
    compared: list[Comparison] = [
        (name, "input", bins, observed(table[name], schema.column(name))) for name, bins in profile.inputs.items()
    ]
    if len(predicted) >= LEAST_ROWS:
        said = answers(predicted, data)
        compared += [(name, "prediction", bins, said[name]) for name, bins in profile.predictions.items()]
    if len(labelled[0]) >= LEAST_ROWS:
        compared.append(("error", "performance", profile.errors, errors_of(*labelled, data)))
    return judge(compared, unreadable, monitor)


def judge(compared: list[Comparison], unreadable: dict[str, int], monitor: Monitor) -> list[Finding]:
    """Compare values with their bins of the reference; the risk of an alarm is that of all comparisons together."""
    shifts = [
        (shift(np.array(bins.counts), bins.count(values), len(compared), monitor.alpha), bins, values)
        for _, _, bins, values in compared
    ]
    significant = holm([found.p for found, _, _ in shifts], monitor.alpha)
    return [
        _finding(name, kind, found, bins, values, unreadable.get(name, 0), significant=clear, least=monitor.distance)
        for (name, kind, _, _), (found, bins, values), clear in zip(compared, shifts, significant, strict=True)
    ]


def _finding(
    name: str,
    kind: str,
    found: Shift,
    bins: Bins,
    values: pd.Series,
    unreadable: int,
    *,
    significant: bool,
    least: float,
) -> Finding:
    counts = bins.count(values)
    return Finding(
        name=name,
        kind=kind,
        drift=significant and found.distance >= least,
        p=found.p,
        distance=found.distance,
        missing=float(counts[-1] / counts.sum()),
        missing_reference=bins.counts[-1] / sum(bins.counts),
        unreadable=unreadable,
    )


def learned_from(table: pd.DataFrame, params: Params, schema: Schema) -> np.ndarray | None:
    """Which rows equal ones that the model has learned from; unknown where the training rows are not at hand."""
    file = Path(params.reads["featurize"]) / "train.parquet"
    return known_rows(table, read_table(file), schema) if file.is_file() else None


def age_in_days(folder: str = "models") -> float:
    """Days since the model came into use: by the ledger, which a clone has too, or else by the model's file."""
    models = Path(folder)
    version = read_json(models / "manifest.json")["version"]
    noted = [
        datetime.fromisoformat(entry["time"]).timestamp() for entry in in_use(models) if entry["version"] == version
    ]
    since = noted[0] if noted else (models / "model.joblib").stat().st_mtime
    return (time.time() - since) / 86_400


def main() -> None:
    """Compare a file with the reference, write the reports, end with 3 if there is drift."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--current", required=True, help="new rows, written like the project's raw file")
    parser.add_argument("--json", help="where to write the figures")
    parser.add_argument("--html", help="where to write a page for people")
    arguments = parser.parse_args()
    params, scorer = load_params(), load_scorer()
    monitor = load_section(params, "monitor", Monitor)
    table = read_raw(scorer.schema, arguments.current)
    learned = learned_from(table, params, scorer.schema)
    report = compare(table, scorer, load_profile(), monitor, params.data, learned)
    age = age_in_days()
    report |= {"model_age_days": round(age, 1), "stale": age > monitor.max_age_days}
    if arguments.json:
        write_json(report, arguments.json)
    if arguments.html:
        write_text(drift_page(report), arguments.html)
    if report["stale"]:
        report["sentence"] += f" The model is {age:.0f} days old, older than monitor.max_age_days."
    if report["verdict"] == "drift":
        raise GateError(report["sentence"])
    print(report["sentence"])


if __name__ == "__main__":
    run(main)
