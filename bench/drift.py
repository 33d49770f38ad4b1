"""How often an emitted project's monitoring is right: false alarms, shifts found, estimated scores, equal models in a duel.

In a trained binary project with its environment: `python <repository>/bench/drift.py [FILE]`; the file has rows that the model has
not learned from, with their target, written like the raw file: windows drawn from it are compared with the reference as
`monitoring.drift` does. Without it, only what is made up here is measured.
"""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd

WINDOWS, SHIFTED, REAL, DUELS = 1000, 200, 200, 100


def package() -> str:
    """The project's package."""
    return next(Path("src").glob("*/monitoring/drift.py"), Path("src/monitoring/drift.py")).parents[1].name


def module(name: str) -> ModuleType:
    """A module of the project."""
    return import_module(f"{package()}.{name}")


def column(kind: int, rows: int, chance: np.random.Generator) -> pd.Series:
    """Values of one of five kinds: normal, skewed, whole numbers, words of which some are rare, and a third of them missing."""
    if kind == 1:
        return pd.Series(chance.lognormal(0, 2, rows))
    if kind == 2:
        return pd.Series(chance.poisson(3, rows))
    if kind == 3:
        return pd.Series(np.char.add("word ", np.minimum(chance.zipf(1.5, rows), 60).astype(str)), dtype=object)
    values = pd.Series(chance.normal(size=rows))
    return values.mask(chance.random(rows) < 1 / 3) if kind == 4 else values


def alarm(columns: int, reference: int, rows: int, moved: float, chance: np.random.Generator) -> bool:
    """Whether a run finds drift between two samples; with `moved`, in one normal column by so many standard deviations."""
    bins, monitor = module("monitoring.bins"), monitor_settings()
    compared = []
    for place in range(columns):
        kind = place % 5
        make = bins.word_bins if kind == 3 else bins.number_bins
        new = column(kind, rows, chance)
        compared.append((str(place), "input", make(column(kind, reference, chance)), new + moved if place == 0 and moved else new))
    return any(finding.drift for finding in module("monitoring.drift").judge(compared, {}, monitor))


def monitor_settings() -> object:
    """Give the project's own settings."""
    params = module("utils.params")
    return params.load_section(params.load_params(), "monitor", module("monitoring.drift").Monitor)


def between(low: int, high: int, chance: np.random.Generator) -> int:
    """A whole number, each order of magnitude alike."""
    return round(float(np.exp(chance.uniform(np.log(low), np.log(high)))))


def made_up(chance: np.random.Generator) -> None:
    """Windows without drift of all sizes, and windows in which one column moves."""
    sizes = [(between(5, 200, chance), between(500, 20_000, chance), between(20, 100_000, chance)) for _ in range(WINDOWS)]
    false = sum(alarm(*size, 0.0, chance) for size in sizes)
    print(f"| no drift, 20 to 100,000 rows, 5 to 200 columns | {false} of {WINDOWS} runs end in 3 | at most 50 |")
    found = sum(alarm(between(5, 200, chance), 5_000, 500, 0.5, chance) for _ in range(SHIFTED))
    print(f"| half a standard deviation in one column, 500 rows | {found} of {SHIFTED} found | at least {SHIFTED * 9 // 10} |")


def real(file: str, chance: np.random.Generator) -> None:
    """Windows of rows that are like those of the training, through all of `compare`."""
    drift, scoring, params = module("monitoring.drift"), module("utils.scoring"), module("utils.params").load_params()
    scorer, profile = scoring.load_scorer(), module("monitoring.profile").load_profile()
    rows = module("utils.tables").read_raw(scorer.schema, file)
    false, apart = 0, []
    for _ in range(REAL):
        window = rows.sample(between(100, len(rows), chance), random_state=int(chance.integers(2**31))).reset_index(drop=True)
        report = drift.compare(window, scorer, profile, monitor_settings(), params.data)
        false += report["verdict"] == "drift"
        if "roc_auc" in report["estimated"] and len(window) >= 1000:
            apart.append(abs(report["estimated"]["roc_auc"] - report["measured"]["roc_auc"]))
    print(f"| windows of {len(rows):,} held-out rows | {false} of {REAL} runs end in 3 | at most {REAL // 20} |")
    if apart:
        near = sum(difference <= 0.03 for difference in apart)
        found = f"{near} of {len(apart)} within 0.03, {np.mean(apart):.4f} on average"
        print(f"| estimated beside measured ROC AUC, 1,000 rows and more | {found} | all |")


def duels(chance: np.random.Generator) -> None:
    """Two models of the same kind, each trained on other rows of the same world, on rows that neither has learned from."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    duel, params_module = module("monitoring.duel"), module("utils.params")
    params = params_module.load_params()
    rules = params_module.load_section(params, "retrain", duel.Retrain)
    positive, target = params.data.positive, params.data.target
    won = 0
    for _ in range(DUELS):
        rows = chance.normal(size=(3600, 6))
        truth = pd.Series(rows[:, 0] + rows[:, 1] * rows[:, 2] + chance.normal(size=3600) > 0)
        told = []
        for learned in (slice(0, 1500), slice(1500, 3000)):
            model = HistGradientBoostingClassifier(max_iter=30).fit(rows[learned], truth[learned])
            p = model.predict_proba(rows[3000:])[:, 1]
            said = np.where(p > 0.5, positive, "other")
            told.append(pd.DataFrame({"prediction": said, "probability_other": 1 - p, f"probability_{positive}": p}))
        table = pd.DataFrame({target: np.where(truth[3000:], positive, "other")})
        won += duel.duel(table, np.arange(600) % 2 == 0, told[0], told[1], params, rules).promote
    print(f"| a duel of models made alike, 600 rows | the new one wins {won} of {DUELS} | at most {DUELS // 20} |")


def main() -> None:
    """Measure all and print a table."""
    sys.path.insert(0, str(Path.cwd()))
    chance = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    print("| what | found | right |\n| --- | --- | --- |")
    made_up(chance)
    if len(sys.argv) > 1:
        real(sys.argv[1], chance)
    duels(chance)


if __name__ == "__main__":
    main()
