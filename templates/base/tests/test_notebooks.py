"""The notebooks run from top to bottom on the project's data, and are committed without what they print."""

import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from ruamel.yaml import YAML

from project_package.stages.train import train_model
from project_package.utils.candidates import BASELINES
from project_package.utils.models import describe, save_model
from project_package.utils.params import Params
from project_package.utils.schema import Schema
from project_package.utils.tables import write_table

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [notebook.stem for notebook in NOTEBOOKS]


@pytest.fixture(scope="module")
def workplace(params: Params, schema: Schema, features: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Parameters, schema, a small test table and a model of it, away from the project's own."""
    root = tmp_path_factory.mktemp("workplace")
    shutil.copy("params.yaml", root)
    yaml = YAML()
    content = yaml.load(Path(params.data.schema_path))
    for described in (content, *content.get("sources", {}).values()):
        described["file"]["path"] = (ROOT / described["file"]["path"]).as_posix()
    (root / params.data.schema_path).parent.mkdir(parents=True)
    yaml.dump(content, root / params.data.schema_path)
    for part in ("train", "test"):
        write_table(features, root / params.reads["evaluate"] / f"{part}.parquet")
    model = train_model(BASELINES["linear"], {}, features, schema, params)
    about = describe(model, BASELINES["linear"], {}, params, rows=len(features), train_hash="")
    save_model(model, about, str(root / "models"))
    return root


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=NAMES)
def test_it_runs(notebook: Path, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    content = nbformat.read(notebook, as_version=4)
    NotebookClient(content, timeout=600, resources={"metadata": {"path": str(workplace)}}).execute()
    outputs = [output for cell in content.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs), "it shows no figure"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=NAMES)
def test_it_is_committed_without_outputs(notebook: Path) -> None:
    cells = [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    printed = [cell.id for cell in cells if cell.outputs or cell.execution_count]
    assert not printed, f"{notebook.name} holds outputs, and with them data; clear them in Jupyter and save it."
