"""Requests a second of an emitted project's service beside the usual way: FastAPI with a DataFrame per request.

In a trained project with its environment: `python <repository>/bench/service.py [seconds]`; needs wrk. Both servers are asked in
turn, several times, with one record a request, and the best round of each counts.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PLAIN = '''
from typing import Any
import {package}
import pandas as pd
from fastapi import FastAPI
from {package}.features import build_features
from {package}.utils.models import load_model, predict
from {package}.utils.params import load_params
from {package}.utils.schema import load_schema

params = load_params()
schema = load_schema(params.data.schema_path)
model, manifest = load_model()
app = FastAPI()


@app.get("/ready")
def ready() -> str:
    return "ok"


@app.post("/v1/predict")
def answer(request: dict[str, Any]) -> Any:
    rows = build_features(pd.DataFrame(request["records"]), schema)
    return predict(model, rows[manifest["features"]]).to_dict("records")
'''


def start(module: str, port: int, folder: str) -> subprocess.Popen:
    """A server with one worker, once it is ready."""
    command = [sys.executable, "-m", "uvicorn", module, "--port", str(port), "--log-level", "error", "--app-dir", folder]
    server = subprocess.Popen(command)
    for _ in range(120):
        time.sleep(0.5)
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/ready")
            return server
        except OSError:
            continue
    raise SystemExit(f"{module} does not start")


def ask(port: int, script: str, seconds: int) -> tuple[float, str]:
    """Requests a second and the 99th percentile of the latency, at 16 connections."""
    said = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-s", script, f"http://127.0.0.1:{port}/v1/predict"],
        capture_output=True, text=True, check=True,
    ).stdout
    if "Non-2xx" in said:
        raise SystemExit(said)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), re.search(r"99%\s+(\S+)", said)[1]


def main() -> None:
    """Measure both and print a table."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    package = next(Path("src").glob("*/app/main.py"), Path("src/app/main.py")).parents[1]
    package = "src" if package.name == "src" else package.name
    typical = json.loads(Path("models/reference.json").read_text())["typical"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "plain_service.py").write_text(PLAIN.format(package=package))
        script = Path(folder) / "post.lua"
        body = json.dumps({"records": [typical]})
        script.write_text(f"wrk.method='POST'\nwrk.headers['content-type']='application/json'\nwrk.body=[==[{body}]==]\n")
        servers = {
            "this service": (start(f"{package}.app.main:app", 8901, "."), 8901),
            "DataFrame per request": (start("plain_service:app", 8902, folder), 8902),
        }
        best = dict.fromkeys(servers, (0.0, ""))
        try:
            for _ in range(3):
                for name, (_, port) in servers.items():
                    best[name] = max(best[name], ask(port, str(script), seconds))
        finally:
            for server, _ in servers.values():
                server.terminate()
    for name, (rate, slow) in best.items():
        print(f"{name:24} {rate:8.0f} requests/s   p99 {slow}")
    print(f"{best['this service'][0] / best['DataFrame per request'][0]:.1f} times as many")


if __name__ == "__main__":
    main()
