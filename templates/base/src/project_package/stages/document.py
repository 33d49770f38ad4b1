"""Document: write into `docs/` and the HTML report what the run has found out.

In:  `metrics.json`, `models/manifest.json`, the reports and figures of the stages before.
Out: the marked parts of `docs/*.md`, whatever stands around them is left alone; `reports/report.html`;
     for other tools `data/croissant.json` (the table) and `reports/mlbom.cdx.json` (the bill of materials).
     Marks that are missing are reported on standard error, nothing is written over them.
The words are in `reporting/documents/templates/`.
"""

import sys
from pathlib import Path

from project_package.reporting.documents.facts import Facts, collect
from project_package.reporting.documents.marks import fill
from project_package.reporting.documents.render import TEMPLATES, render_json, render_parts, render_report
from project_package.reporting.documents.run import Run, load_run
from project_package.utils.errors import run as run_command
from project_package.utils.reports import write_text

DOCUMENTS = sorted(file.name.removesuffix(".md.jinja") for file in TEMPLATES.glob("*.md.jinja"))

CATALOGUES = ("data/croissant.json", "reports/mlbom.cdx.json")


def fill_document(name: str, facts: Facts, root: Path) -> list[str]:
    """Fill one document; what could not be filled comes back, in a sentence each."""
    file = root / "docs" / f"{name}.md"
    if not file.is_file():
        return [f"{file}: there is no such document, so nothing was written into it."]
    with file.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    filled = fill(text, render_parts(name, facts), facts["fingerprint"])
    if filled.text != text:
        write_text(filled.text, file)
    return [f"{file}: {problem}." for problem in filled.problems]


def document(run: Run) -> list[str]:
    """Fill every document that has a template, and write the report."""
    facts = collect(run)
    problems = [problem for name in DOCUMENTS for problem in fill_document(name, facts, run.root)]
    write_text(render_report(facts), run.root / "reports/report.html")
    for file in CATALOGUES if run.trained else ():
        write_text(render_json(Path(file).name, facts), run.root / file)
    return problems


def main() -> None:
    """Run the stage on the files of the project."""
    for problem in document(load_run()):
        print(problem, file=sys.stderr)


if __name__ == "__main__":
    run_command(main)
