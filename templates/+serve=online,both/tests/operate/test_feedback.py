"""What came true of an answer is written down, and its errors are compared with those at the evaluation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fastapi.testclient import TestClient

from project_package.app.journal import Journal
from project_package.app.main import create_app
from project_package.app.settings import Serve, load_serve
from project_package.monitoring.outcomes import known_outcomes, review
from project_package.monitoring.page import drift_page
from project_package.monitoring.profile import Profile
from project_package.utils.params import Params

Record = dict[str, Any]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    serve, logs = load_serve(), tmp_path_factory.mktemp("logs")
    files = {"path": str(logs / "inference.jsonl"), "outcomes": str(logs / "outcomes.jsonl")}
    return serve.model_copy(update={"log": serve.log.model_copy(update=files | {"share": 0.0})})


@pytest.fixture(scope="module")
def client(models: Path, settings: Serve) -> Iterator[TestClient]:
    with TestClient(create_app(str(models), settings)) as client:
        yield client


def told(sample: pd.DataFrame, target: str) -> list[Any]:
    """The target of each row as JSON has it."""
    return [value.item() if hasattr(value, "item") else value for value in sample[target]]


def known(settings: Serve) -> dict[str, pd.DataFrame]:
    return known_outcomes(Path(settings.log.path), Path(settings.log.outcomes))


def test_outcomes_are_joined_with_their_answers(
    client: TestClient, settings: Serve, records: list[Record], sample: pd.DataFrame, profile: Profile, params: Params
) -> None:
    outcomes = told(sample, params.data.target)
    assert review(known(settings), profile, params)["verdict"] == "not judged"
    said, half = [], min(50, len(sample) // 2)
    for start in (0, half):
        asked, part = f"batch {start}", slice(start, start + half)
        answer = client.post("/v1/predict", json={"id": asked, "records": records[part]}).json()
        assert answer["id"] == asked
        said += [row["prediction"] for row in answer["predictions"]]
        # What was not known at first comes later, and a mistake is put right.
        first = [None, outcomes[start + 1], *outcomes[part][2:-1], outcomes[start]]
        assert client.post("/v1/feedback", json={"id": asked, "outcomes": first}).json() == {"stored": half - 1}
        assert client.post("/v1/feedback", json={"id": asked, "outcomes": outcomes[part]}).json() == {"stored": half}
    rows = known(settings)[profile.model_version]
    assert rows["prediction"].tolist() == said
    assert rows["outcome"].tolist() == outcomes[: 2 * half]
    report = review(known(settings), profile, params)
    assert (report["verdict"], report["rows"]) == ("none", 2 * half), report["sentence"]
    assert report["sentence"] in drift_page(report)


def test_worse_answers_are_found(
    client: TestClient, settings: Serve, profile: Profile, params: Params, sample: pd.DataFrame
) -> None:
    rows = known(settings)[profile.model_version]
    other = sample[params.data.target].unique().tolist()
    if params.data.task == "regression":
        wrong = rows["prediction"] + 10 * float(sample[params.data.target].std())
    else:
        wrong = rows["prediction"].map({name: other[place - 1] for place, name in enumerate(other)})
    report = review({profile.model_version: rows.assign(outcome=wrong)}, profile, params)
    assert report["verdict"] == "drift"
    assert "differ from" in report["sentence"]


NO_OUTCOMES: list[Record] = [
    {},
    {"id": "a"},
    {"id": "", "outcomes": [None]},
    {"id": "a", "outcomes": []},
    {"id": "a", "outcomes": [{}]},
]


@pytest.mark.parametrize("body", NO_OUTCOMES)
def test_what_is_no_outcome_is_refused(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post("/v1/feedback", json=body).status_code == 422


def test_ids_are_not_written_down(client: TestClient, settings: Serve, records: list[Record]) -> None:
    client.post("/v1/predict", json={"id": "ada@example.com", "records": records[:1]})
    client.post("/v1/feedback", json={"id": "ada@example.com", "outcomes": [None]})
    assert "example" not in Path(settings.log.path).read_text() + Path(settings.log.outcomes).read_text()


def test_a_file_that_is_full_gets_no_more(
    models: Path, settings: Serve, records: list[Record], sample: pd.DataFrame, params: Params, tmp_path: Path
) -> None:
    full = settings.log.model_copy(update={"max_bytes": 10, "outcomes": str(tmp_path / "outcomes.jsonl")})
    with TestClient(create_app(str(models), settings.model_copy(update={"log": full}))) as client:
        assert client.post("/v1/predict", json={"id": "a", "records": records[:1]}).status_code == 200
        outcomes = told(sample, params.data.target)[:1]
        assert client.post("/v1/feedback", json={"id": "a", "outcomes": outcomes}).status_code == 503
    assert not Journal(str(tmp_path / "outcomes.jsonl"), 10).file.read_bytes()
