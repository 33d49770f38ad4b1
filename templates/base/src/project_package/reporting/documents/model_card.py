"""`docs/model-card.md`: who the model is, how good it is, for whom, and where not."""

from collections.abc import Iterator

from project_package.reporting.documents.experiments import settings
from project_package.reporting.documents.markdown import DASH, bullets, code, codes, escape, number, score, share, table
from project_package.reporting.documents.run import Run

MOST_SLICES = 20
# A column that explains this much of the target alone may know it, even if the limit lets it pass.
SUSPICIOUS = 0.95


def parts(run: Run) -> dict[str, str]:
    """The parts of the nine sections that a run can fill."""
    if not run.trained:
        names = ("details", "factors", "metrics", "evaluation", "training", "slices", "ethics", "caveats")
        return dict.fromkeys(names, "There is no trained and evaluated model yet.")
    return {
        "details": _details(run),
        "factors": _factors(run),
        "metrics": _metrics(run),
        "evaluation": _evaluation(run),
        "training": _training(run),
        "slices": _slices(run),
        "ethics": bullets(_ethics(run)),
        "caveats": bullets(_caveats(run), "The run has measured no limit worth a warning."),
    }


def _details(run: Run) -> str:
    manifest = run.manifest
    estimator = run.examination.get("model", {}).get("estimator", {})
    rows = [
        [
            "Kind",
            f"{code(manifest['candidate'])} {escape('(' + estimator['class'] + ')') if estimator else ''}".strip(),
        ],
        ["Version", code(manifest["version"])],
        ["Predicts", f"{code(manifest['target'])} ({manifest['task']})"],
        ["Answers", codes(manifest["classes"]) if manifest["classes"] else "a number"],
        ["Hyper-parameters", settings(manifest["params"])],
        ["Features", f"{len(manifest['features'])}: {codes(manifest['features'], 30)}"],
        [
            "Made with",
            f"Python {manifest['python']}, scikit-learn {manifest['versions'].get('scikit-learn', DASH)}",
        ],
    ]
    return table(["", ""], rows)


def _factors(run: Run) -> str:
    columns = dict.fromkeys(part["column"] for part in run.slices.get("slices", []))
    sensitive = [column.name for column in run.schema.columns if column.sensitive]
    return bullets(
        [
            f"Groups whose scores are in section 7: those of {codes(columns, 30)}."
            if columns
            else "No column has groups to compare.",
            f"Marked as sensitive: {codes(sensitive)}."
            if sensitive
            else "No column is marked `sensitive: true` in `data/schema.yaml`.",
        ]
    )


def _metrics(run: Run) -> str:
    metrics = run.metrics
    baselines = metrics.get("baselines", {})
    deciding = run.params.gate.metric
    names = [
        name for name, value in metrics.items() if name in metrics.get("train", {}) and not isinstance(value, dict)
    ]
    rows = [
        [
            code(name) + (" **decides**" if name == deciding else ""),
            score(metrics[name]),
            score(metrics["train"].get(name)),
            *(score(values.get(name)) for values in baselines.values()),
        ]
        for name in names
    ]
    header = ["Metric", "Test rows", "Training rows", *(f"Baseline: {escape(name)}" for name in baselines)]
    sign = "\n\nHigher is better for all of them; errors therefore carry a minus sign, as scikit-learn's scorers do."
    return table(header, rows, "-" + "r" * (len(header) - 1)) + sign


def _evaluation(run: Run) -> str:
    split, rows = run.params.split, run.metrics
    how = f"the newest by {code(split.time)}" if split.by == "time" else "drawn at random"
    both = rows["rows_test"] + rows["rows_train"]
    part = f"{rows['rows_test']:,} rows ({share(rows['rows_test'], both)} of the data)"
    return f"{part}, {how}, which took no part in training, tuning or selection."


def _training(run: Run) -> str:
    classes = run.examination.get("classes") or {}
    balance = ", ".join(f"{code(name)} {share(count, sum(classes.values()))}" for name, count in classes.items())
    file = code(run.schema.file.path.as_posix())
    known, learned = run.metrics["rows_train"], run.manifest["rows"]
    # Stages before training may repeat rows of small classes, or leave out rows.
    enlarged = "" if learned == known else f", from which a stage made the {learned:,} that the model learned from"
    text = f"{known:,} rows of {file}{enlarged}; see [data-sources.md](data-sources.md)."
    return f"{text} Classes: {balance}." if balance else text


def _slices(run: Run) -> str:
    slices = [part for part in run.slices.get("slices", []) if part["score"] is not None]
    if not slices:
        return "No group has enough test rows for a score of its own."
    metric = code(run.slices["metric"])
    worst = sorted(slices, key=lambda part: part["share"] if part["share"] is not None else 1)[:MOST_SLICES]
    rows = [
        [
            code(part["column"]) + (" (sensitive)" if part["sensitive"] else ""),
            code(part["value"]) if part["value"] is not None else "(missing)",
            f"{part['rows']:,}",
            score(part["score"]),
        ]
        for part in worst
    ]
    better = len(slices) - len(worst)
    more = f" (the {better} better ones are in `reports/slices.json`)" if better else ""
    whole = f"The whole test set has {metric} {score(run.slices['score'])}. Groups, the worst first{more}:"
    return f"{whole}\n\n{table(['Column', 'Group', 'Test rows', metric], rows, '--rr')}"


def _ethics(run: Run) -> Iterator[str]:
    for gate in run.gates.get("gates", []):
        if gate["name"] == "fairness":
            yield f"{'Passed' if gate['passed'] else '**Failed**'}: {escape(gate['sentence'])}"
    unmarked = run.examination.get("protected", [])
    if unmarked:
        marks = "a person has to decide whether to mark them `sensitive: true`"
        yield f"By their names, {codes(unmarked)} may be protected characteristics; {marks}."
    personal = [found for found in run.examination.get("personal_data", []) if found["used"]]
    for found in personal:
        yield f"{code(found['column'])} looks like {escape(found['kind'])} and goes into the model."
    if run.examination and not personal:
        yield "No column that looks like personal data goes into the model."


def _caveats(run: Run) -> Iterator[str]:
    for gate in run.gates.get("gates", []):
        if not gate["passed"]:
            yield f"**This model did not pass:** {escape(gate['sentence'])}"
    for name, explained in run.validation.get("leakage", {}).items():
        if explained >= SUSPICIOUS:
            known = "make sure that it is known when a prediction is made"
            yield f"{code(name)} alone explains {share(explained, 1)} of the target: {known}."
    rows, classes = run.metrics["rows_test"], run.examination.get("classes") or {}
    if rows < 500:
        yield f"The scores come from {rows} rows, so another draw of them would move the scores visibly."
    rare = [name for name, count in classes.items() if count / sum(classes.values()) < 0.1]
    if rare:
        yield f"Rare in the data: {codes(rare)}. Accuracy says little about them; look at precision and recall."
    aging = run.examination.get("aging")
    if aging and aging["periods"]:
        order = f"by {code(aging['by'])}" if aging["by"] else "in the order of the file, for the data have no date"
        scores = " → ".join(score(period["score"]) for period in aging["periods"])
        metric = code(aging["metric"])
        yield f"Learned from the older half ({order}), it scores {scores} ({metric}) on the four periods that follow."
    small = [part for part in run.slices.get("slices", []) if part["score"] is None]
    if small:
        yield f"Groups with too few test rows to be judged: {number(len(small))}."
    yield "It has seen only values within the [schema](data-schema.md); outside of it, its answers are guesses."
