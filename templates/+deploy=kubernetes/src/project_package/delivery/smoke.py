"""Does a running service answer as the trained model does? `python -m project_package.delivery.smoke --url URL`.

Exit code 0, with a sentence per check; 3: it does not, and why.
"""

import argparse
import json
import time
import urllib.error
import urllib.request
from typing import Any

import numpy as np

from project_package.delivery.records import Record, sample_records
from project_package.delivery.settings import load_delivery
from project_package.utils.errors import GateError, run
from project_package.utils.scoring import Scorer, load_scorer

RECORDS, REQUESTS = 50, 50


def ask(url: str, body: Any = None) -> tuple[int, Any]:
    """Status and JSON of an answer; a body is posted."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, None


def wait_until_ready(url: str, seconds: float) -> str:
    """The version of the model that the service has loaded.

    Raises:
        GateError: it was not ready in time.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            status, answer = ask(f"{url}/ready")
            if status == 200:
                return str(answer["model_version"])
            found = f"status {status}"
        except OSError as error:
            found = str(error)
        if time.monotonic() > end:
            raise GateError(f"the service was not ready within {seconds:g} seconds: {found}.")
        time.sleep(0.5)


def smoke(url: str, scorer: Scorer, p95_seconds: float, wait: float) -> list[str]:
    """Check version, answers, refusals and speed; gives a sentence for each.

    Raises:
        GateError: a check was not passed.
    """
    version, wanted = wait_until_ready(url, wait), scorer.manifest["version"]
    if version != wanted:
        raise GateError(f"the service answers with model {version}, not {wanted}.")
    records = sample_records(scorer.schema, RECORDS)
    difference = farthest(url, records, scorer)
    status, _ = ask(f"{url}/v1/predict", {"records": [{"no such column": 1}]})
    if status != 422:
        raise GateError(f"a record that does not fit the schema was answered with {status}, not 422.")
    slow = p95([seconds_of(url, records[place % RECORDS]) for place in range(REQUESTS)])
    if slow > p95_seconds:
        raise GateError(f"95 of 100 requests took up to {slow:.3f} s; delivery.p95_seconds is {p95_seconds:g}.")
    return [
        f"Model {version} is loaded.",
        f"{RECORDS} records are answered as by the training's own functions, apart by at most {difference:.1g}.",
        "A record that does not fit the schema is refused.",
        f"95 of 100 requests took at most {slow:.3f} s.",
    ]


def farthest(url: str, records: list[Record], scorer: Scorer) -> float:
    """How far the service's numbers are from those of the model at most.

    Raises:
        GateError: too far, or another class.
    """
    status, answer = ask(f"{url}/v1/predict", {"records": records})
    if status != 200:
        raise GateError(f"records that fit the schema were answered with {status}.")
    given, wanted = answer["predictions"], scorer.score(records).to_dict("records")
    apart = [0.0]
    for said, row in zip(given, wanted, strict=True):
        prediction = row.pop("prediction")
        if row and said["prediction"] != prediction:
            raise GateError(f"the service predicts {said['prediction']!r} where the model says {prediction!r}.")
        numbers = row if row else {"prediction": prediction}
        told = said if not row else {f"probability_{name}": value for name, value in said["probabilities"].items()}
        apart += [abs(told[name] - value) / max(1, abs(value)) for name, value in numbers.items()]
    if max(apart) > 1e-6:
        raise GateError(f"the service's numbers are up to {max(apart):.1g} away from the model's.")
    return max(apart)


def seconds_of(url: str, record: Record) -> float:
    """How long one record takes."""
    start = time.perf_counter()
    ask(f"{url}/v1/predict", {"records": [record]})
    return time.perf_counter() - start


def p95(seconds: list[float]) -> float:
    """95 of 100 are at most so long."""
    return float(np.quantile(seconds, 0.95))


def main() -> None:
    """Check a service, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--wait", type=float, default=60, help="seconds to wait until it is ready")
    arguments = parser.parse_args()
    print("\n".join(smoke(arguments.url, load_scorer(), load_delivery().p95_seconds, arguments.wait)))


if __name__ == "__main__":
    run(main)
