"""Requests and answers as pydantic models, made from `data/schema.yaml`: what does not fit them gets 422."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, create_model

from project_package.utils.schema import Column, Schema
from project_package.utils.values import dates_of, formats_of

# Whole numbers that 64 bits hold and OpenAPI can tell exactly (its ends are floats), numbers that stay finite when a
# model squares them, and texts of a few pages.
LARGEST_INTEGER = 9 * 10**18
LARGEST_FLOAT = 1e30
LONGEST_TEXT = 10_000


def _whole(value: Any) -> Any:
    """5.0 is a whole number, as in JSON Schema; true is none, though Python takes it for 1."""
    if isinstance(value, bool):
        raise ValueError("true and false are no numbers")
    return int(value) if isinstance(value, float) and value.is_integer() else value


Integer = Annotated[int, Field(strict=True, ge=-LARGEST_INTEGER, le=LARGEST_INTEGER), BeforeValidator(_whole)]
Float = Annotated[float, Field(strict=True, ge=-LARGEST_FLOAT, le=LARGEST_FLOAT, allow_inf_nan=False)]
Text = Annotated[str, Field(strict=True, max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")]
Share = Annotated[float, Field(ge=0, le=1)]
# What a caller calls a request by, to send its outcomes later.
Id = Annotated[str, Field(strict=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


# What a model says of some records, column by column: `prediction`, and `probability_<class>` where there are classes.
Answers = dict[str, list[Any]]


@dataclass(frozen=True)
class Messages:
    """The models of one project: a record, a request of some records, and the answer to it."""

    record: type[BaseModel]
    request: type[BaseModel]
    answer: type[BaseModel]


def make_messages(schema: Schema, most_records: int) -> Messages:
    """Models for rows of this schema; no more than `most_records` of them in a request."""
    needed, others = asked_columns(schema)
    fields: dict[str, Any] = {}
    for place, name in enumerate([*needed, *others]):
        column = schema.column(name)
        kind = _kind(column) if name in needed else _base(column)
        about = Field(... if name in needed else None, alias=name, description=column.description or None)
        # A column may be called like a keyword or like something that pydantic has: its alias may be anything.
        nullable = column.nullable or name in others
        fields[f"column_{place}"] = (kind | None if nullable else kind, about)
    strict = ConfigDict(extra="forbid", protected_namespaces=())
    record = create_model("Record", __config__=strict, **fields)
    records = Annotated[list[record], Field(min_length=1, max_length=most_records)]  # type: ignore[valid-type]
    target = schema.column(schema.names("target")[0])
    answered: Any = {"integer": int, "float": float, "boolean": bool}.get(target.type, str)
    if target.values and all(isinstance(value, str) for value in target.values):
        answered = str
    prediction: Any = create_model("Prediction", prediction=(answered, ...), probabilities=(dict[str, Share], {}))
    answer = create_model(
        "PredictAnswer",
        __config__=ConfigDict(protected_namespaces=()),
        model_version=(str, ...),
        id=(Id | None, None),
        predictions=(list[prediction], ...),
    )
    request = create_model("PredictRequest", __config__=strict, records=(records, ...), id=(Id | None, None))
    return Messages(record, request, answer)


def make_feedback(schema: Schema, most_records: int) -> type[BaseModel]:
    """What is told of an earlier request: its id, and the target of each of its records, or null."""
    target = schema.column(schema.names("target")[0])
    known = target.values and all(isinstance(value, str) for value in target.values)
    outcome: Any = Literal[tuple(target.values or [])] if known else _kind(target)
    outcomes = Annotated[list[outcome | None], Field(min_length=1, max_length=most_records)]
    return create_model(
        "FeedbackRequest", __config__=ConfigDict(extra="forbid"), id=(Id, ...), outcomes=(outcomes, ...)
    )


def asked_columns(schema: Schema) -> tuple[list[str], list[str]]:
    """The columns that a row must have, and those that it may have besides: they say nothing to the model."""
    keys = {source.on for source in schema.sources.values()}
    own = [column.name for column in schema.columns if column.source is None and column.role != "target"]
    needed = [name for name in own if name in schema.features or name in keys]
    return needed, [name for name in own if name not in needed]


def as_records(request: BaseModel) -> list[dict[str, Any]]:
    """The records of a request: value by the column's own name."""
    rows = request.model_dump(by_alias=True)["records"]
    return list(rows)


def _kind(column: Column) -> Any:
    """What a value of this column may be: one of those listed, or any of its type."""
    if column.values and column.type == "integer":
        return Annotated[Literal[tuple(column.values)], BeforeValidator(_whole)]
    if column.values and column.type == "string":
        known = [*column.values, *(other for writings in (column.writings or {}).values() for other in writings)]
        return Literal[tuple(known)]
    return _base(column)


def _base(column: Column) -> Any:
    if column.type == "date":
        return Annotated[str, Field(strict=True, max_length=64, json_schema_extra=_form(column)), _date_of(column)]
    return {"integer": Integer, "float": Float, "boolean": StrictBool}.get(column.type, Text)


def _date_of(column: Column) -> AfterValidator:
    forms = " or ".join(formats_of(column))

    def check(value: str) -> str:
        if pd.isna(dates_of([value], column)[0]):
            raise ValueError(f"a date written as {forms} is wanted")
        return value

    return AfterValidator(check)


def _form(column: Column) -> dict[str, Any]:
    """How a date is written, for those who read the interface's description."""
    if column.format:
        return {"description": f"A date written as {column.format}"}
    return {"format": "date" if len(str(column.min or "")) == 10 else "date-time"}
