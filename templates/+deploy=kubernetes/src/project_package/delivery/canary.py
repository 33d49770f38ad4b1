"""Watch a new model that answers a part of the requests: `python -m project_package.delivery.canary`.

Besides what others ask, it is asked a record a few times a second, so that there is always something to judge. Exit
code 3: too many errors, or too slow.
"""

import argparse
import math
import time
import urllib.request
from dataclasses import dataclass, field

from prometheus_client.parser import text_string_to_metric_families

from project_package.delivery.records import Record, sample_records
from project_package.delivery.settings import Delivery, load_delivery
from project_package.delivery.smoke import seconds_of
from project_package.utils.errors import GateError, run
from project_package.utils.params import load_params
from project_package.utils.schema import load_schema

PAUSE = 0.2
PATH = "/v1/predict"


@dataclass(frozen=True)
class Count:
    """What the service has counted: requests and errors of its own, and requests by the most seconds they took."""

    requests: float = 0
    errors: float = 0
    within: dict[float, float] = field(default_factory=dict)

    def since(self, before: "Count") -> "Count":
        """What has come to it since then."""
        within = {edge: count - before.within.get(edge, 0) for edge, count in self.within.items()}
        return Count(self.requests - before.requests, self.errors - before.errors, within)


def counted(exposition: str) -> Count:
    """The numbers of `GET /metrics` about predictions."""
    requests = errors = 0.0
    within: dict[float, float] = {}
    for family in text_string_to_metric_families(exposition):
        for sample in family.samples:
            if sample.labels.get("path") != PATH:
                continue
            if sample.name == "service_requests_total":
                requests += sample.value
                errors += sample.value if sample.labels["status"].startswith("5") else 0
            if sample.name == "service_request_seconds_bucket":
                within[float(sample.labels["le"])] = sample.value
    return Count(requests, errors, within)


def judge(count: Count, limits: Delivery) -> str:
    """Say that the canary may answer all requests.

    Raises:
        GateError: it may not, and why.
    """
    if count.requests < 1:
        raise GateError("the canary was not asked anything, so nothing is known of it.")
    share = count.errors / count.requests
    if share > limits.canary.error_share:
        raise GateError(
            f"{count.errors:g} of the canary's {count.requests:g} answers were errors of its own; "
            f"delivery.canary.error_share is {limits.canary.error_share:g}."
        )
    # The edge of a bucket: nothing finer is known.
    slow = min((edge for edge, below in count.within.items() if below >= 0.95 * count.requests), default=math.inf)
    if slow > limits.p95_seconds:
        raise GateError(
            f"95 of 100 of the canary's answers took up to {slow:g} s; delivery.p95_seconds is {limits.p95_seconds:g}."
        )
    return f"The canary gave {count.requests:g} answers, {count.errors:g} of them errors; 95 of 100 within {slow:g} s."


def watch(url: str, records: list[Record], seconds: float) -> Count:
    """Ask and count for so long."""
    before, end, place = counted(_metrics(url)), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        seconds_of(url, records[place % len(records)])
        place += 1
        time.sleep(PAUSE)
    return counted(_metrics(url)).since(before)


def _metrics(url: str) -> str:
    with urllib.request.urlopen(f"{url}/metrics", timeout=30) as answer:
        return str(answer.read().decode())


def main() -> None:
    """Watch a service for as long as `params.yaml` says, and print the verdict."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    arguments = parser.parse_args()
    limits, params = load_delivery(), load_params()
    records = sample_records(load_schema(params.data.schema_path), 50)
    print(judge(watch(arguments.url, records, limits.canary.seconds), limits))


if __name__ == "__main__":
    run(main)
