"""Evaluate: how good the model is on rows it has never seen, and because of what.

In:  `models/`, `train.parquet` and `test.parquet` in the folder named by `reads.evaluate`.
Out: `metrics.json`, `reports/feat_imp.csv`, `reports/plots/*.csv`, `reports/figures/*.png`.
     Exit code 3 when the score is below `gate.min`; everything is written by then.
"""

from project_package.utils.errors import GateError, run
from project_package.utils.evaluation import explain, measure, train_baselines
from project_package.utils.folds import units
from project_package.utils.models import load_model, predict
from project_package.utils.params import load_params
from project_package.utils.reports import write_json
from project_package.utils.resampling import resample
from project_package.utils.schema import load_schema
from project_package.utils.tables import read_table


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    model, manifest = load_model()
    columns = [*manifest["features"], params.data.target]
    train = read_table(f"{params.reads['evaluate']}/train.parquet")[columns]
    test = read_table(f"{params.reads['evaluate']}/test.parquet")[columns]

    features = test.drop(columns=params.data.target)
    baselines = {name: predict(one, features) for name, one in train_baselines(train, schema, params).items()}
    ids = units(read_table(f"{params.reads['featurize']}/test.parquet"), params)
    metrics = measure(manifest["candidate"], model, train, test, baselines, resample(ids, params.base.seed), params)
    write_json(metrics, "metrics.json")
    explain(model, train, test, schema, params, ids)
    metric, value = params.gate.metric, metrics[params.gate.metric]
    none = metrics["baselines"]["dummy"][metric]
    print(f"{metric} on {len(test)} test rows: {value:.3f} (no-skill baseline: {none:.3f})")
    if not value >= params.gate.min:
        raise GateError(f"{metric} on the test set is {value}, below the {params.gate.min} of gate.min.")


if __name__ == "__main__":
    run(main)
