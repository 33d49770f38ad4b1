"""stage_title: say here in one sentence what the report tells.

In:  `test.parquet` in the folder named by `reads.stage_name`, features and target; the model in `models/`.
Out: `reports/stage_name.json`.
"""

from typing import Any

import pandas as pd

from project_package.utils.errors import run
from project_package.utils.models import load_model, predict
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_table

REPORT = "reports/stage_name.json"


class StageName(Settings):
    """The section `stage_name` of `params.yaml`."""
    # create-ml-project: settings


class StageParams(Params):
    """All of `params.yaml`."""

    stage_name: StageName


def stage_name(
    target: pd.Series,
    predicted: pd.DataFrame,
    settings: StageName,
) -> dict[str, Any]:
    """So far how often each answer was right and how often it was predicted: what else is told is written here.

    Args:
        target: what was right, row by row.
        predicted: `prediction`, and `probability_<class>` if there are classes, for the same rows.
        settings: this stage's section of `params.yaml`.
    """
    return {
        "rows": len(target),
        "mean_or_most_frequent": _summary(target),
        "predicted_mean_or_most_frequent": _summary(predicted["prediction"]),
    }


def _summary(values: pd.Series) -> Any:
    return values.mean() if pd.api.types.is_float_dtype(values) else values.mode().get(0)


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    model, manifest = load_model()
    test = read_table(f"{params.reads['stage_name']}/test.parquet")
    predicted = predict(model, test[manifest["features"]])
    write_json(stage_name(test[params.data.target], predicted, params.stage_name), REPORT)


if __name__ == "__main__":
    run(main)
