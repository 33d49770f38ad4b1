"""The score: 28 tests in four sections; a project is as ready as its weakest one."""

from project_package.reporting.documents.markdown import DASH, code, table
from project_package.reporting.documents.run import Run
from project_package.reporting.readiness import data, infrastructure, model, monitoring
from project_package.reporting.readiness.evidence import Finding

SECTIONS = {
    "Features and data": data.TESTS,
    "Model development": model.TESTS,
    "Infrastructure": infrastructure.TESTS,
    "Monitoring": monitoring.TESTS,
}

Score = dict[str, list[tuple[str, Finding]]]


def readiness(run: Run) -> Score:
    """The finding of every test, by section."""
    return {section: [(name, test(run)) for name, test in tests] for section, tests in SECTIONS.items()}


def points(findings: list[tuple[str, Finding]]) -> float:
    """The points of one section."""
    return sum(finding.points for _, finding in findings)


def final(score: Score) -> float:
    """The final score: that of the lowest section."""
    return min(points(findings) for findings in score.values())


def parts(run: Run) -> dict[str, str]:
    """The part `score` of `docs/readiness.md`."""
    score = readiness(run)
    summary = [[section, f"{points(findings):g} of {len(findings)}"] for section, findings in score.items()]
    text = [f"**Final score: {final(score):g}**", table(["Section", "Points"], summary, "-r")]
    for section, findings in score.items():
        rows = [
            [name, f"{finding.points:g}", _evidence(finding), finding.missing or DASH] for name, finding in findings
        ]
        text.append(f"### {section}: {points(findings):g} of {len(findings)}")
        text.append(table(["Test", "Points", "Evidence", "Missing"], rows, "-r"))
    return {"score": "\n\n".join(text)}


def _evidence(finding: Finding) -> str:
    if not finding.files:
        return DASH
    return f"{finding.evidence} ({', '.join(map(code, finding.files))})"
