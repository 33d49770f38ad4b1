"""The drift report as one HTML page."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from project_package.reporting.documents.render import TEMPLATES


def drift_page(report: dict[str, Any]) -> str:
    """The page of a report as `compare` makes it: what drifted first, then everything."""
    findings = sorted(report["findings"], key=lambda finding: (not finding["drift"], -finding["distance"]))
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    return environment.get_template("drift.html.jinja").render(report | {"findings": findings}, style=style)
