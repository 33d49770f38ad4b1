"""Requests a second of an emitted project's service beside other servers around the same model, and their memory.

In a trained project with its environment: `python <repository>/bench/service.py [--seconds 5]`; needs wrk, and uv, which
installs the other servers into a scratch environment each. All are asked in turn, several times, with one record a request
over 16 connections; the best round of each counts. How memory goes over hours says `steady.py`.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

# The model as each of the others has it: records to a DataFrame, the project's functions, records again.
MODEL = '''
import pandas as pd
from {package}.features import build_features
from {package}.utils.models import load_model, predict
from {package}.utils.params import load_params
from {package}.utils.schema import load_schema

schema = load_schema(load_params().data.schema_path)
model, manifest = load_model()


def answer(records):
    rows = build_features(pd.DataFrame(records), schema)
    return predict(model, rows[manifest["features"]]).to_dict("records")
'''
FASTAPI = '''
from typing import Any
from fastapi import FastAPI
from plain_model import answer

app = FastAPI()


@app.get("/ready")
def ready() -> str:
    return "ok"


@app.post("/v1/predict")
def predict(request: dict[str, Any]) -> Any:
    return answer(request["records"])
'''
MLFLOW = '''
import sys
import mlflow


class Model(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        import plain_model

        self.answer = plain_model.answer

    def predict(self, context, model_input, params=None):
        return self.answer(model_input.to_dict("records"))


if __name__ == "__main__":
    mlflow.pyfunc.save_model(sys.argv[1], python_model=Model(), pip_requirements=[])
'''
MLSERVER = '''
import json
from mlserver import MLModel
from mlserver.codecs import StringCodec
from mlserver.types import InferenceResponse
from plain_model import answer


class Model(MLModel):
    async def load(self):
        return True

    async def predict(self, payload):
        columns = {tensor.name: list(tensor.data.root) for tensor in payload.inputs}
        records = [dict(zip(columns, values)) for values in zip(*columns.values())]
        said = [json.dumps(row) for row in answer(records)]
        return InferenceResponse(model_name=self.name, outputs=[StringCodec.encode_output("predictions", said)])
'''
BENTOML = '''
from typing import Any
import bentoml
from plain_model import answer


@bentoml.service(workers=1)
class Model:
    @bentoml.api
    def predict(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return answer(records)
'''
NEEDED = ("numpy", "pandas", "scipy", "scikit-learn", "joblib", "pyarrow", "pydantic", "ruamel.yaml")
THREADS = {"OMP_NUM_THREADS": "1"}


class Server:
    """A server in a process of its own, and how it is asked."""

    def __init__(self, command: list[str], port: int, ready: str, path: str, body: object, folder: Path) -> None:
        self.port, self.path, self.body, self.folder = port, path, body, folder
        paths = os.pathsep.join([str(folder), str(Path.cwd())])
        environment = os.environ | THREADS | {"PYTHONPATH": paths, "MLFLOW_DISABLE_TELEMETRY": "true", "BENTOML_DO_NOT_TRACK": "true"}
        self.log = (folder / f"{port}.log").open("w")
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log, start_new_session=True)
        for _ in range(240):
            time.sleep(0.5)
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}")
                return
            except OSError:
                if self.process.poll() is not None:
                    break
        self.stop()
        raise RuntimeError((folder / f"{port}.log").read_text()[-2000:])

    def ask(self, seconds: int) -> tuple[float, str]:
        """Requests a second and the 99th percentile of the latency."""
        script = self.folder / f"{self.port}.lua"
        script.write_text(
            f"wrk.method='POST'\nwrk.headers['content-type']='application/json'\nwrk.body=[==[{json.dumps(self.body)}]==]\n"
        )
        command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-s", str(script), f"http://127.0.0.1:{self.port}{self.path}"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in said:
            raise RuntimeError(said)
        return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), re.search(r"99%\s+(\S+)", said)[1]

    def memory(self) -> float:
        """MB in memory of the process and all that it has started."""
        found = 0.0
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                if os.getsid(int(status.parent.name)) == self.process.pid:
                    found += int(re.search(r"VmRSS:\s+(\d+)", status.read_text())[1]) / 1024
            except (OSError, TypeError):
                continue
        return found

    def stop(self) -> None:
        """End the process and all that it has started."""
        try:
            os.killpg(self.process.pid, 9)
        except ProcessLookupError:
            pass
        self.process.wait()


def installed(name: str, packages: list[str], folder: Path) -> Path:
    """The programs of an environment with these packages and the versions of the project's own."""
    place = folder / name
    pinned = [f"{package}=={version(package)}" for package in NEEDED]
    subprocess.run(["uv", "venv", "--quiet", "--python", sys.executable, place], check=True)
    command = ["uv", "pip", "install", "--quiet", "--python", place / "bin/python", *packages, *pinned]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return place / "bin"


def others(record: dict[str, object], package: str, folder: Path) -> dict[str, Server]:
    """The other servers; of those that cannot be installed or started it is said why."""
    texts = {"plain_model": MODEL.format(package=package), "plain_service": FASTAPI, "plain_mlflow": MLFLOW}
    for name, text in (texts | {"plain_mlserver": MLSERVER, "plain_bento": BENTOML}).items():
        (folder / f"{name}.py").write_text(text)

    def fastapi() -> Server:
        command = [sys.executable, "-m", "uvicorn", "plain_service:app", "--port", "8902", "--log-level", "error"]
        return Server(command, 8902, "/ready", "/v1/predict", {"records": [record]}, folder)

    def mlflow() -> Server:
        programs = installed("mlflow", ["mlflow"], folder)
        paths = os.pathsep.join([str(folder), str(Path.cwd())])
        save = [programs / "python", folder / "plain_mlflow.py", folder / "saved"]
        subprocess.run(save, env=os.environ | {"PYTHONPATH": paths}, check=True, capture_output=True)
        command = [str(programs / "mlflow"), "models", "serve", "-m", str(folder / "saved"), "--env-manager", "local", "-p", "8903"]
        os.environ["PATH"] = f"{programs}:{os.environ['PATH']}"
        return Server(command, 8903, "/ping", "/invocations", {"dataframe_records": [record]}, folder)

    def mlserver() -> Server:
        programs = installed("mlserver", ["mlserver"], folder)
        (folder / "served").mkdir()
        (folder / "served/model-settings.json").write_text(json.dumps({"name": "model", "implementation": "plain_mlserver.Model"}))
        settings = {"http_port": 8904, "grpc_port": 8914, "metrics_port": 8924, "parallel_workers": 0, "debug": False}
        (folder / "served/settings.json").write_text(json.dumps(settings))
        inputs = [{"name": name, "shape": [1], "datatype": _datatype(value), "data": [value]} for name, value in record.items()]
        command = [str(programs / "mlserver"), "start", str(folder / "served")]
        return Server(command, 8904, "/v2/health/ready", "/v2/models/model/infer", {"inputs": inputs}, folder)

    def bentoml() -> Server:
        programs = installed("bentoml", ["bentoml"], folder)
        command = [str(programs / "bentoml"), "serve", "plain_bento:Model", "--port", "8905"]
        return Server(command, 8905, "/readyz", "/predict", {"records": [record]}, folder)

    started = {}
    for name, start in {"FastAPI, a DataFrame per request": fastapi, "mlflow models serve": mlflow, "MLServer": mlserver, "BentoML": bentoml}.items():
        try:
            started[name] = start()
        except (RuntimeError, subprocess.CalledProcessError) as error:
            print(f"{name}: not here. {error} {getattr(error, 'stderr', '') or ''}")
    return started


def _datatype(value: object) -> str:
    return {bool: "BOOL", int: "INT64", float: "FP64"}.get(type(value), "BYTES")


def main() -> None:
    """Measure all and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5)
    arguments = parser.parse_args()
    package = next(Path("src").glob("*/app/main.py"), Path("src/app/main.py")).parents[1].name
    record = json.loads(Path("models/reference.json").read_text())["typical"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        command = [sys.executable, "-m", "uvicorn", f"{package}.app.main:app", "--port", "8901", "--log-level", "error"]
        ours = Server(command, 8901, "/ready", "/v1/predict", {"records": [record]}, folder)
        servers = {"this service": ours} | others(record, package, folder)
        best = dict.fromkeys(servers, (0.0, ""))
        try:
            for _ in range(3):
                for name, server in servers.items():
                    best[name] = max(best[name], server.ask(arguments.seconds))
            for name, server in servers.items():
                rate, slow = best[name]
                print(f"{name:34} {rate:8.0f} requests/s   p99 {slow:>9}   {best['this service'][0] / rate:5.1f} ×   {server.memory():5.0f} MB")
        finally:
            for server in servers.values():
                server.stop()


if __name__ == "__main__":
    main()
