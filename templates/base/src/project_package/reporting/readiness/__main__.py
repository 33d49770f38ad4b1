"""Readiness: score the project and write the score into `docs/readiness.md`."""

import sys

from project_package.reporting.documents.facts import collect
from project_package.reporting.documents.run import load_run
from project_package.stages.document import fill_document
from project_package.utils.errors import run


def main() -> None:
    """Print the score and write it into `docs/readiness.md`."""
    project = load_run()
    facts = collect(project)
    for section in facts["readiness"].sections:
        print(f"{section.name:<20}{section.points:>4g} of {len(section.findings)}")
    print(f"{'Final score':<20}{facts['readiness'].final:>4g}")
    for problem in fill_document("readiness", facts, project.root):
        print(problem, file=sys.stderr)


if __name__ == "__main__":
    run(main)
