"""Document: write into `docs/` and the HTML report what the run has found out.

In:  `metrics.json`, `models/manifest.json`, the reports and figures of the stages before.
Out: the marked parts of `docs/*.md`, whatever stands around them is left alone; `reports/report.html`.
     Marks that are missing are reported on standard error, nothing is written over them.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from project_package.reporting.documents import (
    data_schema,
    data_sources,
    deployment,
    experiments,
    labeling,
    model_card,
    pseudocode,
    scoping,
    training_environment,
)
from project_package.reporting.documents.marks import fill
from project_package.reporting.documents.report import report
from project_package.reporting.documents.run import Run, load_run
from project_package.reporting.readiness import score
from project_package.utils.errors import run as run_command
from project_package.utils.reports import write_text

DOCUMENTS: dict[str, Callable[[Run], dict[str, str]]] = {
    "scoping": scoping.parts,
    "data-sources": data_sources.parts,
    "data-schema": data_schema.parts,
    "labeling": labeling.parts,
    "experiments": experiments.parts,
    "pseudocode": pseudocode.parts,
    "training-environment": training_environment.parts,
    "model-card": model_card.parts,
    "deployment": deployment.parts,
    "readiness": score.parts,
}


def fill_document(file: Path, parts: dict[str, str], run: Run) -> list[str]:
    """Fill one document; what could not be filled comes back, in a sentence each."""
    if not file.is_file():
        return [f"{file}: there is no such document, so nothing was written into it."]
    with file.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    filled = fill(text, parts, run.fingerprint)
    if filled.text != text:
        write_text(filled.text, file)
    return [f"{file}: {problem}." for problem in filled.problems]


def document(run: Run) -> list[str]:
    """Fill every document and write the report."""
    problems = []
    for name, parts in DOCUMENTS.items():
        problems += fill_document(run.root / "docs" / f"{name}.md", parts(run), run)
    write_text(report(run), run.root / "reports/report.html")
    return problems


def main() -> None:
    """Run the stage on the files of the project."""
    for problem in document(load_run()):
        print(problem, file=sys.stderr)


if __name__ == "__main__":
    run_command(main)
