"""What the service tells about itself: numbers for Prometheus."""

import os

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import Response
from starlette.types import Scope

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
LOG_FAILURES = Counter("service_log_failures_total", "Requests that could not be written into a log")
OUTCOMES = Counter("model_outcomes_total", "Outcomes of earlier answers that were sent")
SHADOW = Counter("model_shadow_records_total", "Records offered to a candidate, by what came of it", ["result"])
SHADOW_DIFFERENCE = Histogram(
    "model_shadow_difference",
    "How far a candidate's answers are from those of the model in use: probabilities, or part of the larger number",
    buckets=[1e-6, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1],
)
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
