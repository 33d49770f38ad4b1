"""The whole pipeline in the order of `dvc.yaml`, on a sample: each stage takes what those before it have left."""

import shutil
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

from project_package.reporting.documents.diagrams import stage_graph
from project_package.reporting.documents.run import load_run
from project_package.stages.ingest import INGESTED
from project_package.utils.errors import GateError
from project_package.utils.params import Params
from project_package.utils.reports import read_json
from project_package.utils.tables import write_table

# Other commands in `dvc.yaml` have tests of their own.
OWN = "python -m project_package.stages."


def stages_from_ingest() -> list[str]:
    """The stages that use what ingest reads, in an order in which they can run."""
    graph = stage_graph(load_run())
    used = ["ingest"]
    for name in TopologicalSorter(graph).static_order():
        if graph[name] & set(used):
            used.append(name)
    return used


@pytest.fixture
def workplace(params: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the stages read, with a short search and checks that no sample of a few rows can fail."""
    yaml = YAML()
    content = yaml.load(Path("params.yaml"))
    content["tune"] |= {"trials": 2, "folds": 2}
    content["validate"] |= {"label_noise": 1.0, "leakage": 1.0, "out_of_range": 1.0}
    yaml.dump(content, tmp_path / "params.yaml")
    content = yaml.load(Path(params.data.schema_path))
    for described in (content, *content.get("sources", {}).values()):
        described["file"]["path"] = Path(described["file"]["path"]).resolve().as_posix()
    (tmp_path / params.data.schema_path).parent.mkdir(parents=True)
    yaml.dump(content, tmp_path / params.data.schema_path)
    for name in ("dvc.yaml", "requirements.txt"):
        shutil.copy(name, tmp_path)
    shutil.copytree("docs", tmp_path / "docs")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{(tmp_path / 'mlflow.db').as_posix()}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_stage_runs_after_those_before_it(workplace: Path, sample: pd.DataFrame) -> None:
    stages = YAML(typ="safe").load(workplace / "dvc.yaml")["stages"]
    for name in stages_from_ingest():
        command = str(stages[name].get("cmd"))
        if not command.startswith(OWN):
            continue
        main = import_module(command.removeprefix("python -m ")).main
        try:
            main()
        except GateError:
            assert name == "gate" and not read_json("reports/gates.json")["passed"]
        if name == "ingest":
            write_table(sample, INGESTED)
    run = load_run(workplace)
    assert run.trained
    assert run.metrics["rows_train"] + run.metrics["rows_test"] == len(sample)
    assert run.fingerprint in (workplace / "docs/model-card.md").read_text(encoding="utf-8")
