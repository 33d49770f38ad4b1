"""Baselines of a binary task that decide as the model does, so that a threshold alone is no lead over them."""

import pandas as pd
from sklearn.pipeline import Pipeline

from project_package.utils.deciding import DecidingPipeline
from project_package.utils.decision import choose_threshold
from project_package.utils.errors import ProjectError
from project_package.utils.folds import without_target
from project_package.utils.models import predict
from project_package.utils.params import Params
from project_package.utils.scores import perfect, score

# As the classifier answers by itself, always the positive class, never.
THRESHOLDS = (0.5, 0.0, 1.1)


def decided_baselines(baselines: dict[str, Pipeline], train: pd.DataFrame, params: Params) -> dict[str, Pipeline]:
    """The same baselines, each with a threshold: the best constant answer without skill, else the model's objective.

    Args:
        baselines: fitted on `train`, by name; `dummy` is the one without skill.
        train: features and target; the thresholds are chosen on its rows.
        params: the positive class, `gate.metric` and the section `decision`.
    """
    return {
        name: _decided(
            model, _best_constant(model, train, params) if name == "dummy" else _chosen(model, train, params), params
        )
        for name, model in baselines.items()
    }


def _decided(model: Pipeline, threshold: float, params: Params) -> DecidingPipeline:
    return DecidingPipeline(model.steps, positive=params.data.positive, threshold=threshold)


def _best_constant(model: Pipeline, train: pd.DataFrame, params: Params) -> float:
    """The threshold whose constant answer has the best `gate.metric`.

    One that is perfect without any skill, as answering always is for recall, is no bar to pass.
    """
    metric, rows, target = params.gate.metric, without_target(train, params), train[params.data.target]
    found = {one: score(metric, target, predict(_decided(model, one, params), rows), params.data) for one in THRESHOLDS}
    return max((one for one in THRESHOLDS if found[one] < perfect(metric)), key=lambda one: found[one], default=0.5)


def _chosen(model: Pipeline, train: pd.DataFrame, params: Params) -> float:
    """The threshold that `decision` asks for; one half where none meets it."""
    positive = (train[params.data.target] == params.data.positive).to_numpy(dtype=bool)
    found = predict(model, without_target(train, params))[f"probability_{params.data.positive}"].to_numpy(dtype=float)
    try:
        return choose_threshold(positive, found, params.decision)
    except ProjectError:
        return 0.5
