"""Readiness: score the project and write the score into `docs/readiness.md`."""

import sys

from project_package.reporting.documents.run import load_run
from project_package.reporting.readiness.score import final, parts, points, readiness
from project_package.stages.document import fill_document
from project_package.utils.errors import run


def main() -> None:
    """Print the score and write it into `docs/readiness.md`."""
    project = load_run()
    score = readiness(project)
    for section, findings in score.items():
        print(f"{section:<20}{points(findings):>4g} of {len(findings)}")
    print(f"{'Final score':<20}{final(score):>4g}")
    for problem in fill_document(project.root / "docs/readiness.md", parts(project), project):
        print(problem, file=sys.stderr)


if __name__ == "__main__":
    run(main)
