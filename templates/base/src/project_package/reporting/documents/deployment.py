"""`docs/deployment.md`: which model there is, and whether it may be used."""

from project_package.reporting.documents.markdown import code, escape, score, table
from project_package.reporting.documents.run import Run


def parts(run: Run) -> dict[str, str]:
    """The part `model`."""
    if not run.trained:
        return {"model": "There is no trained and evaluated model yet."}
    manifest = run.manifest
    failed = [gate for gate in run.gates.get("gates", []) if not gate["passed"]]
    state = "it passed every gate" if run.gates else "no gates were checked"
    if failed:
        state = "**no**: " + " ".join(escape(gate["sentence"]) for gate in failed)
    metric = run.params.gate.metric
    rows = [
        [
            "Model",
            f"{code(manifest['candidate'])}, version {code(manifest['version'])}, in `models/`",
        ],
        ["SHA-256", code(manifest["sha256"])],
        [f"{code(metric)} on held-out rows", score(run.metrics.get(metric))],
        ["May it be used", state],
        ["Service, batch job, monitoring", "not part of this project yet; see [readiness.md](readiness.md)"],
    ]
    return {"model": table(["", ""], rows)}
