"""What is known about the last run: the files that the stages wrote, read once, and their common fingerprint."""

import hashlib
import json
from csv import DictReader
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from project_package.utils.params import Params, load_params
from project_package.utils.reports import read_json
from project_package.utils.schema import Schema, load_schema

RESULTS = {
    "ingest": "reports/ingest.json",
    "validation": "reports/data_validation.json",
    "division": "reports/split.json",
    "selection": "reports/feature_selection.json",
    "tuning": "reports/tuning.json",
    "manifest": "models/manifest.json",
    "metrics": "metrics.json",
    "slices": "reports/slices.json",
    "gates": "reports/gates.json",
    "examination": "reports/examination.json",
}
IMPORTANCE = "reports/feat_imp.csv"
# Times differ between equal runs: they are shown in the HTML report, and in no document.
TIMES = {"feature_cost": "reports/feature_cost.json", "speed": "reports/speed.json"}
TIMES_INSIDE = {"seconds"}


@dataclass(frozen=True)
class Run:
    """Parameters, schema, and what each stage reported; a report that is not there is an empty dictionary."""

    params: Params
    schema: Schema
    root: Path = Path()
    ingest: dict[str, Any] = field(default_factory=dict)
    validation: dict[str, Any] = field(default_factory=dict)
    division: dict[str, Any] = field(default_factory=dict)
    selection: dict[str, Any] = field(default_factory=dict)
    tuning: dict[str, Any] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)
    slices: dict[str, Any] = field(default_factory=dict)
    gates: dict[str, Any] = field(default_factory=dict)
    examination: dict[str, Any] = field(default_factory=dict)
    importance: dict[str, dict[str, float]] = field(default_factory=dict)
    feature_cost: dict[str, Any] = field(default_factory=dict)
    speed: dict[str, Any] = field(default_factory=dict)

    @property
    def reports(self) -> dict[str, Any]:
        """All reports by their names."""
        return {name: getattr(self, name) for name in RESULTS | TIMES}

    @property
    def trained(self) -> bool:
        """Whether a model was trained and scored."""
        return bool(self.manifest and self.metrics)

    @property
    def fingerprint(self) -> str:
        """Twelve digits that change with every result."""
        content = json.dumps(
            _without_times({name: getattr(self, name) for name in RESULTS}), sort_keys=True, ensure_ascii=False
        )
        return hashlib.sha256(content.encode()).hexdigest()[:12]


def load_run(root: Path = Path()) -> Run:
    """Read what is there of a project's last run."""
    params = load_params(str(root / "params.yaml"))
    schema = load_schema(root / params.data.schema_path, params.data.target)
    paths = RESULTS | TIMES
    reports = {name: read_json(root / path) for name, path in paths.items() if (root / path).is_file()}
    return Run(params, schema, root, importance=_importance(root / IMPORTANCE), **reports)


def _importance(file: Path) -> dict[str, dict[str, float]]:
    """Drop in score by column: `importance` and the ends of its interval, `low` and `high`, the largest first."""
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as rows:
        return {
            row.pop("feature"): {name: float(value or "nan") for name, value in row.items()} for row in DictReader(rows)
        }


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_times(item) for key, item in value.items() if key not in TIMES_INSIDE}
    return [_without_times(item) for item in value] if isinstance(value, list) else value
