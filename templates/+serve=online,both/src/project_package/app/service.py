"""The model in use, and everything that a request needs of it."""

from math import isfinite
from typing import Any

from fastapi import HTTPException
from fastapi.exceptions import RequestValidationError

from project_package.app.fast import FastScorer, ask, speed_up
from project_package.app.messages import Answers, Messages, make_messages
from project_package.app.observe import NOT_FINITE, READY
from project_package.app.settings import Serve
from project_package.app.shadow import Shadow
from project_package.app.watch import Watch
from project_package.utils.schema import Schema
from project_package.utils.scoring import Scorer, load_scorer

Record = dict[str, Any]


class Service:
    """What the endpoints share."""

    def __init__(self, folder: str, schema: Schema, serve: Serve) -> None:
        """A service without a model; `load` brings it."""
        self.folder, self.schema, self.serve = folder, schema, serve
        self.messages: Messages = make_messages(schema, serve.max_records)
        self.scorer: Scorer | None = None
        self.fast: FastScorer | None = None
        self.watch: Watch | None = None
        self.shadow: Shadow | None = None

    def load(self) -> None:
        """Take the folder's model into use; one that is missing or changed stops the service with a sentence."""
        self.scorer = load_scorer(self.folder)
        self.fast = speed_up(self.scorer)
        self.watch = Watch(self.schema, self.version, self.serve.log)
        READY.labels(self.version, "short" if self.fast else "long").set(1)
        if self.serve.shadow:
            self.shadow = Shadow(self.serve.shadow, self.serve)

    def close(self) -> None:
        """End what `load` has started."""
        if self.shadow:
            self.shadow.close()

    @property
    def version(self) -> str:
        """The first digits of the model's hash."""
        return str(self.ready.manifest["version"])

    @property
    def ready(self) -> Scorer:
        """The model; 503 if there is none."""
        if self.scorer is None:
            raise HTTPException(503, "there is no model yet")
        return self.scorer

    def predict(self, records: list[Record], request: str | None = None) -> Answers:
        """What `ask` gives, counted and written down; `request` is what its caller calls it."""
        answers = self.ask(records)
        if self.watch:
            self.watch.note(records, answers, request, numeric=self.ready.manifest["classes"] is None)
        if self.shadow:
            self.shadow.offer(records, answers, request)
        return answers

    def ask(self, records: list[Record]) -> Answers:
        """Predictions for checked records, column by column; 422 where a model can make nothing of them."""
        scorer = self.ready
        try:
            answers = ask(records, scorer, self.fast)
            if not all(isfinite(value) for column in answers.values() for value in column if isinstance(value, float)):
                NOT_FINITE.inc()
                raise ValueError
        except (ValueError, OverflowError) as error:
            message = "the model has no answer for these values: a number or a date is too far out of its range"
            raise RequestValidationError([{"loc": ["body"], "msg": message, "type": "value_error"}]) from error
        return answers
