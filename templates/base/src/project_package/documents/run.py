"""What is known about the last run: the files that the stages wrote, read once, and their common fingerprint."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from project_package.utils.reports import read_json
from project_package.utils.schema import Schema

FILES = {
    "ingest": "reports/ingest.json",
    "validation": "reports/data_validation.json",
    "selection": "reports/feature_selection.json",
    "tuning": "reports/tuning.json",
    "manifest": "models/manifest.json",
    "environment": "reports/environment.json",
    "model": "reports/model.json",
    "metrics": "metrics.json",
    "slices": "reports/slices.json",
    "examination": "reports/examination.json",
    "gates": "reports/gates.json",
}
VOLATILE = {"seconds", "cost"}


@dataclass(frozen=True)
class Run:
    """A project's schema and what its last run reported; a report that was not written yet is an empty dictionary."""

    schema: Schema
    root: Path = Path()
    reports: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name in FILES:
            return self.reports.get(name, {})
        raise AttributeError(name)

    @property
    def trained(self) -> bool:
        """Whether a model was trained and scored."""
        return bool(self.manifest and self.metrics)

    @property
    def fingerprint(self) -> str:
        """Twelve digits that change with every result; measured times do not count, they differ between equal runs."""
        content = json.dumps(_settled(self.reports), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:12]


def load_run(schema: Schema, root: Path = Path()) -> Run:
    """Read every report that is there."""
    present = {name: root / path for name, path in FILES.items() if (root / path).is_file()}
    return Run(schema, root, {name: read_json(path) for name, path in present.items()})


def _settled(value: Any) -> Any:
    """The value without the times that were measured."""
    if isinstance(value, dict):
        return {key: _settled(item) for key, item in value.items() if key not in VOLATILE}
    return [_settled(item) for item in value] if isinstance(value, list) else value
