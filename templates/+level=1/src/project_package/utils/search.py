"""Which hyper-parameters are tried, in which order."""

from collections.abc import Callable
from itertools import islice, product
from typing import Any

import optuna

from project_package.utils.params import Range
from project_package.utils.schema import Scalar

Choice = Range | list[Scalar | None]


def search(space: dict[str, Choice], trials: int, seed: int, try_out: Callable[[dict[str, Any]], float]) -> None:
    """Try combinations of a space: first none of it, the defaults, then as many as `trials` leave.

    Lists are combined in their order. Ranges are searched by Optuna's tree-structured Parzen estimator
    (Bergstra et al., 2011): a few draws, then where the better ones were; equal seeds make equal draws.

    Args:
        space: choices or range by name of the hyper-parameter.
        trials: how many combinations at most, the defaults included.
        seed: of the draws.
        try_out: takes hyper-parameters by name and returns their score, higher is better.
    """
    try_out({})
    lists = [choice for choice in space.values() if isinstance(choice, list)]
    if len(lists) == len(space):
        for values in islice(product(*lists), trials - 1 if space else 0):
            try_out(dict(zip(space, values, strict=True)))
        return
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=4))
    study.optimize(
        lambda trial: try_out({name: _suggest(trial, name, choice) for name, choice in space.items()}),
        n_trials=trials - 1,
    )


def _suggest(trial: optuna.Trial, name: str, choice: Choice) -> Scalar | None:
    if isinstance(choice, list):
        return trial.suggest_categorical(name, choice)
    if isinstance(choice.low, int) and isinstance(choice.high, int):
        return trial.suggest_int(name, choice.low, choice.high, log=choice.log)
    return trial.suggest_float(name, choice.low, choice.high, log=choice.log)
