"""Gates on where the score comes from: the split, and the time that the rows are of."""

from typing import Any

import numpy as np

from project_package.gates.evidence import Evidence
from project_package.gates.gate import Gate, percent, shown, verdict
from project_package.utils.scores import score

# Without fewer rows left, the score of the rest says nothing.
FEWEST_ROWS = 50
# A relation loses little beyond a cell of neighbours, even a crooked one keeps half; of single things nothing is known.
LEAST_BEYOND = 0.4


def independence_gate(
    groups: list[dict[str, Any]], cells: dict[str, Any], aging: dict[str, Any], equal: np.ndarray, seen: Evidence
) -> Gate:
    """The reported score may not owe its height to a split that puts what belongs together on both sides.

    Args:
        groups: the score where no value of an identifier stands on both sides, column by column.
        cells: the score on whole cells of neighbouring rows, and on rows at random.
        aging: the score on the periods after those that were learned; those of a date count here.
        equal: marks the test rows that are equal to a training row.
        seen: the reported score.
    """
    metric, limit = seen.params.gate.metric, seen.params.gate.independence
    found = [(f"with {entry['column']!r} on one side", entry["score"], entry["high"]) for entry in groups]
    periods = [entry for entry in aging["periods"] if np.isfinite(_number(entry["score"]))]
    if periods and aging["by"] is not None:
        mean, high = (float(np.mean([entry[key] for entry in periods])) for key in ("score", "high"))
        found.append((f"in the order of {aging['by']!r}", mean, high))
    rest = ~equal
    if equal.any() and rest.sum() >= FEWEST_ROWS:
        value = score(metric, seen.target[rest], seen.predicted[rest], seen.params.data)
        found.append((f"without the {int(equal.sum())} test rows that equal a training row", value, value))
    kept = [(words, value, _kept(value, seen), _kept(high, seen)) for words, value, high in found]
    kept = [entry for entry in kept if np.isfinite(entry[2])]
    low = [entry for entry in kept if entry[3] < limit]
    told = "; ".join(f"{words} {shown(value)}" for words, value, _, _ in (low or kept))
    reported = f"{metric} {shown(seen.metrics[metric])}"
    worst = min((share for _, _, share, _ in kept), default=None)
    beyond = _beyond(cells, seen)
    if beyond < LEAST_BEYOND:
        names = ", ".join(map(repr, cells["columns"]))
        sentence = (
            f"What the model knows ends with the nearest rows: on rows held out with all that are near in {names}, "
            f"{metric} is {shown(cells['score'])}, on rows at random {shown(cells['random'])}. So rows of one thing "
            "that no column names stand on both sides: add its column, and name it in `split.group` in params.yaml."
        )
        return Gate("independence", "failed", sentence, beyond, LEAST_BEYOND)
    if low:
        sentence = (
            f"The reported {reported} owes its height to the split: {told}. Less than {percent(limit)} of the gain "
            "over no skill is left; set `split.group` or `split.time` in params.yaml."
        )
    elif kept:
        sentence = f"The reported {reported} does not owe its height to the split: {told}."
    else:
        sentence = "No identifier has several rows, no column is a date, and no test row equals a training row."
    if cells:
        sentence += f" On rows held out with all that are near, it is {shown(cells['score'])}."
    else:
        sentence += " Rows of one thing that no column names were not looked for."
    return Gate("independence", verdict(not low), sentence, worst, limit)


def _beyond(cells: dict[str, Any], seen: Evidence) -> float:
    """Which part of the gain over no skill is left beyond the neighbours; all where a loss may be chance."""
    none = seen.metrics["baselines"]["dummy"][seen.params.gate.metric]
    if not cells or not _number(cells["high"]) < _number(cells["random_low"]) or cells["random"] <= none:
        return 1.0
    return float((cells["score"] - none) / (cells["random"] - none))


def backtest_gate(aging: dict[str, Any], seen: Evidence) -> Gate:
    """Every period after the one learned from keeps enough of the reported gain over no skill, beyond chance.

    Without a date the order of the file stands for it: what turns round along the file is found, yet where nothing does
    the rows may be shuffled, and nothing is known.
    """
    metric, limit = seen.params.gate.metric, seen.params.gate.backtest
    scored = [entry for entry in aging["periods"] if np.isfinite(_number(entry["score"]))]
    if not scored:
        need = "a date for each row" if aging["by"] is None else f"more rows by {aging['by']!r}, of every class"
        sentence = f"How the model ages was not tried out: it needs {need}."
        return Gate("backtest", "not judged", sentence, None, limit, required=False)
    none, reported = seen.metrics["baselines"]["dummy"][metric], seen.metrics[metric]
    if reported <= none:
        sentence = (
            f"The model gains nothing over no skill ({metric} {shown(reported)} against {shown(none)}), so there is no "
            "gain that could be lost with time."
        )
        return Gate("backtest", "not judged", sentence, None, limit, required=False)
    kept = [_kept(entry["score"], seen) for entry in scored]
    low = [entry for entry in scored if _kept(entry["high"], seen) < limit]
    course = " → ".join(shown(entry["score"]) for entry in scored)
    half = "first half of the file" if aging["by"] is None else f"older half by {aging['by']!r}"
    way = f"Learned from the {half}, {metric} is {course} in the periods that follow"
    gain = f"{percent(limit)} of the reported gain over no skill"
    sentence = f"{way}: none keeps less than {gain}, beyond chance."
    if low:
        cause = "along the file, as it does with time: add a date" if aging["by"] is None else "with time"
        sentence = f"{way}: {len(low)} of {len(scored)} keep less than {gain}, so the relation changes {cause}."
    elif aging["by"] is None:
        sentence = f"{way}; how the model ages was not tried out: it needs a date for each row."
        return Gate("backtest", "not judged", sentence, None, limit, required=False)
    return Gate("backtest", verdict(not low), sentence, min(kept), limit)


def _kept(value: float | None, seen: Evidence) -> float:
    """Which part of the reported gain over no skill a score keeps; all of it where nothing was gained."""
    metric = seen.params.gate.metric
    none, reported = seen.metrics["baselines"]["dummy"][metric], seen.metrics[metric]
    return (_number(value) - none) / (reported - none) if reported > none else 1.0


def _number(value: float | None) -> float:
    return np.nan if value is None else value
