"""Facts about the model: its scores, gates, candidates, features and groups, and what they do not show."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from project_package.reporting.documents.run import Run
from project_package.reporting.documents.words import count, label, positive, quoted, score

Worth = Literal["missed", "no measurable difference", "disturbing"]

RULE = "A column is missed, or disturbs, where the 95 % interval of the drop leaves out 0."
# Beyond this, a column that tells the target alone may know it, and a rare class is not seen in the accuracy.
SUSPICIOUS, RARE, FEW_TEST_ROWS = 0.95, 0.1, 500


class Score(NamedTuple):
    """A metric on test and training set, of the baselines and in cross-validation; errors are above zero."""

    name: str
    label: str
    decides: bool
    test: float | None
    ci95: list[float] | None
    cv: dict[str, float]
    train: float | None
    baselines: list[float | None]
    lower_is_better: bool


def scores(run: Run) -> list[Score]:
    """The metrics of `metrics.json`, the one that decides first."""
    metrics, found = run.metrics, []
    for name in metrics.get("train", {}):
        ends = metrics.get("ci95", {}).get(name)
        found.append(
            Score(
                name=name,
                label=label(name),
                decides=name == run.params.gate.metric,
                test=positive(metrics.get(name), name),
                ci95=sorted(positive(end, name) or 0.0 for end in ends) if ends and None not in ends else None,
                cv={
                    key: abs(value) if name.startswith("neg_") else value
                    for key, value in metrics.get("cv", {}).get(name, {}).items()
                    if value is not None
                },
                train=positive(metrics["train"][name], name),
                baselines=[positive(one.get(name), name) for one in metrics.get("baselines", {}).values()],
                lower_is_better=name.startswith("neg_"),
            )
        )
    return sorted(found, key=lambda one: not one.decides)


def baselines(run: Run) -> list[str]:
    """What the baselines are, in the order of each score's `baselines`."""
    words = {"dummy": "no skill", "linear": "linear model"}
    return [words.get(name, name) for name in run.metrics.get("baselines", {})]


class Gate(NamedTuple):
    """One gate: its verdict (`passed`, `failed`, `not judged`), and whether the model may be used only if it passed."""

    name: str
    verdict: str
    required: bool
    sentence: str


def gates(run: Run) -> list[Gate]:
    """The gates, those that stand in the way of the model first."""
    found = [
        Gate(gate["name"].replace("_", " "), gate["verdict"], gate["required"], gate["sentence"])
        for gate in run.gates.get("gates", [])
    ]
    rank = {"failed": 0, "not judged": 1, "passed": 2}
    return sorted(found, key=lambda gate: (not gate.required, rank[gate.verdict]))


class Verdict(NamedTuple):
    """What the gates say of the model, in a sentence, and the gates that stand in its way."""

    state: Literal["passed", "failed", "not judged"]
    sentence: str
    against: list[Gate]


def verdict(run: Run) -> Verdict:
    """The model may be used only if every required gate passed."""
    found = gates(run)
    required = [gate for gate in found if gate.required]
    against = [gate for gate in required if gate.verdict != "passed"]
    if not required:
        return Verdict("not judged", "No gate was checked, so nothing is known of whether the model may be used.", [])
    open_ones = [gate.name for gate in found if not gate.required and gate.verdict != "passed"]
    beside = f"; not judged, and not required: {', '.join(open_ones)}" if open_ones else ""
    if not against:
        gates_in_words = count(len(required), "required gate")
        return Verdict("passed", f"The model passed all {gates_in_words}{beside}.", [])
    failed = sum(gate.verdict == "failed" for gate in against)
    parts = [f"{failed} failed"] if failed else []
    if len(against) > failed:
        parts.append(f"{count(len(against) - failed, 'was', 'were')} not judged")
    sentence = f"Do not use this model: of {count(len(required), 'required gate')}, {' and '.join(parts)}{beside}."
    return Verdict("failed" if failed else "not judged", sentence, against)


class Feature(NamedTuple):
    """A feature: what it is made of, what happens to it, what its column is worth (drop in score), what it costs."""

    name: str
    source: str | None
    fate: str
    information: float | None
    drop: float | None
    ci95: tuple[float, float] | None
    worth: Worth | None
    milliseconds: float | None


def features(run: Run) -> list[Feature]:
    """Features that were made, those of the most important columns first, dropped ones last."""
    sources, information = run.examination.get("sources", {}), run.selection.get("importance", {})
    dropped = {entry["feature"]: entry["reason"] for entry in run.selection.get("dropped", [])}
    steps = {name: step for step in run.examination.get("model", {}).get("steps", []) for name in step["columns"]}
    columns, found = list(run.importance), []
    for name in dict.fromkeys([*sources, *information, *dropped]):
        step, entry = steps.get(name), run.importance.get(sources.get(name, name), {})
        fate = "; ".join(step["does"]) if step else "used by a step that takes all columns" if name in sources else "—"
        found.append(
            Feature(
                name=name,
                source=sources.get(name),
                fate=f"left out: {dropped[name]}" if name in dropped else fate,
                information=information.get(name),
                drop=entry.get("importance"),
                ci95=(entry["low"], entry["high"]) if entry else None,
                worth=worth(entry) if entry else None,
                milliseconds=run.feature_cost.get(name),
            )
        )
    return sorted(found, key=lambda feature: (feature.name in dropped, _rank(feature.source or feature.name, columns)))


def _rank(name: str, columns: list[str]) -> int:
    return columns.index(name) if name in columns else len(columns)


def worth(entry: dict[str, float]) -> Worth:
    """Class a column by the interval of the drop in score when it is shuffled."""
    if entry["low"] > 0:
        return "missed"
    return "disturbing" if entry["high"] < 0 else "no measurable difference"


def extent(run: Run) -> str:
    """What was done to find what the columns are worth, in a sentence."""
    examined, left = len(run.importance), len(unexamined(run))
    which = f", of {examined + left} those that go with the predictions most," if left else ""
    return f"{count(examined, 'column')}{which} {'was' if examined == 1 else 'were'} shuffled in turn on test rows."


def unexamined(run: Run) -> list[str]:
    """The model's columns that were not shuffled."""
    return [name for name in dict.fromkeys(run.examination.get("sources", {}).values()) if name not in run.importance]


class Group(NamedTuple):
    """A slice of the test set: the rows with one value, or within one range, of a column."""

    column: str
    value: str
    rows: int
    score: float | None
    ci95: list[float] | None
    sensitive: bool


def groups(run: Run) -> list[Group]:
    """The slices, the worst first, those with too few rows to be scored last."""
    metric, parts = run.slices.get("metric", ""), run.slices.get("slices", [])
    ordered = sorted(parts, key=lambda part: float("inf") if part["score"] is None else part["score"])
    return [
        Group(
            part["column"],
            part["value"] or "(missing)",
            part["rows"],
            positive(part["score"], metric),
            sorted(positive(end, metric) or 0.0 for end in part["ci95"]) if part.get("ci95") else None,
            part["sensitive"],
        )
        for part in ordered
    ]


def candidates(run: Run) -> list[tuple[str, dict[str, Any]]]:
    """The candidates of tuning with their best trial, the best first."""
    return sorted(run.tuning.get("candidates", {}).items(), key=lambda item: -_mean(item[1]))


def trials(run: Run) -> list[dict[str, Any]]:
    """Every combination that was tried, the best first."""
    return sorted(run.tuning.get("trials", []), key=lambda trial: -_mean(trial))


def _mean(entry: dict[str, Any]) -> float:
    return float("-inf") if entry["mean"] is None else float(entry["mean"])


def at_threshold(run: Run) -> str:
    """By which probability model and baselines answer, where the model has a threshold of its own."""
    if run.manifest.get("threshold") is None or not run.metrics.get("baselines"):
        return ""
    return (
        "Scores of answers, such as F1 or accuracy, are by the decision threshold; in cross-validation each fold's is "
        "the one that the other folds lead to, and the linear baseline's is chosen by the same objective on the "
        "training rows. Without skill, "
        f"the answer is always the same: the one with the better {label(run.params.gate.metric)}."
    )


def calibration(run: Run) -> str:
    """Whether the probabilities mean what they say, and what was done about it; empty where nobody has looked."""
    found = run.manifest.get("calibration")
    if not found:
        return ""
    error, loss, spread = score(found["error"]), score(found["log_loss"]), score(found["standard_error"])
    used = "it is applied" if found["applied"] else "no clear gain, so the probabilities are left as they are"
    return (
        f"Out of fold, probabilities and observed shares are {error} apart (classwise expected calibration error). "
        f"Calibrated by the other folds, they are {score(found['error_calibrated'])} apart, and the log loss goes from "
        f"{loss} to {score(found['log_loss_calibrated'])} (standard error of the difference {spread}): {used}."
    )


def limits(run: Run) -> Iterator[str]:
    """What the scores do not show, as far as a run can tell."""
    if not run.trained:
        return
    if run.metrics["rows_test"] < FEW_TEST_ROWS:
        yield f"The scores come from {count(run.metrics['rows_test'], 'row')}; another test set would move them."
    if flat := [one.label for one in scores(run) if one.ci95 and one.ci95[0] == one.ci95[1]]:
        drawn = count(run.metrics["rows_test"], "test row")
        yield (
            f"An interval without width ({', '.join(flat)}) is no certainty: it says that drawing the {drawn} again "
            "changes nothing. Rarer errors show only with more rows."
        )
    for name, told in run.validation.get("leakage", {}).items():
        if isinstance(told, int | float) and told >= SUSPICIOUS:
            known = "make sure that it is known when a prediction is made"
            yield f"'{name}' alone predicts the target with a held-out score of {score(told)}, 1 being all: {known}."
    yield from (
        gate.sentence for gate in gates(run) if "not distinguishable" in gate.sentence and gate.verdict == "passed"
    )
    classes = run.examination.get("classes") or {}
    rare = [name for name, rows in classes.items() if rows / sum(classes.values()) < RARE]
    if rare:
        yield f"Rare in the data: {quoted(rare)}. Accuracy says little about them; look at precision and recall."
    if aging := _aging(run):
        yield aging
    if small := sum(part["score"] is None for part in run.slices.get("slices", [])):
        yield f"{count(small, 'group has', 'groups have')} too few test rows for a score."
    if not any(column.sensitive for column in run.schema.columns):
        yield "No column is marked as sensitive in data/schema.yaml, so no groups of people were compared."
    if run.params.data.task != "regression" and not run.manifest.get("calibration"):
        yield "Calibration was not judged: the probabilities are as the estimator gives them, and may promise too much."
    yield "What the model answers for values far from those of the training rows was not judged."


def _aging(run: Run) -> str:
    """The back-test in a sentence; the order of a file is not time, and then it says nothing."""
    aging = run.examination.get("aging") or {}
    if not aging.get("periods") or not aging.get("by"):
        return ""
    shown = " → ".join(score(positive(period["score"], aging["metric"])) for period in aging["periods"])
    return (
        f"Trained on the older half of the rows by '{aging['by']}', it scores {shown} ({label(aging['metric'])}) "
        "on the periods that follow, oldest first."
    )
