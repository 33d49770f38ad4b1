"""`reports/report.html`: the whole run in one file that needs nothing else, on a phone as on a desk."""

from pathlib import Path

from project_package.reporting.documents import html
from project_package.reporting.documents.ablation import RULE, extent, worths
from project_package.reporting.documents.markdown import DASH, number, score
from project_package.reporting.documents.run import Run

# The rest of the figures follow in the order of their names.
FIRST_FIGURES = ("feature_importance", "learning_curve")
COLOURS = {"missed": "plus", "disturbing": "minus"}


def report(run: Run) -> str:
    """The report of a run; sections about what was not done are left out."""
    target, manifest = run.params.data.target, run.manifest
    if not run.trained:
        return html.page(
            target,
            _style(),
            f"<h1>{html.text(target)}</h1>\n{html.paragraph('There is no trained and evaluated model yet.')}",
        )
    content = [
        f"<h1>Predicting {html.text(target)}</h1>",
        f"<p class=sub>{html.text(manifest['candidate'])}, version {html.text(manifest['version'])}, trained on "
        f"{manifest['rows']:,} rows of {html.text(run.schema.file.path.as_posix())}; run {run.fingerprint}</p>",
        _verdict(run),
        html.tiles(_headline(run)),
        html.heading("Scores", _scores(run)),
        html.heading("Gates", _gates(run)),
        html.heading("Figures", _figures(run)),
        html.heading("What each feature is worth, and what it costs", _features(run)),
        html.heading("Candidates", _candidates(run), html.folded("Every combination that was tried", _trials(run))),
        html.heading("Groups", _groups(run)),
        html.heading("How the model ages", _aging(run)),
        html.heading("Speed", _speed(run)),
        html.heading("Data", _data(run)),
    ]
    return html.page(f"Predicting {target}", _style(), "\n".join(part for part in content if part))


def _style() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def _verdict(run: Run) -> str:
    gates = run.gates.get("gates", [])
    failed = [gate for gate in gates if not gate["passed"]]
    if not gates:
        return ""
    sentences = [gate["sentence"] for gate in failed] or [f"All {len(gates)} gates were passed."]
    body = "".join(map(html.paragraph, sentences))
    return f"<div class='verdict{' failed' if failed else ''}'>{body}</div>"


def _headline(run: Run) -> list[tuple[str, str, str]]:
    metrics, metric = run.metrics, run.params.gate.metric
    guess = metrics.get("baselines", {}).get("dummy", {}).get(metric)
    others = [name for name in metrics.get("train", {}) if name != metric][:2]
    return [
        (f"{metric}, held-out rows", score(metrics.get(metric)), f"guessing: {score(guess)}"),
        *((name, score(metrics.get(name)), f"training: {score(metrics['train'].get(name))}") for name in others),
        ("held-out rows", number(metrics["rows_test"]), f"learned from {metrics['rows_train']:,}"),
    ]


def _scores(run: Run) -> str:
    metrics, baselines = run.metrics, run.metrics.get("baselines", {})
    rows = [
        [
            f"<code>{html.text(name)}</code>",
            score(metrics.get(name)),
            score(value),
            *(score(one.get(name)) for one in baselines.values()),
        ]
        for name, value in metrics.get("train", {}).items()
    ]
    header = ["Metric", "Held-out", "Training", *baselines]
    return html.table(header, rows, numeric=range(1, len(header)))


def _gates(run: Run) -> str:
    gates = run.gates.get("gates", [])
    return html.entries(
        (html.text(gate["name"].replace("_", " ")), html.mark(gate["passed"]), gate["sentence"]) for gate in gates
    )


def _figures(run: Run) -> str:
    paths = sorted(
        (run.root / "reports/figures").glob("*.png"), key=lambda path: (path.stem in FIRST_FIGURES, path.stem)
    )
    shown = "\n".join(html.figure(path, path.stem.replace("_", " ")) for path in paths)
    return f"<div class=figures>\n{shown}\n</div>" if shown else ""


def _features(run: Run) -> str:
    information, cost = run.selection.get("importance", {}), run.feature_cost
    ablation = run.examination.get("ablation", {})
    losses = {entry["feature"]: entry for entry in ablation.get("features", [])}
    names = [*losses, *(name for name in information if name not in losses)]
    dropped = {entry["feature"]: entry["reason"] for entry in run.selection.get("dropped", [])}
    classes = worths(run)
    largest = max((abs(entry["loss"] or 0) for entry in losses.values()), default=0)
    dearest = max(cost.values(), default=0)
    rows = []
    for name in names:
        loss, error = losses.get(name, {}).get("loss"), losses.get(name, {}).get("error") or 0
        shown = f"{score(loss)} ± {score(error)}" if loss is not None else DASH
        kind = COLOURS.get(classes.get(name, ""), "none")
        price = html.bar(cost.get(name), dearest, f"{number(cost[name])} ms" if name in cost else DASH)
        remark = f"dropped: {dropped[name]}" if name in dropped else ""
        rows.append(
            [
                f"<code>{html.text(name)}</code>",
                html.bar(loss, largest, shown, kind),
                score(information.get(name)),
                price,
                html.text(remark),
            ]
        )
    intro = ""
    if classes:
        intro = html.paragraph(
            f"{extent(run)} Ablation: the loss of {ablation['metric']} when the model learns without the feature "
            f"({ablation['rows']:,} rows, {ablation['folds']} folds; with all features {score(ablation['full'])}) "
            f"and its standard error. {RULE} Grey: no measurable difference. "
            "Information: what the feature shares with the target on its own. "
            "Cost: milliseconds to compute it for 1,000 rows, on the machine of the run."
        )
    return intro + html.table(["Feature", "Loss without it", "Information", "Cost", ""], rows, numeric=[2])


def _candidates(run: Run) -> str:
    tuning = run.tuning
    if not tuning:
        return ""
    ranked = sorted(tuning["candidates"].items(), key=lambda item: -(item[1]["mean"] or float("-inf")))
    rows = [
        [
            f"<code>{html.text(name)}</code>",
            score(best["mean"]),
            score(best["std"]),
            number(best["trials"]),
            f"{number(best['seconds'])} s",
            _settings(best["params"]),
        ]
        for name, best in ranked
    ]
    rows += [
        [f"baseline: {html.text(name)}", score(one["mean"]), score(one["std"]), "1", DASH, ""]
        for name, one in tuning.get("baselines", {}).items()
    ]
    return html.table(
        ["Candidate", tuning["metric"], "Deviation", "Tried", "Time", "Best hyper-parameters"],
        rows,
        numeric=range(1, 5),
    )


def _trials(run: Run) -> str:
    rows = [
        [
            number(trial["trial"]),
            f"<code>{html.text(trial['candidate'])}</code>",
            score(trial["mean"]),
            score(trial["std"]),
            f"{number(trial['seconds'])} s",
            _settings(trial["params"]),
        ]
        for trial in run.tuning.get("trials", [])
    ]
    return html.table(["No.", "Candidate", "Mean", "Deviation", "Time", "Hyper-parameters"], rows, numeric=[0, 2, 3, 4])


def _settings(params: dict[str, object]) -> str:
    shown = html.text(
        ", ".join(
            f"{name} = {value:.4g}" if isinstance(value, float) else f"{name} = {value}"
            for name, value in params.items()
        )
        or "as in candidates.py"
    )
    return f"<span class=wide>{shown}</span>"


def _groups(run: Run) -> str:
    rows = [
        [
            f"<code>{html.text(part['column'])}</code>{' (sensitive)' if part['sensitive'] else ''}",
            html.text("(missing)" if part["value"] is None else part["value"]),
            number(part["rows"]),
            "too few rows" if part["score"] is None else score(part["score"]),
        ]
        for part in run.slices.get("slices", [])
    ]
    return html.table(["Column", "Group", "Test rows", str(run.slices.get("metric"))], rows, numeric=[2, 3])


def _aging(run: Run) -> str:
    aging = run.examination.get("aging", {})
    order = f"by {aging['by']}" if aging.get("by") else "in the order of the file, for the data have no date"
    rows = [
        [str(place), number(period["rows"]), score(period["score"])]
        for place, period in enumerate(aging.get("periods", []), start=1)
    ]
    intro = html.paragraph(
        f"Learned from the older half of the rows ({order}) and tried on the four periods that follow."
    )
    return intro + html.table(["Period", "Rows", str(aging.get("metric"))], rows, numeric=[0, 1, 2]) if rows else ""


def _speed(run: Run) -> str:
    speed = run.speed
    if not speed:
        return ""
    rows = [
        [
            "One row, from columns to prediction",
            f"{number(speed['one_row_ms'])} ms (slowest {number(speed['one_row_slowest_ms'])} ms)",
        ],
        ["Many rows at once", f"{number(speed['rows_per_second'])} rows a second"],
        ["Size of the model's file", f"{number(speed['model_bytes'])} bytes"],
    ]
    return html.table(["Measured on the machine of the run", ""], rows)


def _data(run: Run) -> str:
    rows = [
        [
            f"<code>{html.text(column.name)}</code>",
            column.role,
            column.type,
            column.order,
            number(run.validation.get("statistics", {}).get(column.name, {}).get("missing")),
        ]
        for column in run.schema.columns
    ]
    return html.table(["Column", "Role", "Type", "Order", "Missing"], rows, numeric=[4])
