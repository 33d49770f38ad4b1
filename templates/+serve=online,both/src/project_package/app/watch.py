"""Counts what is asked and answered, and writes a share of it down."""

import random
import time
from typing import Any

from prometheus_client import Counter

from project_package.app.journal import Journal, place_of
from project_package.app.messages import Answers
from project_package.app.observe import MISSING, OUTSIDE, PREDICTIONS, VALUE
from project_package.app.settings import Log
from project_package.utils.schema import Schema

Record = dict[str, Any]


class Watch:
    """Looks at every request that one model answers."""

    def __init__(self, schema: Schema, version: str, log: Log) -> None:
        """For the model of this version."""
        self.version, self.share, self.journal = version, log.share, Journal(log.path, log.max_bytes)
        features = [schema.column(name) for name in schema.features]
        self.numbers = [
            c for c in features if c.type in ("integer", "float") and c.min is not None and c.max is not None
        ]
        # Texts may hold anything; what is personal or sensitive is nobody's business here.
        self.logged = [c.name for c in features if c.role != "text" and not c.personal and not c.sensitive]
        self.classes: dict[Any, Counter] = {}

    def note(self, records: list[Record], answers: Answers, request: str | None, *, numeric: bool) -> None:
        """One answered request; one with an id waits for its outcomes, so it is always written down."""
        for value in answers["prediction"]:
            if numeric:
                VALUE.labels(self.version).observe(value)
            else:
                if value not in self.classes:
                    self.classes[value] = PREDICTIONS.labels(self.version, str(value))
                self.classes[value].inc()
        for record in records:
            self._look_at(record)
        if request is not None or (self.share and random.random() < self.share):
            self._write(records, answers, request)

    def _look_at(self, record: Record) -> None:
        for name, value in record.items():
            if value is None and name in self.logged:
                MISSING.labels(name).inc()
        for column in self.numbers:
            value = record.get(column.name)
            if value is not None and not float(str(column.min)) <= value <= float(str(column.max)):
                OUTSIDE.labels(column.name).inc()

    def _write(self, records: list[Record], answers: Answers, request: str | None) -> None:
        about = {"time": round(time.time(), 3), "model_version": self.version}
        logged = [{"record": {name: record.get(name) for name in self.logged}} for record in records]
        self.journal.add([about | line | row for line, row in zip(logged, answer_lines(answers, request), strict=True)])


def answer_lines(answers: Answers, request: str | None) -> list[dict[str, Any]]:
    """The answers record by record, each with what its outcome will be found by; null where the request had no id."""
    rows = [dict(zip(answers, values, strict=True)) for values in zip(*answers.values(), strict=True)]
    return [{"id": None if request is None else place_of(request, place)} | row for place, row in enumerate(rows)]
