"""`data/schema.yaml` as a typed model: the one place that says what a column is."""

from collections import Counter
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import Field, field_validator, model_validator

from project_package.utils.errors import ProjectError
from project_package.utils.settings import Settings, read_settings

Scalar = bool | int | float | str
Role = Literal["feature", "target", "identifier", "constant", "text", "date", "excluded"]


class FileFormat(Settings):
    """How the raw file is written, in the words that pandas uses."""

    path: Path
    format: Literal["csv", "jsonl", "parquet", "excel"]
    compression: Literal["gzip"] | None = None
    encoding: str = "utf-8"
    delimiter: str | None = ","
    quote: str | None = '"'
    decimal: str = "."
    thousands: str | None = None
    missing: list[str] = Field(default_factory=list)
    skip_initial_space: bool = False
    escape: str | None = None
    skip_lines: int = 0
    header_lines: int = 1
    sheet: str | None = None
    header: bool = True
    extra_field: Literal["first", "last"] | None = None
    bad_rows: Literal["refuse", "aside"] = "refuse"
    totals: list[str] = Field(default_factory=list)


class Column(Settings):
    """One column: its type, its scale of measurement, its role and the values it may hold."""

    name: str
    key: str
    type: Literal["string", "integer", "float", "boolean", "date"]
    order: Literal["nominal", "ordinal", "interval", "ratio"]
    role: Role
    nullable: bool
    values: list[Scalar] | None = None
    min: Scalar | None = None
    max: Scalar | None = None
    format: str | list[str] | None = None
    missing: list[str] | None = None
    unit: str | None = None
    scale: dict[str, float] | None = None
    decimal: str | None = None
    thousands: str | None = None
    writings: dict[str, list[str]] | None = None
    description: str = ""
    sensitive: bool = False
    # Never written into a log or a profile.
    personal: bool = False
    # The entry of `sources` whose file has the column; none for a column of the raw file.
    source: str | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> "Column":
        needed = {"text": "string", "date": "date"}.get(self.role, self.type)
        if needed != self.type:
            raise ValueError(f"{self.name!r} has `role: {self.role}`, so its `type` must be `{needed}`")
        read = {"integer": float, "float": float, "date": pd.Timestamp}.get(self.type)
        for end in (self.min, self.max):
            if end is None or read is None:
                continue
            try:
                read(str(end))
            except ValueError as error:
                raise ValueError(
                    f"{end!r} is no end of the range of {self.name!r}, a column of type {self.type}"
                ) from error
        return self


class Source(Settings):
    """A second file: its row with the same value in `key` belongs to a row of the table with that value in `on`."""

    on: str
    key: str
    file: FileFormat


class Schema(Settings):
    """The raw table: how its file is written and what its columns are, in the file's order."""

    table: str
    file: FileFormat
    columns: list[Column]
    sources: dict[str, Source] = Field(default_factory=dict)
    # Sentences about what was noticed when the table was first read.
    findings: list[str] = Field(default_factory=list)

    @field_validator("columns")
    @classmethod
    def _each_once(cls, columns: list[Column]) -> list[Column]:
        counts = Counter(column.name for column in columns)
        if twice := sorted(name for name, count in counts.items() if count > 1):
            raise ValueError(f"each column stands here once, and not {', '.join(map(repr, twice))} several times")
        return columns

    def column(self, name: str) -> Column:
        """The column of this name; `KeyError` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def names(self, *roles: Role) -> list[str]:
        """Names of the columns that have one of these roles; of all columns without an argument."""
        return [column.name for column in self.columns if not roles or column.role in roles]

    @property
    def features(self) -> list[str]:
        """Columns that the model learns from."""
        return self.names("feature", "text", "date")


def load_schema(path: str | Path, target: str | None = None) -> Schema:
    """Read the schema; with `target`, also check that both files mean the same target column.

    Raises:
        ProjectError: a mistake in the file, with its line, or another target than `params.yaml`'s.
    """
    schema = read_settings(path, Schema)
    if target is not None and schema.names("target") != [target]:
        found = ", ".join(schema.names("target")) or "none"
        raise ProjectError(
            f"data.target in params.yaml is {target!r}, but the columns with `role: target` in {path} "
            f"are: {found}. Give exactly that one column the role."
        )
    if not schema.features:
        raise ProjectError(f"{path} leaves no column to learn from; give one `role: feature`.")
    return schema
