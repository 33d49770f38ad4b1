"""Reference: how data and predictions were distributed when the model was made, for monitoring to compare with.

In:  the table named by `reads.split`, the held-out features in the folder named by `reads.evaluate`, `models/`.
Out: `models/reference.json`: counts in bins, scores, a typical row; no row of the data.
"""

from project_package.monitoring.profile import PROFILE, make_profile
from project_package.utils.errors import run
from project_package.utils.models import load_model, predict
from project_package.utils.params import load_params
from project_package.utils.reports import write_json
from project_package.utils.schema import load_schema
from project_package.utils.tables import read_table


def main() -> None:
    """Run the stage on the files of the project."""
    params = load_params()
    schema = load_schema(params.data.schema_path, params.data.target)
    model, manifest = load_model()
    test = read_table(f"{params.reads['evaluate']}/test.parquet")
    predicted = predict(model, test[manifest["features"]])
    table = read_table(params.reads["split"])
    profile = make_profile(table, predicted, test[params.data.target], manifest["version"], schema, params.data)
    write_json(profile.model_dump(), PROFILE)


if __name__ == "__main__":
    run(main)
