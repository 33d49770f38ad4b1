"""The score: 28 tests in four sections; a project is as ready as its weakest one."""

from typing import NamedTuple

from project_package.reporting.documents.run import Run
from project_package.reporting.readiness import data, infrastructure, model, monitoring
from project_package.reporting.readiness.evidence import Finding, Test

SECTIONS: dict[str, dict[str, Test]] = {
    "Features and data": data.TESTS,
    "Model development": model.TESTS,
    "Infrastructure": infrastructure.TESTS,
    "Monitoring": monitoring.TESTS,
}


class Section(NamedTuple):
    """One section: its name, the finding of each test, and their points."""

    name: str
    findings: dict[str, Finding]
    points: float


class Readiness(NamedTuple):
    """All sections, and the points of the lowest."""

    sections: list[Section]
    final: float


def readiness(run: Run) -> Readiness:
    """Ask every test."""
    sections = []
    for name, tests in SECTIONS.items():
        findings = {title: test(run) for title, test in tests.items()}
        sections.append(Section(name, findings, sum(finding.points for finding in findings.values())))
    return Readiness(sections, min(section.points for section in sections))
