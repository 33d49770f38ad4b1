"""How a binary model decides: calibration and threshold, both chosen on rows that it has not learned from."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from project_package.utils.calibration import Calibration, cross_calibrated
from project_package.utils.deciding import DecidingPipeline, calibrate, log_odds
from project_package.utils.errors import ProjectError
from project_package.utils.params import Decision, Params
from project_package.utils.schema import Scalar

# A precision of fewer answers than these is chance.
LEAST_ANSWERS = 10
STEPS = 100


@dataclass(frozen=True)
class Decided:
    """What the model decides by, and what that means out of fold."""

    objective: str
    threshold: float
    slope: float
    intercept: float
    precision: float
    recall: float
    f1: float
    calibration: Calibration


def decide(out_of_fold: pd.DataFrame, params: Params) -> Decided:
    """Choose calibration and threshold of a binary model.

    Args:
        out_of_fold: `target`, `fold` and the probability of the positive class, row by row.
        params: the positive class and the section `decision`.

    Raises:
        ProjectError: no threshold meets the objective.
    """
    positive = (out_of_fold["target"] == params.data.positive).to_numpy(dtype=bool)
    raw = out_of_fold[f"probability_{params.data.positive}"].to_numpy(dtype=float)
    both = np.stack([1 - raw, raw], axis=1)
    calibration = cross_calibrated(positive.astype(int), both, out_of_fold["fold"].to_numpy(), _fit, _apply)
    slope, intercept = _fit(positive, both) if calibration.applied else (1.0, 0.0)
    probability = calibrate(raw, slope, intercept) if (slope, intercept) != (1.0, 0.0) else raw
    threshold = choose_threshold(positive, probability, params.decision)
    [row] = consequences(positive, probability, np.array([threshold]), params.decision).to_dict("records")
    means = (row["precision"], row["recall"], row["f1"])
    return Decided(params.decision.objective, threshold, slope, intercept, *means, calibration)


def deciding(steps: list[tuple[str, Any]], decided: Decided, positive: Scalar | None) -> DecidingPipeline:
    """The fitted steps as a model that decides so."""
    return DecidingPipeline(
        steps,
        positive=positive,
        threshold=decided.threshold,
        slope=decided.slope,
        intercept=decided.intercept,
    )


def about(decided: Decided) -> dict[str, Any]:
    """What the manifest says of it."""
    decision = asdict(decided)
    return {"threshold": decided.threshold, "calibration": decision.pop("calibration"), "decision": decision}


def _fit(positive: np.ndarray, raw: np.ndarray) -> tuple[float, float]:
    """A line through the log-odds; a falling one would turn the ranking round, so it is not taken."""
    model = LogisticRegression(C=1e6).fit(log_odds(raw[:, 1])[:, None], positive)
    slope, intercept = float(model.coef_[0, 0]), float(model.intercept_[0])
    return (slope, intercept) if slope > 0 else (1.0, 0.0)


def _apply(raw: np.ndarray, line: tuple[float, float]) -> np.ndarray:
    positive = calibrate(raw[:, 1], *line)
    return np.stack([1 - positive, positive], axis=1)


def choose_threshold(positive: np.ndarray, probability: np.ndarray, decision: Decision) -> float:
    """The threshold that serves the objective best; of equally good ones the highest.

    Raises:
        ProjectError: the precision that is asked for is not reached with any.
    """
    table = consequences(positive, probability, _between(probability), decision)
    if decision.objective == "cost":
        return float(table["threshold"].iloc[table["cost"].argmin()])
    if decision.objective == "f1":
        return float(table["threshold"].iloc[table["f1"].argmax()])
    enough = table[table["answered"] >= min(LEAST_ANSWERS, int(positive.sum()))]
    precise = enough[enough["precision"] >= decision.min_precision]
    if precise.empty:
        best = float(enough["precision"].max())
        raise ProjectError(
            f"decision.min_precision in params.yaml is {decision.min_precision}, which no threshold reaches out of "
            f"fold; the best precision of at least {LEAST_ANSWERS} answers is {best:.3f}."
        )
    return float(precise["threshold"].iloc[precise["recall"].argmax()])


def _between(probability: np.ndarray) -> np.ndarray:
    """A threshold between each two neighbouring probabilities, and one below all, downwards."""
    values = np.unique(probability)
    return np.asarray(np.concatenate([values[:1], (values[:-1] + values[1:]) / 2])[::-1])


def consequences(
    positive: np.ndarray, probability: np.ndarray, thresholds: np.ndarray, decision: Decision
) -> pd.DataFrame:
    """What each threshold would mean: how many rows are answered positive, how many of them rightly, at which cost.

    Returns:
        One row per threshold: `threshold`, `answered`, `found` (true positives), `false_alarms`, `missed`,
        `precision`, `recall`, `f1`, `cost` (by `decision.cost_false_positive` and `decision.cost_false_negative`).
    """
    order = np.argsort(-probability, kind="stable")
    hits = np.concatenate([[0], np.cumsum(positive[order])])
    answered = np.searchsorted(-probability[order], -thresholds, side="right")
    found, all_positive = hits[answered], int(positive.sum())
    false_alarms, missed = answered - found, all_positive - found
    return pd.DataFrame(
        {
            "threshold": thresholds,
            "answered": answered,
            "found": found,
            "false_alarms": false_alarms,
            "missed": missed,
            "precision": found / np.maximum(answered, 1),
            "recall": found / max(all_positive, 1),
            "f1": 2 * found / np.maximum(answered + all_positive, 1),
            "cost": decision.cost_false_positive * false_alarms + decision.cost_false_negative * missed,
        }
    )


def decision_tables(out_of_fold: pd.DataFrame, decided: dict[str, Any], params: Params) -> dict[str, pd.DataFrame]:
    """Tables of the out-of-fold predictions: `threshold` and `gain` are curves, `consequences` is for reading.

    Args:
        out_of_fold: as in `decide`.
        decided: the part `decision` of the manifest.
        params: the positive class and the costs.

    Returns:
        `gain` has, per share of the rows with the highest probabilities, the share of the positive rows among them.
    """
    positive = (out_of_fold["target"] == params.data.positive).to_numpy(dtype=bool)
    raw = out_of_fold[f"probability_{params.data.positive}"].to_numpy(dtype=float)
    probability = calibrate(raw, decided["slope"], decided["intercept"])
    shares = np.linspace(0, 1, STEPS + 1)
    ranked = np.concatenate([[0], np.cumsum(positive[np.argsort(-probability, kind="stable")])])
    asked = np.round(shares * len(positive)).astype(int)
    gain = pd.DataFrame({"asked": shares, "found": ranked[asked] / max(1, positive.sum())})
    grid = np.unique([*np.quantile(probability, shares), decided["threshold"]])
    tenths = np.unique([*np.arange(1, 10) / 10, decided["threshold"]])
    read = consequences(positive, probability, tenths, params.decision)
    return {
        "threshold": consequences(positive, probability, grid, params.decision),
        "gain": gain,
        "consequences": read.assign(chosen=read["threshold"] == decided["threshold"]),
    }
