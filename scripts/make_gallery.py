"""Make, run and show three projects: docs/gallery/README.md with each one's command, verdict, tree and report.

npm run build && python3 scripts/make_gallery.py      needs uv and Chromium; takes some minutes
"""

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "gallery"
PICTURE_SIZE = "1000,900"

PROJECTS = {
    "breast-cancer": ("A classifier with a web service", "--task binary --serve online"),
    "wine": ("Three classes, its own package, at level 2", "--task multiclass --layout package --level 2"),
    "diabetes": ("A regression whose stages are run by hand", "--task regression --level 0"),
}


def made(name: str, options: str, folder: Path) -> Path:
    """Create and run one project; CalledProcessError where a stage or a gate fails."""
    command = [
        "node",
        str(ROOT / "dist" / "cli.js"),
        name,
        *shlex.split(options),
        "--author",
        "Ada Lovelace",
        "--yes",
        "--run",
    ]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / name


def photographed(page: Path, picture: Path) -> None:
    """The first screen of a page as PNG."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        raise SystemExit("Chromium is not installed: the pictures of the reports need it.")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={PICTURE_SIZE}"]
    subprocess.run(
        [browser, *options, f"--screenshot={picture}", page.as_uri()],
        check=True,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def tree(project: Path) -> list[str]:
    """The folders in git and how many files each holds, two levels deep; files of the root by name."""
    listed = subprocess.run(["git", "ls-files"], cwd=project, check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )
    counts: dict[str, int] = {}
    for path in filter(None, listed):
        folder = os.path.dirname(path)
        counts["/".join(folder.split("/")[:2])] = counts.get("/".join(folder.split("/")[:2]), 0) + 1
    root = sorted(path for path in listed if path and "/" not in path)
    below = [
        f"{folder}/  {count} {'file' if count == 1 else 'files'}" for folder, count in sorted(counts.items()) if folder
    ]
    return [*below, *root]


def scores(metrics: dict[str, Any]) -> str:
    """A table of the test scores with their intervals; errors are shown as positive numbers."""
    rows = []
    for name, (low, high) in metrics["ci95"].items():
        sign = -1 if name.startswith("neg_") else 1
        shown = sorted((sign * low, sign * high))
        rows.append(f"| {name.removeprefix('neg_')} | {sign * metrics[name]:.3g} | {shown[0]:.3g} to {shown[1]:.3g} |")
    return "\n".join(["| score on the test set | value | 95 % interval |", "| --- | --- | --- |", *rows])


def verdicts(project: Path) -> str:
    """What the gates said, if there are any at the project's level."""
    file = project / "reports" / "gates.json"
    if not file.exists():
        return "Level 0 has no gates: a person judges."
    gates = json.loads(file.read_text(encoding="utf-8"))["gates"]
    rows = [f"| {gate['name']} | {gate['verdict']} | {gate['sentence']} |" for gate in gates]
    return "\n".join(["| gate | verdict | |", "| --- | --- | --- |", *rows])


def section(name: str, title: str, options: str, project: Path) -> str:
    metrics = json.loads((project / "metrics.json").read_text(encoding="utf-8"))
    return "\n".join(
        [
            f"## {title}\n",
            f"```sh\ncreate-ml-project {name} {options} --yes --run\n```\n",
            f"{metrics['model']}, trained on {metrics['rows_train']} rows, judged on {metrics['rows_test']} that had no part in it.\n",
            f"{scores(metrics)}\n",
            f"![The report of {name}]({name}.png)\n",
            f"<details><summary>What its gates said</summary>\n\n{verdicts(project)}\n\n</details>\n",
            "<details><summary>What is in git</summary>\n\n```\n" + "\n".join(tree(project)) + "\n```\n\n</details>\n",
        ]
    )


def main() -> None:
    """Make the three projects in a folder of their own and write the page."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    sections = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (title, options) in PROJECTS.items():
            project = made(name, options, Path(folder))
            photographed(project / "reports" / "report.html", GALLERY / f"{name}.png")
            sections.append(section(name, title, options, project))
            print(f"docs/gallery/{name}.png", flush=True)
    head = "# Gallery\n\nThree projects as they come, on data sets that scikit-learn ships. `python3 scripts/make_gallery.py` makes, runs and photographs them.\n"
    (GALLERY / "README.md").write_text("\n".join([head, *sections]), encoding="utf-8")


if __name__ == "__main__":
    main()
