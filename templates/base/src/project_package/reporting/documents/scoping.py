"""`docs/scoping.md`: what was required of the run, and what stands against the usual reasons of failure."""

from typing import Any

from project_package.reporting.documents.markdown import DASH, code, escape, number, score, share, table
from project_package.reporting.documents.run import Run


def parts(run: Run) -> dict[str, str]:
    """The parts `gates` and `risks`."""
    return {"gates": gate_table(run), "risks": _risks(run)}


def gate_table(run: Run) -> str:
    """Every gate with its verdict, in the words of the stage that checked it."""
    if not run.gates:
        metric, least = run.params.gate.metric, run.params.gate.min
        return f"Required: {code(metric)} of at least {number(least)}; reached: {score(run.metrics.get(metric))}."
    rows = [[escape(gate["name"]), verdict(gate), escape(gate["sentence"])] for gate in run.gates["gates"]]
    return table(["Gate", "Verdict", "What was found"], rows)


def verdict(gate: dict[str, Any]) -> str:
    """Passed or not, in a word."""
    return "passed" if gate["passed"] else "**failed**"


def _risks(run: Run) -> str:
    gates = {gate["name"]: gate for gate in run.gates.get("gates", [])}

    def found(*names: str) -> str:
        return (
            " ".join(escape(gates[name]["sentence"]) for name in names if name in gates) or "Not checked by this run."
        )

    baselines = run.metrics.get("baselines", {})
    metric = run.params.gate.metric
    compared = ", ".join(f"{name} {score(values.get(metric))}" for name, values in baselines.items())
    rows = [
        [
            "Unclear goals",
            "This page. One metric decides, named before the run.",
            f"`{metric}` {score(run.metrics.get(metric))}",
        ],
        ["Poor data", "Every value is checked against the schema.", found("schema")],
        ["Wrong labels", "Equal rows with different labels are counted.", found("label_noise")],
        ["An answer among the features", "Each column is tried alone.", found("leakage")],
        ["Too little data", "The learning curve shows whether more rows would help.", _rows(run)],
        [
            "A needlessly complex model",
            "Two simple ones run along.",
            f"{compared}. {found('linear')}" if compared else DASH,
        ],
        ["Over- or underfitting", "Scores on seen and unseen rows are compared.", found("overfitting")],
        ["Good on average, bad for some", "Scores by group have a floor.", found("slices", "fairness")],
        ["Technical debt", "Tests and documents belong to the project.", "[readiness.md](readiness.md)"],
    ]
    return table(["Risk", "What stands against it", "What the last run found"], rows)


def _rows(run: Run) -> str:
    train, test = run.metrics.get("rows_train"), run.metrics.get("rows_test")
    if not train or not test:
        return DASH
    rows = f"{train:,} rows to learn from, {test:,} held out ({share(test, train + test)})"
    return f"{rows}; `reports/figures/learning_curve.png`."
