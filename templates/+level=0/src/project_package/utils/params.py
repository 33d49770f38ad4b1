"""`params.yaml` as a typed model, section by section; a mistake there names its line and key."""

from typing import Any, Literal

from pydantic import Field, model_validator

from project_package.utils.schema import Scalar
from project_package.utils.settings import Reads, Sections, Settings, read_settings


class Base(Settings):
    """What every stage shares."""

    seed: int = Field(ge=0, lt=2**32)


class Data(Settings):
    """Which column is learned, and as what kind of task."""

    schema_path: str = Field(alias="schema")
    target: str
    task: Literal["binary", "multiclass", "regression"]
    positive: Scalar | None = None
    max_bad_rows: float = Field(default=0, ge=0, lt=1)

    @model_validator(mode="after")
    def _positive_of_binary(self) -> "Data":
        if (self.task == "binary") != (self.positive is not None):
            raise ValueError("`positive` names the positive class of a binary task; other tasks have none")
        return self


class Split(Settings):
    """Which rows are the test, and which rows belong together."""

    by: Literal["auto", "random", "group", "time"]
    group: str | None = None
    time: str | None = None
    seed: int = Field(ge=0, lt=2**31)
    test_size: float = Field(gt=0, lt=1)


class Features(Settings):
    """How many numbers, and how much of a category or a text column the model takes in."""

    numbers: int = Field(ge=1)
    categories: int = Field(ge=2)
    text_terms: int = Field(ge=2)
    text_dimensions: int = Field(ge=1)
    max_milliseconds: float = Field(gt=0, default=1000)


class Train(Settings):
    """Which candidate becomes the model, and its hyper-parameters where they are not those of `candidates.py`."""

    model: str
    settings: dict[str, Any] = Field(default_factory=dict)


class Gate(Settings):
    """What the trained model must reach."""

    metric: str
    min: float


class Params(Sections):
    """The whole file. Sections of added stages need no model: `params.section("name")` gives their values."""

    base: Base
    data: Data
    reads: Reads
    split: Split
    features: Features
    train: Train
    gate: Gate


def load_params(path: str = "params.yaml") -> Params:
    """Read `params.yaml` from the project's root folder."""
    return read_settings(path, Params)
