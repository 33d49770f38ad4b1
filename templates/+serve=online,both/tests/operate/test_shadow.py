"""A candidate is compared with the model in use, and nothing that becomes of it changes an answer."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from project_package.app.main import create_app
from project_package.app.observe import SHADOW
from project_package.app.settings import Serve, load_serve
from project_package.app.shadow import compare

Record = dict[str, Any]


def counted(result: str) -> float:
    return float(SHADOW.labels(result)._value.get())


def shadowed(folder: Path, tmp_path: Path) -> Serve:
    serve = load_serve()
    log = serve.log.model_copy(update={"path": str(tmp_path / "inference.jsonl"), "share": 0.0})
    return serve.model_copy(update={"shadow": str(folder.resolve()), "log": log})


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_same_model_says_the_same(models: Path, records: list[Record], tmp_path: Path) -> None:
    serve, before = shadowed(models, tmp_path), counted("same")
    with TestClient(create_app(str(models), serve)) as client:
        said = client.post("/v1/predict", json={"id": "a", "records": records[:5]}).json()
        wait_for(lambda: counted("same") == before + 5)
        wait_for(lambda: len(Path(serve.log.path).read_text(encoding="utf-8").splitlines()) == 10)
    lines = [json.loads(line) for line in Path(serve.log.path).read_text(encoding="utf-8").splitlines()]
    assert [line.get("shadow", False) for line in lines] == [False] * 5 + [True] * 5
    assert [line["id"] for line in lines[:5]] == [line["id"] for line in lines[5:]]
    assert [line["prediction"] for line in lines[5:]] == pytest.approx(
        [row["prediction"] for row in said["predictions"]]
    )


def test_a_candidate_that_ends_stops_no_answer(models: Path, records: list[Record], tmp_path: Path) -> None:
    app = create_app(str(models), shadowed(tmp_path / "nothing", tmp_path))
    with TestClient(app) as client:
        app.state.service.shadow.process.kill()
        app.state.service.shadow.thread.join(60)
        before = counted("left out")
        assert client.post("/v1/predict", json={"records": records[:1]}).status_code == 200
        assert counted("left out") == before + 1


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [
        ({"prediction": [2.0, 0.0, 0.0]}, {"prediction": [1.0, 0.0, -3.0]}, [(False, 0.5), (True, 0.0), (False, 1.0)]),
        (
            {"prediction": ["a", "b"], "probability_a": [0.75, 0.25], "probability_b": [0.25, 0.75]},
            {"prediction": ["a", "c"], "probability_a": [0.5, 0.25], "probability_c": [0.5, 0.75]},
            [(True, 0.5), (False, 0.75)],
        ),
    ],
)
def test_answers_are_compared_record_by_record(mine: Any, theirs: Any, wanted: list[tuple[bool, float]]) -> None:
    assert compare(mine, theirs) == wanted
