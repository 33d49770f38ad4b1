"""Validate: stop before training when the data are not what the schema says, or teach the wrong thing.

In:  the table named by `reads.validate`, `data/schema.yaml`.
Out: `reports/data_validation.json`: the gates on the data, every violation with its rows, summary statistics.
     Exit code 3 with one sentence per problem when a gate is not passed.
"""

from dataclasses import asdict
from typing import Any

import pandas as pd

from project_package.gates.data import label_gate, leakage_gate, schema_gate
from project_package.gates.gate import judgement, objections
from project_package.utils.data_quality import label_noise, statistics
from project_package.utils.errors import GateError, ProjectError, run
from project_package.utils.leakage import alone, measure
from project_package.utils.params import Params, load_params
from project_package.utils.reports import write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.tables import read_table
from project_package.utils.violations import find_violations

REPORT = "reports/data_validation.json"


def validate(table: pd.DataFrame, schema: Schema, params: Params) -> dict[str, Any]:
    """Check the table against its schema, its labels against each other, its columns for leakage.

    Raises:
        ProjectError: `validate.allowed_leaks` names what is no column that the model learns from, or the values of the
            target are not of `data.task`.
    """
    limits = params.validate_data
    _check_allowed(limits.allowed_leaks, schema)
    violations = find_violations(table, schema, limits.out_of_range)
    gates = [schema_gate(violations)]
    report: dict[str, Any] = {
        "rows": len(table),
        "violations": [asdict(violation) for violation in violations],
        "statistics": statistics(table),
    }
    if gates[0].verdict == "passed":
        features, target, task = table[schema.features], table[params.data.target], params.data.task
        _check_task(target, params)
        report["label_noise"] = label_noise(features, target, numeric=task == "regression")
        # When a row came to be is known where time decides about the split, however well it tells a trend.
        known_in_time = [params.split.time] if params.split.by in ("time", "auto") else []
        group = table.get(params.split.group, None) if params.split.group else None
        report["leakage"] = alone(features.drop(columns=known_in_time, errors="ignore"), target, task, group)
        gates += [
            label_gate(report["label_noise"], limits.label_noise),
            leakage_gate(report["leakage"], limits.leakage, limits.allowed_leaks, measure(task)),
        ]
    found = judgement(gates)
    return {"passed": found["passed"], "checks": found["gates"]} | report


def _check_allowed(allowed: dict[str, str], schema: Schema) -> None:
    unknown = [name for name in allowed if name not in schema.features]
    if unknown:
        names = ", ".join(map(repr, unknown))
        raise ProjectError(
            f"validate.allowed_leaks in params.yaml names {names}; the columns that the model learns from are "
            f"{', '.join(map(repr, schema.features))}."
        )


def _check_task(target: pd.Series, params: Params) -> None:
    """Refuse a task that the target's values are not of.

    Raises:
        ProjectError: words to be learned as numbers, or another number of classes than two.
    """
    name, task, classes = params.data.target, params.data.task, target.dropna().unique()
    if task == "regression" and not pd.api.types.is_numeric_dtype(target):
        raise ProjectError(
            f"data.task in params.yaml is regression, and {name!r} holds no numbers: say binary or multiclass."
        )
    if task == "binary" and len(classes) != 2:
        shown = ", ".join(sorted(map(str, classes))[:10])
        raise ProjectError(
            f"data.task in params.yaml is binary, and {name!r} has {len(classes)} classes ({shown}): say multiclass, "
            "and null for data.positive."
        )


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    report = validate(read_table(params.reads["validate"]), schema, params)
    write_json(report, REPORT)
    if not report["passed"]:
        broken = [violation["sentence"] for violation in report["violations"] if not violation["tolerated"]]
        raise GateError("\n".join([*broken, *objections(report["checks"])]))


if __name__ == "__main__":
    run(main)
