"""What the service tells about itself: numbers for Prometheus, and a log of some of its answers."""

import json
import os
import random
import time
from pathlib import Path
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import Response
from starlette.types import Scope

from project_package.app.messages import Answers
from project_package.app.settings import Log
from project_package.utils.schema import Schema

Record = dict[str, Any]
SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)

REQUESTS = Counter("service_requests_total", "Requests", ["path", "status"])
LATENCY = Histogram("service_request_seconds", "Time from the first byte to the last", ["path"], buckets=SECONDS)
PREDICTIONS = Counter("model_predictions_total", "Predictions, by class", ["version", "prediction"])
VALUE = Histogram(
    "model_predicted_value", "Predicted numbers", ["version"], buckets=[-1e6, -1e3, -1, 0, 1, 10, 100, 1e3, 1e4, 1e6]
)
MISSING = Counter("model_missing_values_total", "Missing values in requests", ["column"])
OUTSIDE = Counter("model_values_outside_range_total", "Numbers outside the range of data/schema.yaml", ["column"])
NOT_FINITE = Counter("model_answers_not_finite_total", "Requests that the model answered with NaN or infinity")
LOG_FAILURES = Counter("service_log_failures_total", "Answers that could not be written into the log")
READY = Gauge("model_ready", "1 for the model that answers", ["version", "way"], multiprocess_mode="livemax")


def exposition() -> Response:
    """The numbers of this process; of all workers where `PROMETHEUS_MULTIPROC_DIR` is set."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def count_request(scope: Scope, status: int, seconds: float) -> None:
    """Count a request under the path of its route, so that made-up paths make no new series."""
    path = getattr(scope.get("route"), "path", "other")
    REQUESTS.labels(path, status).inc()
    LATENCY.labels(path).observe(seconds)


class Watch:
    """Counts what is asked and answered, and logs a share of it."""

    def __init__(self, schema: Schema, version: str, log: Log) -> None:
        """For the model of this version."""
        self.version, self.log, self.file = version, log, Path(log.path)
        features = [schema.column(name) for name in schema.features]
        self.numbers = [
            c for c in features if c.type in ("integer", "float") and c.min is not None and c.max is not None
        ]
        # Texts may hold anything; what is personal or sensitive is nobody's business here.
        self.logged = [c.name for c in features if c.role != "text" and not c.personal and not c.sensitive]
        self.classes: dict[Any, Counter] = {}

    def note(self, records: list[Record], answers: Answers, *, numeric: bool) -> None:
        """One answered request."""
        for value in answers["prediction"]:
            if numeric:
                VALUE.labels(self.version).observe(value)
            else:
                if value not in self.classes:
                    self.classes[value] = PREDICTIONS.labels(self.version, str(value))
                self.classes[value].inc()
        for record in records:
            self._look_at(record)
        if self.log.share and random.random() < self.log.share:
            self._write(records, answers)

    def _look_at(self, record: Record) -> None:
        for name, value in record.items():
            if value is None and name in self.logged:
                MISSING.labels(name).inc()
        for column in self.numbers:
            value = record.get(column.name)
            if value is not None and not float(str(column.min)) <= value <= float(str(column.max)):
                OUTSIDE.labels(column.name).inc()

    def _write(self, records: list[Record], answers: Answers) -> None:
        """A line a record, all in one write, so that several workers can share the file; a full disk is no error."""
        seconds = round(time.time(), 3)
        rows = [dict(zip(answers, values, strict=True)) for values in zip(*answers.values(), strict=True)]
        lines = [
            {"time": seconds, "model_version": self.version, "record": {name: record.get(name) for name in self.logged}}
            | row
            for record, row in zip(records, rows, strict=True)
        ]
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("ab", buffering=0) as stream:
                stream.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())
        except OSError:
            LOG_FAILURES.inc()
