"""Explain one prediction: `python -m project_package.app.explain --input row.json`.

The row is compared with a typical one (`models/reference.json`): columns change from the typical value to the row's,
one after the other, in many orders, and what each change adds on average is the column's contribution (Shapley values,
by sampled permutations; Štrumbelj and Kononenko, 2014). Typical prediction and contributions add up to the row's own.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from project_package.app.messages import Answers, as_records, make_messages
from project_package.features import build_features
from project_package.monitoring.profile import load_profile
from project_package.utils.errors import ProjectError, run
from project_package.utils.reports import plain
from project_package.utils.scoring import Scorer, load_scorer
from project_package.utils.tables import read_records

ORDERS = 32
MOST_ROWS = 20_000

Record = dict[str, Any]
Ask = Callable[[list[Record]], Answers]


def explain(record: Record, typical: Record, scorer: Scorer, ask: Ask | None = None, seed: int = 0) -> dict[str, Any]:
    """What drove the prediction for one record.

    Args:
        record: value by column.
        typical: the record that it is compared with.
        scorer: the model in use.
        ask: a quicker way to its answers, if there is one.
        seed: of the orders in which the columns change.

    Returns:
        The prediction, the number that is explained, and per column what it adds to that number, the largest first.
    """
    ask = ask or scorer.answers
    predicted = {name: values[0] for name, values in ask([record]).items()}
    explained = _explained(predicted["prediction"], scorer)
    differing = [name for name in scorer.schema.features if record.get(name) != typical.get(name)]
    added = _contributions(record, typical, differing, explained, ask, seed)
    rows = [
        {"column": name, "value": record.get(name), "typical": typical.get(name), "contribution": added.get(name, 0.0)}
        for name in scorer.schema.features
    ]
    features = build_features(read_records([record], scorer.schema), scorer.schema)[scorer.manifest["features"]]
    return {
        "model_version": scorer.manifest["version"],
        **predicted,
        "explained": explained,
        "typical": float(ask([typical])[explained][0]),
        "value": float(predicted[explained]),
        "contributions": sorted(rows, key=lambda row: -abs(row["contribution"])),
        "features": features.iloc[0].to_dict(),
    }


def _explained(prediction: Any, scorer: Scorer) -> str:
    """The probability of the positive class, or of the predicted one; the prediction itself where it is a number."""
    if not scorer.manifest["classes"]:
        return "prediction"
    positive = scorer.manifest["positive"]
    return f"probability_{prediction if positive is None else positive}"


def _contributions(
    record: Record, typical: Record, names: list[str], explained: str, ask: Ask, seed: int
) -> dict[str, float]:
    """Mean difference that each column makes, over orders and their reverses."""
    if not names:
        return {}
    chance, added = np.random.default_rng(seed), dict.fromkeys(names, 0.0)
    half = max(1, min(ORDERS // 2, MOST_ROWS // (2 * len(names))))
    orders = [order for _ in range(half) for order in _there_and_back(chance.permutation(len(names)))]
    for order in orders:
        steps = [dict(typical)]
        for place in order:
            steps.append(steps[-1] | {names[place]: record.get(names[place])})
        values = np.array(ask(steps)[explained], dtype=float)
        for place, difference in zip(order, np.diff(values), strict=True):
            added[names[place]] += float(difference) / len(orders)
    return added


def _there_and_back(order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return order, order[::-1]


def read_row(path: str, scorer: Scorer) -> Record:
    """One record of a JSON file: `{column: value}`, or a request with one record; a target in it is left out.

    Raises:
        ProjectError: the file is missing, is no JSON, or the record does not fit `data/schema.yaml`.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ProjectError(f"{path} cannot be read as JSON: {error}.") from error
    records = content["records"] if isinstance(content, dict) and "records" in content else [content]
    target = scorer.schema.names("target")[0]
    known = [{k: v for k, v in one.items() if k != target} if isinstance(one, dict) else one for one in records]
    try:
        return as_records(make_messages(scorer.schema, 1).request.model_validate({"records": known}))[0]
    except ValidationError as error:
        faults = [
            f"{path}: {'.'.join(map(str, fault['loc'][2:])) or 'records'}: {fault['msg']}." for fault in error.errors()
        ]
        raise ProjectError("\n".join(faults)) from error


def main() -> None:
    """Print the explanation of a row as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", required=True, help="a JSON file with one record")
    arguments = parser.parse_args()
    scorer = load_scorer()
    explanation = explain(read_row(arguments.input, scorer), load_profile().typical, scorer)
    print(json.dumps(plain(explanation), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    run(main)
