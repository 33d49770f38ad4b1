"""Whether the memory of an emitted project's service grows while it is asked at a steady rate for a long time.

In a trained project with its environment: `python <repository>/bench/steady.py [--minutes 60] [--rate 200]`. Asked are rows of
the project's own table, one or some at a time, beside requests that are refused, outcomes, explanations, the other protocol, the
page and the numbers for Prometheus, over connections that are made anew from time to time. Told are the memory at each five
minutes and its slope after the first ten, or in a shorter run the first half, in which threads and caches fill; exit code 3 says
that it grew, or that an answer was not the due one.
"""

import argparse
import http.client
import json
import os
import sys
import tempfile
import time
from collections import Counter
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from service import Server
from yaml import safe_load

RECONNECT = 2000
EVERY = 10.0
# Growth is what an hour adds beyond this part of the whole, and beyond what the line's own uncertainty explains.
GROWTH = 0.02


class Request(NamedTuple):
    """What is asked, and the status that is due."""

    kind: str
    method: str
    path: str
    body: str | None
    due: int


def requests() -> list[Request]:
    """A thousand requests that stand for the traffic of a service, from the test rows of the project in this folder."""
    columns = safe_load(Path("data/schema.yaml").read_text())["columns"]
    target = next(column for column in columns if column["role"] == "target")["name"]
    names = [column["name"] for column in columns if column["role"] not in ("target", "ignore")]
    table = pd.read_parquet("data/interim/ingested.parquet").sample(1000, random_state=0)
    rows = json.loads(table.to_json(orient="records", date_format="iso"))
    records = [{name: row[name] for name in names if name in row} for row in rows]
    found = []
    for number, (record, row) in enumerate(zip(records, rows, strict=True)):
        first = next(iter(record))
        many = records[number : number + 20] or [record]
        wrong = [{**record, "made up": 1}, {**record, first: {"deep": [[]]}}, {}]
        named = {"records": [record], "id": f"request {number}"}
        kinds = {
            0: ("one record that is logged", "/v1/predict", named, 200),
            1: ("its outcome", "/v1/feedback", {"id": f"request {number - 1}", "outcomes": [row[target]]}, 200),
            2: ("twenty records", "/v1/predict", {"records": many}, 200),
            3: ("refused", "/v1/predict", {"records": [wrong[number % 3]]}, 422),
            4: ("refused, half a document", "/v1/predict", json.dumps(named)[: 40 + number % 100], 422),
        }
        kind, path, body, due = kinds.get(number % 20, ("one record", "/v1/predict", {"records": [record]}, 200))
        if number % 250 == 19:
            kind, path = "explanation", "/v1/explain"
        found.append(Request(kind, "POST", path, body if isinstance(body, str) else json.dumps(body), due))
    found[10] = Request("numbers", "GET", "/metrics", None, 200)
    found[12] = Request("page", "GET", "/", None, 200)
    found[14] = Request("made-up path", "GET", "/no/such/path", None, 404)
    found[16] = Request("other protocol", "GET", "/v2/health/ready", None, 200)
    return found


def ask(server: Server, asked: list[Request], rate: float, minutes: float) -> tuple[list[tuple[float, float]], Counter[str], list[str]]:
    """Ask at that rate.

    Returns:
        The memory in MB by minute since the start, how often what was asked, and the answers that were not due.
    """
    sizes, done, wrong, told = [], Counter(), [], 0
    start, sampled = time.monotonic(), -EVERY
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    for number in count():
        now = time.monotonic() - start
        if now - sampled >= EVERY:
            sampled = now
            sizes.append((now / 60, server.memory()))
            if now >= told * 300:
                told += 1
                print(f"{now / 60:5.0f} min {number:9,} requests {sizes[-1][1]:8.1f} MB", flush=True)
        if now >= minutes * 60:
            connection.close()
            return sizes, done, wrong
        time.sleep(max(0.0, number / rate - now))
        if number % RECONNECT == 0:
            connection.close()
        request = asked[number % len(asked)]
        connection.request(request.method, request.path, request.body, {"content-type": "application/json"})
        answer = connection.getresponse()
        said = answer.read()
        done[request.kind] += 1
        if answer.status != request.due:
            wrong.append(f"{request.kind}: {answer.status} instead of {request.due}: {said[:300]!r}")


def main() -> None:
    """Start the service, ask it, and say whether its memory grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=200)
    arguments = parser.parse_args()
    package = next(Path("src").glob("*/app/main.py"), Path("src/app/main.py")).parents[1].name
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "uvicorn", f"{package}.app.main:app", "--port", "8911", "--log-level", "error"]
        server = Server(command, 8911, "/ready", "", None, Path(scratch))
        try:
            sizes, done, wrong = ask(server, requests(), arguments.rate, arguments.minutes)
            spent = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        finally:
            server.stop()
    at, size = np.array([pair for pair in sizes if pair[0] >= min(10, arguments.minutes / 2)]).T
    (slope, _), covariance = np.polyfit(at, size, 1, cov=True)
    hour, error = 60 * slope, 60 * covariance[0, 0] ** 0.5
    grows = hour - 2 * error > GROWTH * size.mean()
    seconds = sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")
    print(", ".join(f"{kind} {times:,}" for kind, times in done.most_common()))
    print(f"{sum(done.values()):,} requests in {at[-1]:.0f} minutes, {seconds:.0f} s of processor; {len(wrong)} answers that were not due")
    print(*sorted(set(wrong))[:10], sep="\n")
    print(f"after {at[0]:.0f} minutes {size[0]:.1f} MB, at the end {size[-1]:.1f}, at most {size.max():.1f}", end="; ")
    print(f"{hour:+.2f} MB an hour, standard error {error:.2f}")
    print("memory grows" if grows else "no growth of memory")
    sys.exit(3 if grows or wrong else 0)


if __name__ == "__main__":
    main()
