"""Validate: stop before training when the data are not what the schema says, or teach the wrong thing.

In:  the table named by `reads.validate`, `data/schema.yaml`.
Out: `reports/data_validation.json`: the checks, every violation with its rows, summary statistics.
     Exit code 3 with one sentence per problem when a check fails.
"""

from dataclasses import asdict
from typing import Any

import pandas as pd

from project_package.utils.data_quality import explained_alone, label_noise, statistics
from project_package.utils.errors import GateError, run
from project_package.utils.params import Params, load_params
from project_package.utils.reports import write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_table
from project_package.utils.violations import find_violations

REPORT = "reports/data_validation.json"


def validate(table: pd.DataFrame, schema: Schema, params: Params) -> dict[str, Any]:
    """Check the table against its schema, its labels against each other, its columns for leakage."""
    violations = find_violations(table, schema)
    report: dict[str, Any] = {
        "passed": not violations,
        "rows": len(table),
        "checks": [_schema_check(len(violations))],
        "violations": [asdict(violation) for violation in violations],
        "statistics": statistics(table),
    }
    if violations:
        return report
    numeric = params.data.task == "regression"
    features, target = table[schema.features], table[params.data.target]
    report["label_noise"] = label_noise(features, target, numeric=numeric)
    report["leakage"] = explained_alone(features, target, numeric=numeric)
    report["checks"] += [
        _label_check(report["label_noise"], params.validate_data.label_noise),
        _leakage_check(report["leakage"], params.validate_data.leakage),
    ]
    report["passed"] = all(check["passed"] for check in report["checks"])
    return report


def _schema_check(count: int) -> dict[str, Any]:
    sentence = "The data are what data/schema.yaml says."
    if count:
        sentence = f"The data break data/schema.yaml in {count} point{'s' if count > 1 else ''}."
    return {"name": "schema", "passed": count == 0, "sentence": sentence, "value": count, "limit": 0}


def _label_check(noise: dict[str, Any], limit: float) -> dict[str, Any]:
    """Noise is too high when it is frequent and equal rows agree no more than rows drawn by lot (within 10 %)."""
    passed = noise["share"] <= limit or noise["disagreement"] <= noise["most_disagreement"]
    sentence = f"{noise['rows']} rows ({noise['share']:.1%}) have another target than rows with equal features"
    if noise["share"] <= limit:
        sentence += "."
    elif passed:
        sentence += f": more than {limit:.1%}, but such rows still agree more than rows drawn by lot."
    else:
        pairs = ", ".join(f"{first} and {second}" for first, second in noise["examples"])
        sentence += f", and such rows agree no more than rows drawn by lot; at most {limit:.1%} may: rows {pairs}."
    return {"name": "label_noise", "passed": passed, "sentence": sentence, "value": noise["share"], "limit": limit}


def _leakage_check(explained: dict[str, float], limit: float) -> dict[str, Any]:
    leaking = [name for name, share in explained.items() if share > limit]
    top, value = next(iter(explained.items()))
    sentence = (
        f"Of the columns alone, {top!r} explains most of the target, {value:.1%}, within the limit of {limit:.1%}."
    )
    if leaking:
        names = ", ".join(map(repr, leaking))
        sentence = (
            f"{names} alone explain{'s' if len(leaking) == 1 else ''} {value:.1%} of the target, probably because of "
            "what is not known yet when a prediction is made. `role: excluded` in data/schema.yaml leaves a column out."
        )
    return {"name": "leakage", "passed": not leaking, "sentence": sentence, "value": value, "limit": limit}


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    report = validate(read_table(params.reads["validate"]), schema, params)
    write_json(report, REPORT)
    if not report["passed"]:
        sentences = [violation["sentence"] for violation in report["violations"]]
        sentences += [check["sentence"] for check in report["checks"] if not check["passed"]]
        raise GateError("\n".join(sentences))


if __name__ == "__main__":
    run(main)
