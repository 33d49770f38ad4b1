"""Champion against challenger: both score the same rows, by the same code, which neither has learned from."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pydantic import Field

from project_package.features.columns import as_text
from project_package.utils.params import Params
from project_package.utils.schema import Schema
from project_package.utils.scores import score
from project_package.utils.settings import Settings


class Retrain(Settings):
    """The section `retrain` of `params.yaml`."""

    margin: float = Field(ge=0)
    rows: int = Field(ge=2)
    draws: int = Field(ge=100)


@dataclass(frozen=True)
class Decision:
    """Whether the challenger is promoted, and why."""

    promote: bool
    sentence: str
    figures: dict[str, Any]


def duel(
    table: pd.DataFrame,
    new: np.ndarray,
    champion: pd.DataFrame,
    challenger: pd.DataFrame,
    params: Params,
    rules: Retrain,
) -> Decision:
    """Compare two models by a paired bootstrap.

    Args:
        table: rows that neither has learned from, with the target.
        new: marks the rows that came with the new data.
        champion: predictions of the model in use for these rows.
        challenger: predictions of the other one.
        params: the metric, the task and the seed.
        rules: by how much the challenger has to be better, and on how many rows at least.
    """
    if len(table) < rules.rows:
        sentence = f"Only {len(table)} rows are new to both models, {rules.rows} are needed to compare them."
        return Decision(False, sentence, {"rows": len(table)})
    truth, metric = table[params.data.target].reset_index(drop=True), params.gate.metric
    mine, theirs = champion.reset_index(drop=True), challenger.reset_index(drop=True)
    chance = np.random.default_rng(params.base.seed)

    def on(rows: np.ndarray, predicted: pd.DataFrame) -> float:
        return score(metric, truth.iloc[rows], predicted.iloc[rows], params.data)

    def gains(rows: np.ndarray) -> np.ndarray:
        """Differences on rows drawn with replacement, 95 % of which lie between the ends."""
        draws = [chance.choice(rows, len(rows)) for _ in range(rules.draws)]
        return np.asarray(np.nanquantile([on(draw, theirs) - on(draw, mine) for draw in draws], [0.025, 0.975]))

    parts = {"all": np.arange(len(table)), "old": np.flatnonzero(~new), "new": np.flatnonzero(new)}
    figures: dict[str, Any] = {"metric": metric, "rows": len(table)}
    ends = {}
    for name, rows in parts.items():
        if len(rows) >= rules.rows:
            ends[name] = gains(rows)
            figures[name] = {"rows": len(rows), "champion": on(rows, mine), "challenger": on(rows, theirs)}
            figures[name] |= {"gain95": ends[name].tolist()}
    if "new" in ends and _contradicts(truth.iloc[parts["new"]], mine.iloc[parts["new"]], params, rules):
        sentence = (
            f"On the new rows the model in use is worse than chance ({metric} {figures['new']['champion']:.3f}): their "
            "labels contradict the old ones. Nobody but a person can say which are right."
        )
        return Decision(False, sentence, figures | {"contradicts": True})
    worse = [name for name in ("old", "new") if name in ends and ends[name][1] < 0]
    if worse:
        sentence = f"The new model is worse on the {' and the '.join(worse)} rows, by more than chance explains."
        return Decision(False, sentence, figures)
    low, high = ends["all"]
    both = figures["all"]
    gain = f"{metric} {both['challenger']:.3f} against {both['champion']:.3f} on the same {len(table)} rows"
    interval = f"the gain is between {low:+.3f} and {high:+.3f} (95 %)"
    if low > rules.margin:
        return Decision(True, f"The new model is better: {gain}; {interval}.", figures)
    return Decision(False, f"The new model is not clearly better: {gain}; {interval}.", figures)


def unseen(table: pd.DataFrame, learned: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The rows of a table that do not stand among those that a model has learned from."""
    return table[~known_rows(table, learned, schema)].reset_index(drop=True)


def known_rows(table: pd.DataFrame, other: pd.DataFrame, schema: Schema) -> np.ndarray:
    """Which rows of a table stand in another one, too, by all columns that both have."""
    names = [name for name in schema.names() if name in table and name in other]

    def keys(rows: pd.DataFrame) -> pd.Series:
        text = pd.DataFrame({name: as_text(rows[name]).astype(object).where(rows[name].notna(), "") for name in names})
        return pd.util.hash_pandas_object(text, index=False)

    return keys(table).isin(set(keys(other))).to_numpy()


def _contradicts(truth: pd.Series, predicted: pd.DataFrame, params: Params, rules: Retrain) -> bool:
    """Whether predictions fit worse than they fit shuffled labels, in nearly every draw."""
    chance = np.random.default_rng(params.base.seed)
    metric, data = params.gate.metric, params.data
    shuffled = [
        score(metric, pd.Series(chance.permutation(truth.to_numpy()), index=truth.index), predicted, data)
        for _ in range(rules.draws)
    ]
    return bool(score(metric, truth, predicted, data) < np.nanquantile(shuffled, 0.005))
