"""A small model in use, with its reference, in a folder of its own; and rows as a request writes them."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from project_package.monitoring.profile import Profile, make_profile
from project_package.stages.train import train_model
from project_package.utils.models import describe, load_model, predict, save_model
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.schema import Schema
from project_package.utils.scoring import Scorer
from project_package.utils.values import formats_of

CANDIDATE = "hist_gradient_boosting"


@pytest.fixture(scope="session")
def models(
    sample: pd.DataFrame,
    features: pd.DataFrame,
    schema: Schema,
    params: Params,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """`models/` as the pipeline leaves it."""
    folder = tmp_path_factory.mktemp("deployed") / "models"
    model = train_model(CANDIDATE, {}, features, schema, params)
    save_model(model, describe(model, CANDIDATE, {}, params, rows=len(features), train_hash="none"), str(folder))
    loaded, manifest = load_model(str(folder))
    predicted = predict(loaded, features[manifest["features"]])
    profile = make_profile(sample, predicted, sample[params.data.target], manifest["version"], schema, params.data)
    write_json(profile.model_dump(), folder / "reference.json")
    return folder


@pytest.fixture(scope="session")
def scorer(models: Path, schema: Schema) -> Scorer:
    return Scorer(*load_model(str(models)), schema)


@pytest.fixture(scope="session")
def profile(models: Path) -> Profile:
    from project_package.monitoring.profile import load_profile

    return load_profile(str(models / "reference.json"))


@pytest.fixture(scope="session")
def records(sample: pd.DataFrame, schema: Schema) -> list[dict[str, Any]]:
    """The sample as JSON has it: without the target and what second files bring."""
    columns = [column for column in schema.columns if column.source is None and column.role != "target"]
    table = pd.DataFrame(index=sample.index)
    for column in columns:
        values = sample[column.name]
        if pd.api.types.is_datetime64_any_dtype(values):
            form = formats_of(column)[0]
            values = values.dt.strftime("%Y-%m-%dT%H:%M:%S" if form == "ISO8601" else form)
        table[column.name] = pd.Series(
            [None if pd.isna(value) else value for value in values], values.index, dtype=object
        )
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
