"""Section 2: model development."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from project_package.reporting.documents.history import git
from project_package.reporting.documents.model_facts import groups
from project_package.reporting.documents.run import Run
from project_package.reporting.documents.words import count, label, positive, quoted, score
from project_package.reporting.readiness.evidence import Finding, Test, gate_of, lacking, read, read_mapping

# Of a search that draws at random, for each hyper-parameter; a grid is tried whole.
ENOUGH_TRIALS = 10
OUTCOMES, LEDGER = "reports/outcomes.json", "models/ledger.jsonl"
CODE_OWNERS = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")
# A line with a path and who owns it, by name or by e-mail address; `[` opens a section.
OWNER_RULE = re.compile(r"^[^#\s\[]\S*[ \t]+\S*@\w", re.MULTILINE)


def specification_is_reviewed(run: Run) -> Finding:
    """The model's specification is under version control, and somebody else has to look at a change of it."""
    tracked = git(run.root, "ls-files", "dvc.yaml", "params.yaml").split()
    if len(tracked) < 2 or not read_mapping(run.root / "dvc.yaml").get("stages"):
        return lacking("'params.yaml' and 'dvc.yaml' in git, and a review of each change")
    evidence = "every setting of the model is in 'params.yaml', which is under version control"
    owners = next((file for file in CODE_OWNERS if OWNER_RULE.search(read(run.root / file))), None)
    if owners is None:
        missing = "a second pair of eyes: a 'CODEOWNERS' file that names owners, and protected branches"
        return Finding(0.5, ("dvc.yaml",), evidence, missing)
    return Finding(1, ("dvc.yaml", owners), f"{evidence}; '{owners}' names who reviews it")


def answers_in_use_are_like_the_evaluation(run: Run) -> Finding:
    """What came true of the answers in use is compared with what the evaluation promised."""
    report = read_mapping(run.root / OUTCOMES)
    if report.get("verdict") not in ("none", "drift") or report.get("model_version") != run.manifest.get("version"):
        return lacking(f"outcomes of this model's answers in use, compared with its evaluation in '{OUTCOMES}'")
    if report["verdict"] == "drift":
        return lacking(f"a model that is as good in use as at its evaluation: {report['sentence']}")
    return Finding(1, (OUTCOMES,), str(report["sentence"]))


def hyperparameters_are_tuned(run: Run) -> Finding:
    """The chosen candidate's hyper-parameters were searched, with trials enough for their number."""
    chosen = run.manifest.get("candidate")
    trials = [trial for trial in run.tuning.get("trials", []) if trial["candidate"] == chosen]
    tried = sorted({name for trial in trials for name in trial["params"]})
    if not tried:
        return lacking("a search over the hyper-parameters of the trained candidate: the stage 'tune'")
    whole = run.tuning["candidates"][chosen].get("method", "").startswith("a grid")
    evidence = f"{count(len(trials), 'combination')} of {quoted(tried)} for '{chosen}'"
    needed = ENOUGH_TRIALS * len(tried)
    if whole or len(trials) >= needed:
        return Finding(1, ("reports/tuning.json",), evidence)
    missing = f"{needed} combinations ({ENOUGH_TRIALS} for each hyper-parameter): 'tune.trials'"
    return Finding(0.5, ("reports/tuning.json",), evidence, missing)


def staleness_is_known(run: Run) -> Finding:
    """An older model was scored on newer rows: in a back-test by date, or beside its successor in a retraining."""
    aging = run.examination.get("aging") or {}
    if aging.get("periods") and aging.get("by"):
        scores = " → ".join(score(positive(period["score"], aging["metric"])) for period in aging["periods"])
        evidence = f"back-test by '{aging['by']}': {label(aging['metric'])} {scores}"
        return Finding(1, ("reports/examination.json",), evidence)
    figures = [entry.get("figures") or {} for entry in _ledger(run)]
    compared = [entry for entry in figures if "new" in entry and not entry.get("contradicts")]
    if not compared:
        return lacking("a back-test on time, which needs a date column, or a retraining with rows that came later")
    metric, newer = compared[-1]["metric"], compared[-1]["new"]
    old, new = (score(positive(newer[name], metric)) for name in ("champion", "challenger"))
    told = f"the older model had {label(metric)} {old}, its successor {new}"
    return Finding(1, (LEDGER,), f"on {newer['rows']:,} rows that came later, {told}")


def _ledger(run: Run) -> Iterator[dict[str, Any]]:
    """The entries of the ledger of models, the oldest first."""
    for line in read(run.root / LEDGER).splitlines():
        with suppress(ValueError):
            yield json.loads(line)


def simpler_is_not_better(run: Run) -> Finding:
    """The model beats a no-skill baseline and a linear model on the same rows, or is itself the simplest one."""
    verdicts = {name: gate_of(run, name) for name in ("dummy", "linear")}
    if not all(verdicts.values()):
        return lacking("the gates against a no-skill baseline and a linear model: the stage 'evaluate'")
    worse = [name for name, gate in verdicts.items() if not passed(gate)]
    if worse:
        return lacking(f"a model that beats its baselines; it does not: {quoted(worse)}")
    evidence, files = verdicts["linear"]["sentence"], ("reports/gates.json",)
    simplest = next(iter(run.tuning.get("simplicity", [])), None)
    if simplest and run.manifest.get("candidate") == simplest:
        told = f"the model in use, '{simplest}', is the simplest of {count(len(run.tuning['simplicity']), 'candidate')}"
        return Finding(1, (*files, "reports/tuning.json"), told)
    if "not distinguishable" in evidence:
        return Finding(0.5, files, evidence, "a difference that chance does not explain, or the simpler model in use")
    return Finding(1, files, evidence)


def slices_are_sufficient(run: Run) -> Finding:
    """Every group of enough rows has a score, and the gate a floor for it."""
    scored = [group for group in groups(run) if group.score is not None]
    gate = gate_of(run, "slices")
    if not scored or not gate or gate["value"] is None:
        return lacking("groups with enough test rows ('gate.slices.rows') for the gate to judge them")
    if not passed(gate):
        return lacking("a model whose groups all reach the floor; see section 7 of the model card")
    worst = f"'{scored[0].column}' = '{scored[0].value}', has {label(run.slices['metric'])} {score(scored[0].score)}"
    return Finding(
        1, ("reports/slices.json", "reports/gates.json"), f"{count(len(scored), 'group')}; the worst, {worst}"
    )


def inclusion_is_tested(run: Run) -> Finding:
    """Groups of sensitive columns are served alike, each of these columns compared.

    Half a point is for what was only measured, as long as nobody has marked a column: groups whose scores stand beside
    each other, or a search of all columns that found none to compare.
    """
    gate, sensitive = gate_of(run, "fairness"), [column.name for column in run.schema.columns if column.sensitive]
    if not sensitive:
        return _unmarked(run)
    compared = [name for name in sensitive if name in gate.get("compared", [])]
    if compared and not passed(gate):
        return lacking(f"groups of {quoted(compared)} that are served alike; see section 8 of the model card")
    left = [name for name in sensitive if name not in compared]
    more = f"enough test rows in the groups of {quoted(left)} ('gate.fairness.rows') for the gate to compare them"
    if not compared:
        return lacking(more)
    evidence = f"groups of {quoted(compared)} were compared; the gap is within the gate"
    return Finding(0.5 if left else 1, ("reports/gates.json",), evidence, more if left else "")


def _unmarked(run: Run) -> Finding:
    """What is known of groups of people where no column is marked."""
    names = run.examination.get("protected")
    which = f"whether {quoted(names)} are protected characteristics" if names else "which columns are"
    missing = f"a person who decides {which}, and marks them 'sensitive: true' for the gate"
    if names is None:
        return lacking(missing)
    if not names:
        evidence = f"none of {count(len(run.schema.columns), 'column')} is called like a protected characteristic"
        return Finding(0.5, ("reports/examination.json",), evidence, missing)
    scored = Counter(group.column for group in groups(run) if group.score is not None)
    compared = [name for name in names if scored[name] > 1]
    if not compared:
        return lacking(missing)
    evidence = f"groups of {quoted(compared)} were scored beside each other"
    return Finding(0.5, ("reports/examination.json", "reports/slices.json"), evidence, missing)


def passed(gate: dict[str, object]) -> bool:
    """Whether a gate judged, and let the model pass."""
    return gate["verdict"] == "passed"


TESTS: dict[str, Test] = {
    "Model specs are reviewed and submitted": specification_is_reviewed,
    "Offline and online metrics correlate": answers_in_use_are_like_the_evaluation,
    "All hyperparameters have been tuned": hyperparameters_are_tuned,
    "The impact of model staleness is known": staleness_is_known,
    "A simpler model is not better": simpler_is_not_better,
    "Model quality is sufficient on important data slices": slices_are_sufficient,
    "The model is tested for considerations of inclusion": inclusion_is_tested,
}
