"""What skore's automatic checks say of the models of emitted projects, beside the reason for each finding.

    uv pip install --target /tmp/skore skore==0.28.0
    cd <project> && uv run dvc repro                          each project once
    PYTHONPATH=/tmp/skore python <repository>/bench/checks.py PROJECT...

The model of each project is fitted anew on its training rows and judged on its test rows. What has no reason in `EXPLAINED`
ends with exit code 1. Run it with the Python of a project.
"""

import json
import subprocess
import sys
from pathlib import Path

# Code and kind of a finding → why it stands.
SHUFFLED = "importance is the drop in score when a column is shuffled, and nothing else is shown"
EXPLAINED = {
    ("SKD001", "issue"): "held-out rows decide, not the gap: the gate on over-fitting asks that half of the gain is left on them",
    ("SKD006", "tip"): SHUFFLED,
    ("SKD007", "tip"): SHUFFLED,
    ("SKD008", "issue"): "measures of one thing, or one category in several columns: linear models are penalised for it",
    ("SKD009", "tip"): "no fault: not worse than plain boosting",
    ("SKD010", "issue"): "seconds against none; by cross-validation the simpler models are more than one standard error below",
    ("SKD011", "tip"): "the gate on leakage tries each column alone, too, and asks for a reason from 0.95 on",
    ("SKD012", "tip"): "the report says which make no measurable difference; to drop them by the test set is to choose by it",
    ("SKD016", "tip"): "other settings were tried, and the default could not be told apart from the best of them",
}
RUN = """
import json, sys, warnings
warnings.simplefilter("ignore")
import pandas as pd
from sklearn.base import clone
from skore import EstimatorReport
from src.utils.models import labels, load_model
from src.utils.params import load_params
from src.utils.tables import read_table
params, (model, manifest) = load_params(), load_model()
train, test = (read_table(f"{params.reads['evaluate']}/{part}.parquet") for part in ("train", "test"))
names, target = manifest["features"], params.data.target
known = {
    f"{letter}_{part}": table[names] if letter == "X" else pd.Series(labels(table[target]), name=target)
    for part, table in (("train", train), ("test", test)) for letter in "Xy"
}
positive = {"pos_label": params.data.positive} if params.data.task == "binary" else {}
found = EstimatorReport(clone(model), **known, **positive).checks.summarize().frame()
found = found[found["section"].isin(["issue", "tip", "error"])]
print(json.dumps([manifest["candidate"], found[["code", "section", "title", "explanation"]].to_numpy().tolist()]))
"""


def main() -> None:
    """Print a row per finding."""
    unexplained = 0
    print("| project | model | check | kind | what it says | why it stands |\n| --- | --- | --- | --- | --- | --- |")
    for project in map(Path, sys.argv[1:]):
        ran = subprocess.run([sys.executable, "-c", RUN], cwd=project, capture_output=True, text=True)
        if ran.returncode:
            raise SystemExit(f"{project}: {ran.stderr.strip().splitlines()[-1]}")
        candidate, found = json.loads(ran.stdout.splitlines()[-1])
        for code, kind, title, said in found:
            reason = EXPLAINED.get((code, kind), "**unexplained**")
            unexplained += (code, kind) not in EXPLAINED
            short = said if len(said) <= 160 else f"{said[:157]}..."
            print(f"| {project.name} | {candidate} | {code} {title} | {kind} | {short} | {reason} |", flush=True)
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
