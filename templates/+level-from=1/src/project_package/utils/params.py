"""`params.yaml` as a typed model, section by section; a mistake there names its line and key."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from project_package.utils.schema import Scalar
from project_package.utils.settings import Model, Reads, Sections, Settings, checked_section, read_settings

# Blanks are no reason.
Words = Annotated[str, StringConstraints(strip_whitespace=True)]
Reason = Annotated[Words, Field(min_length=1)]


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


class Validate(Settings):
    """What the data may not be, besides what `data/schema.yaml` says."""

    label_noise: float = Field(ge=0, le=1)
    leakage: float = Field(gt=0.5, le=1)
    allowed_leaks: dict[str, Reason] = Field(default_factory=dict)
    out_of_range: float = Field(ge=0, le=1)


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


class Select(Settings):
    """Which features are left out before training."""

    max_missing: float = Field(ge=0, le=1)
    max_correlation: float = Field(gt=0, le=1)


class Range(Settings):
    """A number to search: between two ends, `log` for magnitudes; whole numbers if both ends are."""

    low: int | float
    high: int | float
    log: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "Range":
        if self.low >= self.high or (self.log and self.low <= 0):
            raise ValueError("`low` must be below `high`, and above 0 with `log: true`")
        return self


class Tune(Settings):
    """Which candidates are tried, how often, and by which score they are compared."""

    metric: str
    folds: int = Field(ge=2, le=100)
    trials: int = Field(ge=1)
    rows: int = Field(ge=10)
    candidates: dict[str, dict[str, Range | list[Scalar | None]]] = Field(min_length=1)


class Train(Settings):
    """Which candidate becomes the model: `auto` for the best one of tuning, or a name."""

    model: str


class NearPerfect(Settings):
    """From which share of the way to a perfect score on a reason is asked for, and that reason."""

    limit: float = Field(gt=0, le=1)
    reason: Words = ""


class Decision(Settings):
    """By what the threshold of a binary model is chosen: F1, recall at a least precision, or the cost of errors."""

    objective: Literal["f1", "recall", "cost"] = "f1"
    min_precision: float = Field(gt=0, le=1, default=0.5)
    cost_false_positive: float = Field(ge=0, default=1)
    cost_false_negative: float = Field(gt=0, default=1)


class Slices(Settings):
    """How much worse a part of the data may be predicted than the whole."""

    rows: int = Field(ge=1)
    min_retained: float = Field(ge=0, le=1)


class Fairness(Settings):
    """How far groups of a `sensitive: true` column may be apart."""

    rows: int = Field(ge=1)
    gap: float = Field(ge=0)


class Gate(Settings):
    """What the trained model must reach."""

    metric: str
    min: float
    near_perfect: NearPerfect
    min_retained: float = Field(ge=0, le=1)
    independence: float = Field(ge=0, le=1)
    backtest: float = Field(ge=0, le=1)
    slices: Slices
    fairness: Fairness


class Compute(Settings):
    """Where the work is done: `jobs` processes of this machine."""

    engine: Literal["local"]
    jobs: int = Field(ge=1)


class Params(Sections):
    """The whole file. Sections of added stages need no model: `params.section("name")` gives their values."""

    base: Base
    data: Data
    reads: Reads
    validate_data: Validate = Field(alias="validate")
    split: Split
    features: Features
    select: Select
    tune: Tune
    train: Train
    decision: Decision = Field(default_factory=Decision)
    gate: Gate
    compute: Compute


def load_params(path: str = "params.yaml") -> Params:
    """Read `params.yaml` from the project's root folder."""
    return read_settings(path, Params)


def load_section(params: Params, name: str, model: type[Model]) -> Model:
    """Values of a section that has a model of its own elsewhere; a mistake names its line and key."""
    return checked_section("params.yaml", name, params.section(name), model)
