"""The gate on slices: no large part of the test set may be predicted much worse than the whole."""

from typing import Any

import numpy as np

from project_package.gates.evidence import Evidence
from project_package.gates.gate import Gate, percent, shown, verdict
from project_package.utils.resampling import resample
from project_package.utils.slices import ids_of, make_slices, score_whole, share_of


def slices_gate(slices: dict[str, Any], seen: Evidence) -> Gate:
    """No slice may keep less than `gate.slices.min_retained` of the whole's gain over no skill, beyond chance.

    Measured is the gain, not the score: half of a ROC AUC is what a model without skill has, too. A slice fails only
    if the upper end of the 95 % interval of its share, drawn by whole units, is below the limit.
    """
    params, limit, target = seen.params, seen.params.gate.slices.min_retained, seen.target
    masks, whole = make_slices(seen.rows, seen.schema), score_whole(target, seen.predicted, params)
    ids = ids_of(seen.rows)
    large = [part for part in slices["slices"] if part["rows"] >= params.gate.slices.rows]
    scored = [part for part in large if part["share"] is not None]
    low = []
    for part in scored:
        if part["share"] >= limit:
            continue
        rows = np.flatnonzero(masks[part["column"], part["value"]])
        draws = [rows[draw] for draw in resample(ids[rows], params.base.seed).draws]
        shares = [share_of(target.iloc[draw], seen.predicted.iloc[draw], whole, params) for draw in draws]
        if np.nanquantile(shares, 0.95) < limit:
            low.append(part)
    if not scored:
        sentence = (
            f"No part of the test set of at least {params.gate.slices.rows} rows has a score that can be compared; "
            "more data, or a smaller gate.slices.rows, would let it."
        )
        return Gate("slices", "not judged", sentence, None, limit, required=False)
    metric = slices["metric"].removeprefix("neg_")
    sign = 1 if metric == slices["metric"] else -1
    scale = f"{metric} {shown(sign * slices['score'])} against {shown(sign * slices['no_skill'])}"
    gain = f"{percent(limit)} of the whole's gain over no skill"
    gains, count = slices["score"] > slices["no_skill"], "1 slice" if len(scored) == 1 else f"{len(scored)} slices"
    sentence = f"Of {count} of the test set none keeps less than {gain} ({scale}), beyond chance."
    if low:
        named = ", ".join(f"{part['column']} = {part['value']} ({shown(sign * part['score'])})" for part in low)
        what = f"keep less than {gain}" if gains else "are predicted worse than without skill; the whole is no better"
        sentence = f"These slices {what} ({scale}): {named}."
    elif not gains:
        sentence = f"The model gains nothing over no skill ({scale}), so there is no gain that a slice could lose."
        return Gate("slices", "not judged", sentence, None, limit, required=False)
    return Gate("slices", verdict(not low), sentence, min(part["share"] for part in scored), limit)
