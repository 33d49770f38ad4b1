"""What one gate says, and what all of them say together."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np

Verdict = Literal["passed", "failed", "not judged"]


@dataclass(frozen=True)
class Gate:
    """One gate: what was measured, the limit it stands against, and the verdict in a sentence.

    A gate that could not judge is required all the same where somebody asked for it or where nothing can be said
    without it; it is not where the data have nothing to judge by, such as dates.
    """

    name: str
    verdict: Verdict
    sentence: str
    value: float | None
    limit: float | None
    required: bool = True
    # Only of the gate `fairness`: the sensitive columns of which groups were compared.
    compared: list[str] = field(default_factory=list)


def verdict(passed: bool) -> Verdict:
    """The verdict of a gate that could judge."""
    return "passed" if passed else "failed"


def judgement(gates: Iterable[Gate | dict[str, Any]]) -> dict[str, Any]:
    """What `reports/gates.json` holds: passed only if every required gate is."""
    entries = [asdict(gate) if isinstance(gate, Gate) else gate for gate in gates]
    return {"passed": not objections(entries), "gates": entries}


def objections(gates: list[dict[str, Any]]) -> list[str]:
    """Why a model may not be used: the sentences of the required gates that it did not pass."""
    return [gate["sentence"] for gate in gates if gate["required"] and gate["verdict"] != "passed"]


def shown(value: float | None, limit: float | None = None) -> str:
    """A measured number with three digits, or as many as show on which side of the limit it is."""
    if value is None or not np.isfinite(value):
        return "not defined"
    digits = 3
    while limit is not None and digits < 15 and (round(value, digits) < limit) != (value < limit):
        digits += 1
    return f"{value:.{digits}f}"


def percent(share: float) -> str:
    """A limit in percent, unrounded."""
    return f"{100 * share:.12g} %"
