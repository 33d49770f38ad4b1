"""Section 2: model development."""

import re
import subprocess

from project_package.reporting.documents.markdown import code, codes, score
from project_package.reporting.documents.run import Run
from project_package.reporting.readiness.evidence import Finding, Test, read, read_mapping

ENOUGH_TRIALS = 3
CODE_OWNERS = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")
# A line with a path and who owns it, by name or by e-mail address; `[` opens a section.
OWNER_RULE = re.compile(r"^[^#\s\[]\S*[ \t]+\S*@\w", re.MULTILINE)


def specification_is_reviewed(run: Run) -> Finding:
    """The model's specification is under version control, and somebody else has to look at a change of it."""
    tracked = _is_in_git(run, "dvc.yaml") and _is_in_git(run, "params.yaml")
    if not tracked or not read_mapping(run.root / "dvc.yaml").get("stages"):
        return Finding(missing="`params.yaml` and `dvc.yaml` in git, and a review of each change")
    evidence = "every setting of the model is in `params.yaml`, which is under version control"
    owners = next((file for file in CODE_OWNERS if OWNER_RULE.search(read(run.root / file))), None)
    if owners is None:
        missing = "a second pair of eyes: a `CODEOWNERS` file that names owners, and protected branches"
        return Finding(0.5, ("dvc.yaml",), evidence, missing)
    return Finding(1, ("dvc.yaml", owners), f"{evidence}; `{owners}` names who reviews it")


def offline_predicts_online(run: Run) -> Finding:
    """Scores on held-out rows move together with what the decisions bring."""
    return Finding(missing="predictions in use, their outcomes, and a comparison with `metrics.json`")


def hyperparameters_are_tuned(run: Run) -> Finding:
    """The chosen candidate's hyper-parameters were searched."""
    chosen = run.manifest.get("candidate")
    trials = [trial for trial in run.tuning.get("trials", []) if trial["candidate"] == chosen]
    tried = sorted({name for trial in trials for name in trial["params"]})
    if not tried:
        return Finding(missing="a search over the hyper-parameters of the trained candidate: the stage `tune`")
    evidence = f"{len(trials)} combinations of {codes(tried)} for {code(chosen)}, {len(run.tuning['trials'])} in all"
    if len(trials) < ENOUGH_TRIALS:
        return Finding(0.5, ("reports/tuning.json",), evidence, f"at least {ENOUGH_TRIALS} combinations: `tune.trials`")
    return Finding(1, ("reports/tuning.json",), evidence)


def staleness_is_known(run: Run) -> Finding:
    """A model of older rows is scored on ever newer ones."""
    aging = run.examination.get("aging", {})
    if not aging.get("periods"):
        return Finding(missing="a back-test on time: the stage `examine`")
    scores = " → ".join(score(period["score"]) for period in aging["periods"])
    files = ("reports/examination.json",)
    if aging["by"] is None:
        return Finding(
            0.5,
            files,
            f"back-test in the order of the file: {scores}",
            "a date column; only with it the order is known to be time",
        )
    return Finding(1, files, f"back-test by {code(aging['by'])}: {scores}")


def simpler_is_not_better(run: Run) -> Finding:
    """Guessing and a linear model run along, and the gate refuses a model that does not beat them."""
    gates = {gate["name"]: gate for gate in run.gates.get("gates", [])}
    if not {"dummy", "linear"} <= set(gates):
        return Finding(missing="the gates against guessing and against a linear model: the stage `evaluate`")
    worse = [name for name in ("dummy", "linear") if not gates[name]["passed"]]
    if worse:
        return Finding(missing=f"a model that beats its baselines; it does not: {codes(worse)}")
    return Finding(1, ("reports/gates.json",), "guessing and a linear model were compared with it and are not better")


def slices_are_sufficient(run: Run) -> Finding:
    """Every group of enough rows has a score, and the gate a floor for it."""
    scored = [part for part in run.slices.get("slices", []) if part["score"] is not None]
    gate = next((gate for gate in run.gates.get("gates", []) if gate["name"] == "slices"), None)
    if not scored or gate is None:
        return Finding(missing="groups with enough test rows for a score of their own")
    if not gate["passed"]:
        return Finding(missing="a model whose groups all reach the floor; see section 7 of the model card")
    worst = min(scored, key=lambda part: part["share"] if part["share"] is not None else 1)
    name = f"{code(worst['column'])} = {code(worst['value'])}"
    evidence = f"{len(scored)} groups; the worst, {name}, has {run.slices['metric']} {score(worst['score'])}"
    files = ("reports/slices.json", "reports/gates.json")
    if gate["value"] is None:
        return Finding(
            0.5, files, evidence, "groups with enough test rows (`gate.slices.rows`) for the gate to judge them"
        )
    return Finding(1, files, evidence)


def inclusion_is_tested(run: Run) -> Finding:
    """Groups of sensitive columns are served alike, each of these columns compared."""
    if "protected" not in run.examination:
        return Finding(missing="a look at which columns are protected characteristics: the stage `examine`")
    gate = next((gate for gate in run.gates.get("gates", []) if gate["name"] == "fairness"), None)
    sensitive = [column.name for column in run.schema.columns if column.sensitive]
    if sensitive:
        compared = [name for name in sensitive if gate and name in gate.get("compared", [])]
        if gate and not gate["passed"]:
            return Finding(
                missing=f"groups of {codes(compared)} that are served alike; see section 8 of the model card"
            )
        left = [name for name in sensitive if name not in compared]
        more = f"enough test rows in the groups of {codes(left)} (`gate.fairness.rows`) for the gate to compare them"
        if not compared:
            return Finding(missing=more)
        evidence = f"groups of {codes(compared)} were compared; the gap is within the gate"
        files = ("reports/gates.json", "reports/examination.json")
        return Finding(0.5, files, evidence, more) if left else Finding(1, files, evidence)
    unmarked = run.examination["protected"]
    confirm = "a person who marks sensitive columns `sensitive: true`, so that the gate compares their groups"
    if not unmarked:
        return Finding(
            0.5, ("reports/examination.json",), "no column's name speaks of a protected characteristic", confirm
        )
    scored = {part["column"] for part in run.slices.get("slices", []) if part["score"] is not None}
    if not set(unmarked) <= scored:
        return Finding(missing=f"for {codes(unmarked)}: {confirm}")
    evidence = f"groups of {codes(unmarked)} have their scores in the model card"
    return Finding(0.5, ("reports/examination.json", "reports/slices.json"), evidence, confirm)


def _is_in_git(run: Run, file: str) -> bool:
    command = ["git", "ls-files", "--error-unmatch", file]
    try:
        tracked = subprocess.run(command, cwd=run.root, capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False
    return tracked and (run.root / file).is_file()


TESTS: list[Test] = [
    ("Model specs are reviewed and submitted", specification_is_reviewed),
    ("Offline and online metrics correlate", offline_predicts_online),
    ("All hyperparameters have been tuned", hyperparameters_are_tuned),
    ("The impact of model staleness is known", staleness_is_known),
    ("A simpler model is not better", simpler_is_not_better),
    ("Model quality is sufficient on important data slices", slices_are_sufficient),
    ("The model is tested for considerations of inclusion", inclusion_is_tested),
]
