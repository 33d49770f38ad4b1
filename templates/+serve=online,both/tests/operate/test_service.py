"""The service answers as the training's functions do, and refuses what does not fit the schema."""

import json
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from fastapi.testclient import TestClient

from project_package.app.fast import probe_records, speed_up
from project_package.app.main import create_app
from project_package.app.observe import LOG_FAILURES, NOT_FINITE
from project_package.app.settings import Serve, load_serve
from project_package.utils.deciding import CalibratedPipeline, DecidingPipeline
from project_package.utils.errors import ProjectError
from project_package.utils.models import load_model, predict
from project_package.utils.schema import Schema
from project_package.utils.scoring import Scorer

Record = dict[str, Any]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs") / "inference.jsonl"


@pytest.fixture(scope="module")
def settings(log: Path, records: list[Record]) -> Serve:
    serve, largest = load_serve(), max(1_000_000, 2 * len(json.dumps({"records": records})))
    written = serve.log.model_copy(update={"path": str(log), "share": 1.0})
    return serve.model_copy(update={"max_records": 300, "max_body_bytes": largest, "log": written})


@pytest.fixture(scope="module")
def client(models: Path, settings: Serve) -> Iterator[TestClient]:
    with TestClient(create_app(str(models), settings), raise_server_exceptions=False) as client:
        yield client


def expected(records: list[Record], scorer: Scorer) -> list[Record]:
    rows = []
    for row in scorer.score(records).to_dict("records"):
        prediction = row.pop("prediction")
        shares = {str(name).removeprefix("probability_"): value for name, value in row.items()}
        rows.append({"prediction": prediction} | ({"probabilities": shares} if shares else {}))
    return rows


def test_answers_are_those_of_the_training(client: TestClient, records: list[Record], scorer: Scorer) -> None:
    for part in (records[:1], records[:50], records):
        answer = client.post("/v1/predict", json={"records": part})
        assert answer.status_code == 200, answer.text
        assert answer.json()["model_version"] == scorer.manifest["version"]
        predictions = answer.json()["predictions"]
        for given, wanted in zip(predictions, expected(part, scorer), strict=True):
            assert given["prediction"] == pytest.approx(wanted["prediction"])
            assert given.get("probabilities", {}) == pytest.approx(wanted.get("probabilities", {}))


def test_the_rows_of_the_training_get_the_answers_of_the_training(
    client: TestClient, records: list[Record], models: Path, features: pd.DataFrame
) -> None:
    model, manifest = load_model(str(models))
    wanted = predict(model, features[manifest["features"]])["prediction"].head(100).tolist()
    given = client.post("/v1/predict", json={"records": records[:100]}).json()["predictions"]
    assert [row["prediction"] for row in given] == (wanted if manifest["classes"] else pytest.approx(wanted))


def calibrated(scorer: Scorer) -> Scorer:
    """The same model with other probabilities; a number has none."""
    model, manifest = scorer.model, scorer.manifest
    if manifest["positive"] is not None:
        known = {"positive": manifest["positive"], "threshold": 0.3}
        return replace(scorer, model=DecidingPipeline(model.steps, **known, slope=0.5, intercept=0.4))
    if manifest["classes"]:
        apart = [0.5 * place for place, _ in enumerate(manifest["classes"])]
        return replace(scorer, model=CalibratedPipeline(model.steps, slope=0.5, intercepts=apart))
    return scorer


def test_the_short_way_gives_the_same_answers(scorer: Scorer, schema: Schema) -> None:
    for asked in (scorer, calibrated(scorer)):
        fast = speed_up(asked)
        if fast is not None:
            rows = probe_records(schema, 50, seed=1)
            wanted = asked.score(rows)
            pd.testing.assert_frame_equal(pd.DataFrame(fast.score(rows)), wanted, check_dtype=False, rtol=1e-9)
    assert (speed_up(scorer) is None) == (speed_up(calibrated(scorer)) is None)


def test_the_open_inference_protocol_gives_the_same(client: TestClient, records: list[Record], schema: Schema) -> None:
    name = schema.table
    inputs = [
        asked | {"shape": [20], "data": [row[asked["name"]] for row in records[:20]]}
        for asked in client.get(f"/v2/models/{name}").json()["inputs"]
    ]
    answer = client.post(f"/v2/models/{name}/infer", json={"id": "1", "inputs": inputs})
    assert answer.status_code == 200, answer.text
    plain = client.post("/v1/predict", json={"records": records[:20]}).json()["predictions"]
    assert answer.json()["outputs"][0]["data"] == [row["prediction"] for row in plain]
    assert client.get("/v2/health/ready").status_code == 200
    assert client.get("/v2/models/another").status_code == 404


def broken(record: Record, feature: str) -> dict[str, Any]:
    """Bodies that do not fit the schema, by what is wrong with them."""
    missing = {name: value for name, value in record.items() if name != feature}
    return {
        "a missing column": {"records": [missing]},
        "an extra column": {"records": [record | {"never heard of": 1}]},
        "a list for a value": {"records": [record | {feature: [1]}]},
        "an object for a value": {"records": [record | {feature: {}}]},
        "more than 64 bits": {"records": [record | {feature: 10**40}]},
        "a NUL byte": {"records": [record | {feature: "\0"}]},
        "not a number": {"records": [record | {feature: float("nan")}]},
        "infinity": {"records": [record | {feature: float("-inf")}]},
        "half a character": {"records": [record | {feature: "\ud800"}]},
        "half a character as a name": {"records": [record | {"\ud800": 1}]},
        "no record": {"records": []},
        "too many records": {"records": [record] * 301},
        "no list": {"records": record},
        "no records": {},
        "something else": {"records": [record], "more": 1},
    }


def test_what_does_not_fit_is_refused(client: TestClient, records: list[Record], schema: Schema) -> None:
    for what, body in broken(records[0], schema.features[0]).items():
        answer = client.post("/v1/predict", content=json.dumps(body), headers={"content-type": "application/json"})
        assert answer.status_code == 422, (what, answer.text)
        assert all(fault.keys() == {"loc", "msg", "type"} for fault in answer.json()["detail"]), what


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b'{"records": [NaN]}', b"x" * 1_000_001])
def test_what_is_no_request_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/v1/predict", content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert "detail" in answer.json()


def test_an_answer_that_is_no_number_is_refused_and_counted(
    models: Path, settings: Serve, records: list[Record]
) -> None:
    app = create_app(str(models), settings)

    before = NOT_FINITE._value.get()
    with TestClient(app) as client:
        service = app.state.service
        broken = SimpleNamespace(answers=lambda _: {"prediction": [float("nan")]}, manifest=service.scorer.manifest)
        service.fast, service.scorer = None, broken
        assert client.post("/v1/predict", json={"records": records[:1]}).status_code == 422
        assert f"model_answers_not_finite_total {before + 1}" in client.get("/metrics").text


@pytest.mark.parametrize("full", ["/dev/full", "a folder"])
def test_a_log_that_cannot_be_written_stops_no_answer(
    full: str, models: Path, settings: Serve, records: list[Record]
) -> None:
    file = full if Path(full).exists() else str(models)
    log = settings.log.model_copy(update={"path": file})
    before = LOG_FAILURES._value.get()
    with TestClient(create_app(str(models), settings.model_copy(update={"log": log}))) as client:
        assert client.post("/v1/predict", json={"records": records[:1]}).status_code == 200
        assert f"service_log_failures_total {before + 1}" in client.get("/metrics").text


def test_a_model_file_that_is_replaced_meanwhile_changes_no_answer(
    models: Path, settings: Serve, records: list[Record], tmp_path: Path
) -> None:
    for file in models.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with TestClient(create_app(str(tmp_path), settings)) as client:
        before = client.post("/v1/predict", json={"records": records[:5]}).json()
        (tmp_path / "model.joblib").write_bytes(b"half of another")
        assert client.post("/v1/predict", json={"records": records[:5]}).json() == before


def test_it_tells_about_itself(client: TestClient, records: list[Record], scorer: Scorer) -> None:
    client.post("/v1/predict", json={"records": records[:1]})
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json()["model_version"] == scorer.manifest["version"]
    assert 'service_requests_total{path="/v1/predict",status="200"}' in client.get("/metrics").text
    assert "/v1/predict" in client.get("/openapi.json").json()["paths"]


def test_the_log_has_answers_but_nothing_personal(
    client: TestClient, records: list[Record], log: Path, schema: Schema
) -> None:
    client.post("/v1/predict", json={"records": records[:3]})
    line = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
    secret = [column.name for column in schema.columns if column.personal or column.sensitive or column.role == "text"]
    assert line["record"].keys() == set(schema.features) - set(secret)
    assert "prediction" in line


def test_reasons_add_up_to_the_answer(client: TestClient, records: list[Record]) -> None:
    for record in records[:3]:
        answer = client.post("/v1/explain", json={"records": [record]})
        assert answer.status_code == 200, answer.text
        told = answer.json()
        added = sum(reason["contribution"] for reason in told["contributions"])
        assert told["typical"] + added == pytest.approx(told["value"])
        [said] = client.post("/v1/predict", json={"records": [record]}).json()["predictions"]
        name = told["explained"].removeprefix("probability_")
        assert told["value"] == pytest.approx(said.get("probabilities", said)[name])


def test_the_page_has_every_column_and_can_be_switched_off(
    client: TestClient, models: Path, settings: Serve, records: list[Record]
) -> None:
    required = client.get("/openapi.json").json()["components"]["schemas"]["Record"]["required"]
    assert client.get("/").text.count("data-name=") == len(required)
    with TestClient(create_app(str(models), settings.model_copy(update={"page": False}))) as without:
        assert without.get("/").status_code == without.get("/docs").status_code == 404
        assert without.post("/v1/explain", json={"records": records[:1]}).status_code == 404


def test_a_model_that_was_changed_is_not_taken_into_use(
    models: Path, settings: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "tracebacklimit", None, raising=False)
    for file in models.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.joblib").write_bytes(b"something else")
    with pytest.raises(ProjectError, match="sha256") as stopped, TestClient(create_app(str(tmp_path), settings)):
        pass
    # What a server prints is the sentence alone.
    assert len(traceback.format_exception(stopped.value)) <= 2
