"""`docs/experiments.md`: how the model was searched for, and every combination that was tried."""

from typing import Any

from project_package.reporting.documents.ablation import RULE, extent, worths
from project_package.reporting.documents.markdown import DASH, bullets, code, escape, number, score, table
from project_package.reporting.documents.run import Run

AS_THEY_STAND = "as in `candidates.py`"


def parts(run: Run) -> dict[str, str]:
    """The parts `setup`, `candidates`, `features` and `trials`."""
    return {"setup": _setup(run), "candidates": _candidates(run), "features": _features(run), "trials": _trials(run)}


def settings(params: dict[str, Any], otherwise: str = AS_THEY_STAND) -> str:
    """Hyper-parameters in code type, or in words that there are none."""
    return ", ".join(f"{code(name)} {number(value)}" for name, value in params.items()) or otherwise


def _setup(run: Run) -> str:
    tuning, split = run.tuning, run.params.split
    by = (
        f"the newest rows by {code(split.time)}"
        if split.by == "time"
        else "drawn at random, the shares of classes kept"
    )
    if run.params.data.task == "regression" and split.by != "time":
        by = "drawn at random"
    rows = [
        ["Test rows", f"{number(run.metrics.get('rows_test'))} of {number(run.ingest.get('rows'))}, {by}"],
        ["Training rows", number(run.metrics.get("rows_train"))],
        ["Seed", code(run.params.base.seed)],
    ]
    if tuning:
        rows += [
            ["Metric that decides", code(tuning["metric"])],
            [
                "Cross-validation",
                f"{tuning['folds']} folds of {tuning['rows']:,} training rows, the same for all candidates",
            ],
            ["Search", f"each candidate {AS_THEY_STAND} first, then by the method in the table of candidates"],
            ["Combinations tried", f"{len(tuning['trials'])} of {len(tuning['candidates'])} candidates"],
        ]
    return table(["", ""], rows)


def _candidates(run: Run) -> str:
    tuning, metrics = run.tuning, run.metrics
    if not tuning:
        chosen, params = run.manifest.get("candidate", DASH), run.manifest.get("params", {})
        return f"No candidates were compared. The model is {code(chosen)}; its hyper-parameters: {settings(params)}."
    ranked = sorted(tuning["candidates"].items(), key=lambda item: -(item[1]["mean"] or float("-inf")))
    rows = []
    for name, best in ranked:
        chosen = " **← chosen**" if name == run.manifest.get("candidate") else ""
        rows.append(
            [
                code(name) + chosen,
                score(best["mean"]),
                score(best["std"]),
                str(best["trials"]),
                escape(best.get("method", DASH)),
                settings(best["params"]),
            ]
        )
    for name, values in tuning.get("baselines", {}).items():
        rows.append(
            [f"baseline: {escape(name)}", score(values["mean"]), score(values["std"]), "1", DASH, AS_THEY_STAND]
        )
    metric = code(tuning["metric"])
    header = ["Candidate", f"Mean {metric}", "Deviation over folds", "Combinations", "After the first", "Best of them"]
    text = table(header, rows, "-rrr")
    held_out = [
        ["the chosen model", score(metrics.get(tuning["metric"]))],
        *(
            [f"baseline: {escape(name)}", score(values.get(tuning["metric"]))]
            for name, values in metrics.get("baselines", {}).items()
        ),
    ]
    return f"{text}\n\nOn the test rows, which none of them has seen:\n\n{table(['', metric], held_out, '-r')}"


def _features(run: Run) -> str:
    selection = run.selection
    if not selection:
        return "This run kept every feature."
    reasons = bullets(
        (f"{code(entry['feature'])} was dropped: {escape(entry['reason'])}" for entry in selection["dropped"]),
        "None was dropped.",
    )
    text = f"Of {selection['features']} features {len(selection['kept'])} were kept.\n\n{reasons}"
    ablation, classes = run.examination.get("ablation", {}), worths(run)
    if not classes:
        return text
    rows = [
        [
            code(entry["feature"]),
            score(selection["importance"].get(entry["feature"])),
            score(entry["loss"]),
            score(entry["error"]),
            classes.get(entry["feature"], DASH),
        ]
        for entry in ablation["features"]
    ]
    explained = (
        f"\n\n{extent(run)} What each is worth: *information* is what it shares with the target on its own (0 to 1); "
        f"*loss* is how much lower {code(ablation['metric'])} is in cross-validation when the model learns without it "
        f"({ablation['rows']:,} rows, {ablation['folds']} folds, with all of them {score(ablation['full'])}). "
        f"{RULE}\n\n"
    )
    return text + explained + table(["Feature", "Information", "Loss", "Standard error", "Verdict"], rows, "-rrr")


def _trials(run: Run) -> str:
    if not run.tuning:
        return "This run did not search."
    rows = []
    for trial in sorted(
        run.tuning["trials"], key=lambda trial: -(trial["mean"] if trial["mean"] is not None else float("-inf"))
    ):
        folds = " · ".join(score(value) for value in trial["scores"])
        rows.append(
            [
                str(trial["trial"]),
                code(trial["candidate"]),
                settings(trial["params"]),
                score(trial["mean"]),
                score(trial["std"]),
                folds,
            ]
        )
    metric = code(run.tuning["metric"])
    return table(["No.", "Candidate", "Hyper-parameters", f"Mean {metric}", "Deviation", "By fold"], rows, "r--rr")
