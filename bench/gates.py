"""How often the gates of an emitted project find what is planted, and how often they cry wolf on clean tables.

    node dist/cli.js /tmp/bench --yes
    cd /tmp/bench && uv run python <repository>/bench/gates.py [seeds]

Uses the project's own functions and the limits of its `params.yaml`, on made-up binary tables: each defect is planted
once per seed at the size that the last column names. Right is at least 9 of 10 found and at most 1 of 20 false alarms.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path.cwd()))

from src.utils.params import Params, load_params  # isort: skip

from src.gates.data import leakage_gate
from src.gates.evidence import Evidence
from src.gates.fairness import fairness_gate
from src.gates.gate import Gate
from src.gates.honesty import backtest_gate, independence_gate
from src.gates.score import dummy_gate, linear_gate, minimum_gate, overfitting_gate, plausible_gate
from src.gates.slices import slices_gate
from src.reporting.examination.backtest import backtest
from src.reporting.examination.cells import by_cells
from src.reporting.examination.independence import by_groups
from src.stages.split import split_table
from src.stages.train import train_model
from src.utils.evaluation import train_baselines
from src.utils.folds import UNIT
from src.utils.leakage import alone, measure
from src.utils.models import predict
from src.utils.resampling import resample
from src.utils.schema import Column, FileFormat, Schema
from src.utils.scores import scores
from src.utils.slices import score_slices

ROWS = 3000
QUICK = {"max_iter": 40, "max_leaf_nodes": 8, "learning_rate": 0.1}
ROLES = {"customer": "identifier", "day": "date", "y": "target"}


@dataclass(frozen=True)
class Case:
    """A table, and how the model that is judged on it is made."""

    table: pd.DataFrame
    candidate: str = "hist_gradient_boosting"
    settings: dict[str, Any] | None = None


def logistic(odds: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    return np.where(chance.random(len(odds)) < 1 / (1 + np.exp(-odds)), "yes", "no")


def clean(chance: np.random.Generator) -> pd.DataFrame:
    """Honest rows: three numbers, dates, customers with an effect of their own, two groups.

    One number matters by its size alone, so that the boosting that is judged here is right and a line is not.
    """
    x = chance.normal(size=(ROWS, 3))
    customers = np.repeat(np.arange(ROWS // 5), 5)
    effect = 0.3 * chance.normal(size=ROWS // 5)[customers]
    return pd.DataFrame(x, columns=list("pqr")).assign(
        day=pd.Timestamp("2023-01-01") + pd.to_timedelta(np.arange(ROWS), "h"),
        customer=[f"C{number:04d}" for number in customers[chance.permutation(ROWS)]],
        group=chance.choice(["a", "b"], ROWS),
        region=chance.choice(["north", "south", "east", "west"], ROWS),
        y=logistic(1.5 * x[:, 0] - x[:, 1] + 1.2 * np.abs(x[:, 2]) - 1.8 + effect, chance),
    )


def defects() -> dict[str, tuple[str, Callable[[np.random.Generator], Case], str]]:
    """Name → the gate that has to find it, how it is planted, and its size."""

    def copied(chance: np.random.Generator) -> Case:
        table = clean(chance)
        wrong = chance.random(ROWS) < 0.03
        return Case(table.assign(leak=np.where((table["y"] == "yes") ^ wrong, "open", "closed")))

    def rare_amount(chance: np.random.Generator) -> Case:
        table = clean(chance)
        rare = chance.random(ROWS) < 0.012
        amount = np.where(rare, chance.gamma(2, 50, ROWS) + 1, 0)
        return Case(table.assign(y=np.where(rare, "yes", "no"), leak=amount))

    def missing(chance: np.random.Generator) -> Case:
        table = clean(chance)
        return Case(table.assign(leak=pd.Series(chance.normal(size=ROWS)).where(table["y"] == "yes")))

    def noise(chance: np.random.Generator) -> Case:
        return Case(clean(chance).assign(y=chance.choice(["no", "yes"], ROWS)))

    def weak(chance: np.random.Generator) -> Case:
        table = clean(chance)
        return Case(table.assign(y=logistic(0.2 * table["p"].to_numpy(), chance)))

    def customers(chance: np.random.Generator) -> Case:
        """Noise per customer; the rows of one are alike, yet no near copies, and split at random."""
        place = np.repeat(np.arange(ROWS // 10), 10)
        base = chance.normal(size=(ROWS // 10, 3))[place] + 0.15 * chance.normal(size=(ROWS, 3))
        table = clean(chance).assign(
            customer=[f"C{number}" for number in place], p=base[:, 0], q=base[:, 1], r=base[:, 2]
        )
        table["y"] = chance.choice(["no", "yes"], ROWS // 10)[place]
        return Case(table, "random_forest", {})

    def nameless(chance: np.random.Generator) -> Case:
        """Noise per thing that no column names: three measures that carry noise, beside columns of the row alone."""
        place = np.repeat(np.arange(ROWS // 10), 10)
        base = chance.normal(size=(ROWS // 10, 3))[place] + 0.05 * chance.normal(size=(ROWS, 3))
        table = pd.DataFrame(base, columns=list("pqr")).assign(
            free=chance.normal(size=ROWS),
            group=chance.choice(["a", "b"], ROWS),
            region=chance.choice(["north", "south", "east", "west"], ROWS),
            y=chance.choice(["no", "yes"], ROWS // 10)[place],
        )
        return Case(table.iloc[chance.permutation(ROWS)].reset_index(drop=True), settings={})

    def turned(chance: np.random.Generator) -> Case:
        table = clean(chance)
        sign = np.where(np.arange(ROWS) < 0.8 * ROWS, 1, -1)
        return Case(table.assign(y=logistic(2 * sign * table["p"].to_numpy(), chance)))

    def by_heart(chance: np.random.Generator) -> Case:
        table = clean(chance)
        wide = pd.DataFrame(chance.normal(size=(ROWS, 20)), columns=[f"w{number}" for number in range(20)])
        target = logistic(0.6 * table["p"].to_numpy(), chance)
        return Case(pd.concat([table, wide], axis=1).assign(y=target), "random_forest", {})

    def bad_slice(chance: np.random.Generator) -> Case:
        table = clean(chance)
        lost = (table["region"] == "south").to_numpy()
        return Case(table.assign(y=np.where(lost, chance.choice(["no", "yes"], ROWS), table["y"])))

    def unfair(chance: np.random.Generator) -> Case:
        table = clean(chance)
        odds = np.where(table["group"] == "a", 3 * table["p"], 0.3 * table["r"] - 1.2)
        return Case(table.assign(y=logistic(odds, chance)))

    def worse_than_a_line(chance: np.random.Generator) -> Case:
        return Case(clean(chance), settings={"max_iter": 1, "max_leaf_nodes": 2})

    return {
        "a copy of the target": ("leakage", copied, "right in 97 of 100 rows"),
        "an amount that only the rare class has": ("leakage", rare_amount, "1.2 % positive"),
        "a value that only one class has": ("leakage", missing, "all of its rows"),
        "a nearly perfect score": ("plausible", missing, "ROC AUC 0.99 and more"),
        "no relation": ("dummy", noise, "600 test rows"),
        "a weak relation": ("minimum", weak, "ROC AUC 0.55"),
        "a model worse than a line": ("linear", worse_than_a_line, "one split against two effects"),
        "learned by heart": ("overfitting", by_heart, "training 1.0, test 0.65"),
        "customers on both sides": ("independence", customers, "ten rows each, noise target"),
        "things without a name on both sides": ("independence", nameless, "ten rows each, 5 % noise, noise target"),
        "a relation that turns round": ("backtest", turned, "after 80 % of the time"),
        "a slice without relation": ("slices", bad_slice, "a quarter: 150 test rows"),
        "a group that is not served": ("fairness", unfair, "recall 0.4 and more apart"),
    }


def schema_of(table: pd.DataFrame) -> Schema:
    """A schema that fits the table."""
    columns = []
    for name, values in table.items():
        kind = "date" if name == "day" else "float" if pd.api.types.is_numeric_dtype(values) else "string"
        about = {"name": name, "key": f"bench.{name}", "type": kind, "role": ROLES.get(str(name), "feature")}
        about |= {"order": "ratio" if kind == "float" else "nominal", "nullable": True, "sensitive": name == "group"}
        columns.append(Column.model_validate(about))
    form = FileFormat.model_validate({"path": "bench.csv", "format": "csv"})
    return Schema(table="bench", file=form, columns=columns)


def judge(case: Case, params: Params, only: str | None = None) -> dict[str, str]:
    """The verdicts of all gates, or of one, on the model of one table."""
    table, schema = case.table, schema_of(case.table)
    names = [name for name in table.columns if name not in ("y", "customer", "day")]
    train_rows, test_rows = split_table(table, params)
    train, test = train_rows[[*names, "y"]], test_rows[[*names, "y"]]
    model = train_model(case.candidate, QUICK if case.settings is None else case.settings, train, schema, params)
    trained = train_baselines(train, schema, params)
    predicted, baselines = predict(model, test[names]), {name: predict(one, test[names]) for name, one in trained.items()}
    metrics: dict[str, Any] = scores(test["y"], predicted, params.data)
    metrics["train"] = scores(train["y"], predict(model, train[names]), params.data)
    metrics["baselines"] = {name: scores(test["y"], one, params.data) for name, one in baselines.items()}
    resampling = resample(test_rows[UNIT].to_numpy(), params.base.seed)
    seen = Evidence(test_rows, predicted, baselines, metrics, resampling, schema, params)
    equal = np.zeros(len(test), dtype=bool)

    def leakage() -> Gate:
        limits, task = params.validate_data, params.data.task
        found = alone(table[names], table["y"], task)
        return leakage_gate(found, limits.leakage, limits.allowed_leaks, measure(task))

    def aging() -> dict[str, Any]:
        return backtest(train_rows, train[names], model, schema, params)

    def cells() -> dict[str, Any]:
        return by_cells(train_rows, train[names], model, params)

    def groups() -> list[dict[str, Any]]:
        return by_groups(train_rows, train[names], model, schema, params)

    gates: dict[str, Callable[[], Gate]] = {
        "leakage": leakage,
        "minimum": lambda: minimum_gate(seen),
        "plausible": lambda: plausible_gate(seen),
        "dummy": lambda: dummy_gate(seen),
        "linear": lambda: linear_gate(seen),
        "overfitting": lambda: overfitting_gate(seen),
        "independence": lambda: independence_gate(groups(), cells(), aging(), equal, seen),
        "backtest": lambda: backtest_gate(aging(), seen),
        "slices": lambda: slices_gate(score_slices(test_rows, predicted, schema, params), seen),
        "fairness": lambda: fairness_gate(seen),
    }
    return {name: gate().verdict for name, gate in gates.items() if only in (None, name)}


def main() -> None:
    """Print the table."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    given = load_params()
    data = given.data.model_copy(update={"target": "y", "task": "binary", "positive": "yes"})
    split = given.split.model_copy(update={"by": "random", "group": None, "time": None})
    near = given.gate.near_perfect.model_copy(update={"reason": ""})
    limits = given.gate.model_copy(update={"metric": "roc_auc", "min": 0.6, "near_perfect": near})
    params = given.model_copy(update={"data": data, "split": split, "gate": limits})
    alarms = [judge(Case(clean(np.random.default_rng(1000 + seed))), params) for seed in range(seeds)]
    print(f"| defect | size | gate | found in {seeds} | false alarms in {seeds} clean tables |")
    print("| --- | --- | --- | --: | --: |")
    for name, (gate, plant, size) in defects().items():
        found = [judge(plant(np.random.default_rng(seed)), params, gate)[gate] for seed in range(seeds)]
        wolves = sum(one[gate] == "failed" for one in alarms)
        print(f"| {name} | {size} | {gate} | {found.count('failed')} | {wolves} |", flush=True)


if __name__ == "__main__":
    main()
