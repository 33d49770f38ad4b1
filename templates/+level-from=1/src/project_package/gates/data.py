"""Gates on the data, before anything is learned: the schema holds, labels agree, no column gives the target away."""

from typing import Any

from project_package.gates.gate import Gate, percent, shown, verdict
from project_package.utils.violations import Violation


def schema_gate(violations: list[Violation]) -> Gate:
    """The data are what `data/schema.yaml` says, but for a few values beyond the range that the sample had."""
    broken = sum(not violation.tolerated for violation in violations)
    beyond = len(violations) - broken
    sentence = "The data are what data/schema.yaml says"
    sentence += (
        f"; {_points(beyond, 'column')} with values beyond the expected range, within the tolerance." if beyond else "."
    )
    if broken:
        sentence = f"The data break data/schema.yaml in {_points(broken, 'point')}."
    return Gate("schema", verdict(not broken), sentence, broken, 0)


def _points(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def label_gate(noise: dict[str, Any], limit: float) -> Gate:
    """Noise is too high when it is frequent and equal rows agree no more than rows at random (within 10 %)."""
    passed = noise["share"] <= limit or noise["disagreement"] <= noise["most_disagreement"]
    sentence = f"{noise['rows']} rows ({100 * noise['share']:.1f} %) have another target than rows with equal features"
    if noise["share"] <= limit:
        sentence += "."
    elif passed:
        sentence += f": more than {percent(limit)}, but such rows still agree more than rows at random."
    else:
        pairs = ", ".join(f"{first} and {second}" for first, second in noise["examples"])
        sentence += f", and such rows agree no more than rows at random; at most {percent(limit)} may: rows {pairs}."
    return Gate("label_noise", verdict(passed), sentence, noise["share"], limit)


def leakage_gate(alone: dict[str, float], limit: float, allowed: dict[str, str], measure: str) -> Gate:
    """No column predicts the target nearly perfectly by itself, unless it is allowed to by name and with a reason.

    Args:
        alone: the held-out score of each column, the highest first.
        limit: from which score on a column is taken for a leak.
        allowed: reasons by column.
        measure: what the score is called.
    """
    high = {name: score for name, score in alone.items() if score >= limit}
    leaking = [name for name in high if name not in allowed]
    if not alone:
        sentence = "No column but the time is learned from, and when a row came to be is known."
        return Gate("leakage", "passed", sentence, None, limit)
    top, value = next(iter(alone.items()))
    sentence = (
        f"Of the columns alone, {top!r} predicts the target best, {measure} {shown(value, limit)}, below {limit}."
    )
    if high:
        reasons = "; ".join(f"{name!r} ({shown(high[name])}): {allowed[name]}" for name in high if name in allowed)
        sentence = f"Columns that predict the target alone from {measure} {limit} on are allowed: {reasons}."
    if leaking:
        names = ", ".join(f"{name!r} ({shown(high[name], limit)})" for name in leaking)
        sentence = (
            f"{names} alone predict{'s' if len(leaking) == 1 else ''} the target with a held-out {measure} of {limit} "
            "or more, mostly by what is not known yet when a prediction is made. `role: excluded` in data/schema.yaml "
            "leaves a column out; if it is known in time, give the reason in validate.allowed_leaks in params.yaml."
        )
    worst = max((score for name, score in alone.items() if name not in allowed), default=None)
    return Gate("leakage", verdict(not leaking), sentence, worst, limit)
