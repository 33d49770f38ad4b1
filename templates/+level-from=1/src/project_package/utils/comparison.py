"""Which of the combinations tried is trained: the simplest one that cannot be told apart from the best."""

from typing import Any

import numpy as np

from project_package.utils.candidates import CANDIDATES


def simplicity() -> list[str]:
    """The candidates, the simplest first: `linear` ones, then those of trees, each in the order of `candidates.py`."""
    return sorted(CANDIDATES, key=lambda name: CANDIDATES[name].family != "linear")


def compare(trials: list[dict[str, Any]], overlap: float) -> list[dict[str, Any]]:
    """The best combination of each candidate, without and with class weights, beside the best one of all.

    All were scored on the same folds, so they are compared fold by fold. The standard error counts that folds share
    most of the rows that they learn from (Nadeau and Bengio, 2003).

    Args:
        trials: every combination: candidate, params, scores fold by fold, their mean.
        overlap: held-out rows for each training row.

    Returns:
        The simplest first, equal weights before others: candidate, params, mean, std; `difference` to the best, its
        `standard_error`, and whether it is `apart`, more than one standard error below.
    """
    order = simplicity()
    contenders: dict[tuple[int, bool], dict[str, Any]] = {}
    for trial in trials:
        place = (order.index(trial["candidate"]), trial["params"].get("class_weight") is not None)
        if place not in contenders or trial["mean"] > contenders[place]["mean"]:
            contenders[place] = trial
    best = max(contenders.values(), key=lambda trial: trial["mean"])
    rows = []
    for _, trial in sorted(contenders.items()):
        differences = np.asarray(best["scores"], dtype=float) - np.asarray(trial["scores"], dtype=float)
        known = differences[np.isfinite(differences)]
        spread = known.var(ddof=1) if len(known) > 1 else 0.0
        error = float(np.sqrt((1 / max(len(known), 1) + overlap) * spread))
        difference = best["mean"] - trial["mean"]
        about = {key: trial[key] for key in ("candidate", "params", "mean", "std")}
        rows.append(about | {"difference": difference, "standard_error": error, "apart": difference > error})
    return rows


def simplest(compared: list[dict[str, Any]]) -> dict[str, Any]:
    """The first that is not apart from the best: candidate, params, mean, std, and the `reason` as a sentence.

    One that scores less than a simpler one is passed over: only because it varies more can it not be told apart.
    """
    highest = np.maximum.accumulate([row["mean"] for row in compared])
    winner = next(
        row for row, so_far in zip(compared, highest, strict=True) if row["mean"] >= so_far and not row["apart"]
    )
    best = max(compared, key=lambda row: row["mean"])
    if winner is best:
        reason = f"It scores best of {len(compared)}, and each simpler one is more than one standard error below it."
        if compared[0] is best:
            reason = f"It scores best of {len(compared)}, and is the simplest of them."
    else:
        other = "itself with class weights" if best["candidate"] == winner["candidate"] else best["candidate"]
        reason = (
            f"It is the simplest one not distinguishable from the best, {other}, nor below a simpler one: its mean is "
            f"{winner['difference']:.4f} lower, the standard error of the difference is {winner['standard_error']:.4f}."
        )
    return {key: winner[key] for key in ("candidate", "params", "mean", "std")} | {"reason": reason}
