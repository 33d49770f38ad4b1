"""Nothing is released that has not passed the place before; what is watched is what the service tells."""

import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from ruamel.yaml import YAML

from project_package.app.main import create_app
from project_package.delivery import evidence, judged, release
from project_package.delivery.canary import Count, counted, judge
from project_package.delivery.settings import Canary, Delivery
from project_package.delivery.smoke import smoke
from project_package.utils.errors import GateError
from project_package.utils.scoring import Scorer

IMAGE = "registry.example/team/model@sha256:" + "1" * 64
LIMITS = Delivery(p95_seconds=0.5, canary=Canary(seconds=1, error_share=0.01))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Evidence of the commit `abc` and the model `123`."""
    monkeypatch.setattr(evidence, "commit", lambda: "abc")
    monkeypatch.setattr(evidence, "model_version", lambda: "123")
    return tmp_path


def test_a_place_asks_for_the_evidence_of_the_ones_before(folder: Path) -> None:
    with pytest.raises(GateError, match=r"image\.json is missing"):
        evidence.image_for("dev", folder)
    evidence.record("image", IMAGE, ["tried"], folder)
    assert evidence.image_for("dev", folder) == IMAGE
    with pytest.raises(GateError, match=r"dev\.json is missing: dev has not been passed"):
        evidence.image_for("staging", folder)
    evidence.record("dev", IMAGE, ["tried"], folder)
    evidence.record("staging", IMAGE, ["tried"], folder)
    assert evidence.image_for("prod", folder) == IMAGE


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"image": IMAGE.replace("1", "2")}, "is of image"),
        ({"model_version": "456"}, "is of model version 456, not 123"),
        ({"commit": "def"}, "is of commit def, not abc"),
    ],
)
def test_evidence_of_something_else_does_not_count(folder: Path, change: dict[str, str], sentence: str) -> None:
    for place in ("image", "dev"):
        evidence.record(place, IMAGE, ["tried"], folder)
    file = folder / "dev.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(GateError, match=sentence):
        evidence.image_for("staging", folder)


def test_code_that_is_not_the_judged_one_does_not_go_out() -> None:
    unpulled: dict[str, list[Any]] = {"ingest": [{"changed deps": {"data/raw/table.csv": "deleted"}}]}
    assert judged._differences(unpulled) == []
    edited: dict[str, list[Any]] = {
        "featurize": [{"changed deps": {"features": "modified"}}],
        "train": ["changed command"],
    }
    assert [sentence.split(":")[0] for sentence in judged._differences(edited)] == ["featurize", "train"]
    documents: dict[str, list[Any]] = {"document": [{"changed outs": {"docs": "modified"}}]}
    assert judged._differences(documents) == []


def test_the_manifests_take_the_image_by_its_digest() -> None:
    with release.manifests_with(IMAGE) as folder:
        for place in ("overlays/dev", "overlays/staging", "overlays/prod", "canary"):
            settings = YAML(typ="safe", pure=True).load(folder / place / "kustomization.yaml")
            assert settings["images"] == [
                {"name": "model-service", "newName": IMAGE.split("@")[0], "digest": IMAGE.split("@")[1]}
            ]
            assert release.names(folder / place)[0].endswith(place.split("/")[-1].replace("canary", "prod"))


@pytest.fixture
def service(models: Path) -> Iterator[tuple[str, TestClient]]:
    """The service on a port, one request after the other."""
    with TestClient(create_app(str(models)), raise_server_exceptions=False) as client:

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(None)

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers["content-length"])))

            def _answer(self, body: bytes | None) -> None:
                headers = {"content-type": "application/json"}
                answer = (
                    client.get(self.path) if body is None else client.post(self.path, content=body, headers=headers)
                )
                self.send_response(answer.status_code)
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", client
        server.shutdown()
        server.server_close()


def test_smoke_finds_the_model_and_not_another_one(service: tuple[str, TestClient], scorer: Scorer) -> None:
    url, _ = service
    found = smoke(url, scorer, p95_seconds=30, wait=1)
    assert found[0] == f"Model {scorer.manifest['version']} is loaded."
    with pytest.raises(GateError, match="not another"):
        smoke(url, Scorer(scorer.model, scorer.manifest | {"version": "another"}, scorer.schema), 30, wait=1)
    with pytest.raises(GateError, match="p95_seconds is 0"):
        smoke(url, scorer, p95_seconds=0, wait=1)


def test_a_canary_is_judged_by_what_the_service_counts(service: tuple[str, TestClient]) -> None:
    _, client = service
    before = counted(client.get("/metrics").text)
    for _ in range(3):
        client.post("/v1/predict", json={"records": []})
    count = counted(client.get("/metrics").text).since(before)
    assert (count.requests, count.errors) == (3, 0)
    assert judge(count, LIMITS).startswith("The canary gave 3 answers, 0 of them errors")


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (Count(), "not asked anything"),
        (Count(100, 2, {0.1: 100}), "2 of the canary's 100 answers"),
        (Count(100, 0, {0.1: 90, 1.0: 100}), "took up to 1 s"),
    ],
)
def test_a_canary_that_fails_is_refused(count: Count, sentence: str) -> None:
    with pytest.raises(GateError, match=sentence):
        judge(count, LIMITS)


@pytest.mark.parametrize("file", ["deploy/monitoring/alerts.yaml", "deploy/monitoring/dashboard.json"])
def test_alerts_and_dashboard_read_metrics_that_there_are(service: tuple[str, TestClient], file: str) -> None:
    _, client = service
    told = client.get("/metrics").text
    families = set(re.findall(r"^# TYPE (\w+)", told, re.MULTILINE))
    known = families | {f"{name}_{part}" for name in families for part in ("bucket", "count", "sum")}
    read = set(re.findall(r"\b(?:service|model)_[a-z_]+\b", Path(file).read_text(encoding="utf-8")))
    assert read and read <= known
