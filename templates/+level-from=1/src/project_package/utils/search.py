"""Which hyper-parameters are tried, in which order."""

from collections.abc import Callable
from itertools import islice, product
from math import prod
from typing import Any

import optuna

from project_package.utils.params import Range
from project_package.utils.schema import Scalar

Choice = Range | list[Scalar | None]
# Takes combinations, hyper-parameters by name, and returns their scores, higher is better.
TryOut = Callable[[list[dict[str, Any]]], list[float]]
# Drawn at random, before there is anything to learn from.
FIRST_DRAWS = 8
# So many are tried at a time, whatever the number of processes: the same search on every machine.
AT_A_TIME = 4
WEIGHTS = "class_weight"


def search(space: dict[str, Choice], trials: int, seed: int, try_out: TryOut) -> None:
    """Try combinations of a space: first none of it, the candidate as it stands, then as many as `trials` leave.

    Class weights are tried last, on the best combination without them: so it shows what they gain themselves, and
    boosting is not slowed down, which puts weighted numbers into bins many times as long as it learns from them.
    Lists are combined in their order. Ranges are searched by Optuna's tree-structured Parzen estimator
    (Bergstra et al., 2011): a few draws, then where the better ones were; equal seeds make equal draws.

    Args:
        space: choices or range by name of the hyper-parameter.
        trials: how many combinations at most, the candidate as it stands included.
        seed: of the draws.
        try_out: scores combinations that do not wait for each other's score.
    """
    weights = _weights(space)[: trials - 1]
    tried: list[tuple[float, dict[str, Any]]] = []

    def noted(batch: list[dict[str, Any]]) -> list[float]:
        found = try_out(batch)
        tried.extend(zip(found, batch, strict=True))
        return found

    _search_unweighted(_unweighted(space), trials - len(weights), seed, noted)
    best = max(tried, key=lambda trial: trial[0])[1]
    if weights:
        try_out([best | {WEIGHTS: weight} for weight in weights])


def _search_unweighted(space: dict[str, Choice], trials: int, seed: int, try_out: TryOut) -> None:
    lists = _lists(space)
    if len(lists) == len(space):
        grid = islice(product(*lists), trials - 1 if space else 0)
        try_out([{}, *(dict(zip(space, values, strict=True)) for values in grid)])
        return
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=FIRST_DRAWS)
    study = optuna.create_study(direction="maximize", sampler=sampler)

    def next_ones(count: int) -> list[optuna.Trial]:
        drawn = [study.ask() for _ in range(count)]
        for trial in drawn:
            for name, choice in space.items():
                _suggest(trial, name, choice)
        return drawn

    first = next_ones(min(FIRST_DRAWS, trials - 1))
    _tell(study, first, try_out([{}, *(trial.params for trial in first)])[1:])
    for left in range(trials - 1 - len(first), 0, -AT_A_TIME):
        drawn = next_ones(min(AT_A_TIME, left))
        _tell(study, drawn, try_out([trial.params for trial in drawn]))


def _tell(study: optuna.Study, drawn: list[optuna.Trial], scores: list[float]) -> None:
    for trial, score in zip(drawn, scores, strict=True):
        study.tell(trial, score)


def method(space: dict[str, Choice], trials: int) -> str:
    """How `search` goes through a space after the candidate as it stands, in words."""
    weights = _weights(space)[: trials - 1]
    words = _method_unweighted(_unweighted(space), trials - 1 - len(weights))
    words += ["the best of them with class weights"] if weights else []
    return ", then ".join(words) or "nothing else"


def _method_unweighted(space: dict[str, Choice], left: int) -> list[str]:
    lists = _lists(space)
    if not space or not left:
        return []
    if len(lists) == len(space):
        size = prod(map(len, lists))
        return [f"a grid of {size}" if size <= left else f"the first {left} of a grid of {size}"]
    learned = left - FIRST_DRAWS
    draws = f"{min(left, FIRST_DRAWS)} at random"
    return [f"{draws}, {learned} by Optuna's tree-structured Parzen estimator" if learned > 0 else draws]


def _weights(space: dict[str, Choice]) -> list[Scalar]:
    weights = space.get(WEIGHTS, [])
    return [weight for weight in weights if weight is not None] if isinstance(weights, list) else []


def _unweighted(space: dict[str, Choice]) -> dict[str, Choice]:
    return {name: choice for name, choice in space.items() if name != WEIGHTS}


def _lists(space: dict[str, Choice]) -> list[list[Scalar | None]]:
    return [choice for choice in space.values() if isinstance(choice, list)]


def _suggest(trial: optuna.Trial, name: str, choice: Choice) -> Scalar | None:
    if isinstance(choice, list):
        return trial.suggest_categorical(name, choice)
    if isinstance(choice.low, int) and isinstance(choice.high, int):
        return trial.suggest_int(name, choice.low, choice.high, log=choice.log)
    return trial.suggest_float(name, choice.low, choice.high, log=choice.log)
