"""Export ONNX: write a twin of the model that runs without Python, and check that both answer alike.

In:  the model in `models/`; `train.parquet` and `test.parquet` in the folder named by `reads.export_onnx`.
Out: `models/export_onnx/prepare.joblib`, from features to numbers, and `model.onnx`, from these to the
     answer: input `X`, float32; outputs as `reports/export_onnx.json` names them. The report also holds the
     scores of both and how far their answers are apart; without a `model.onnx` it says why there is none.

The twin is fitted on the same rows in the form that ONNX can express: every category a plain number, what
is missing far below all others. A candidate that ONNX cannot express, or that answers differently there,
is not exported.
"""

from pathlib import Path
from typing import Any
from unittest.mock import patch

import joblib
import numpy as np
import pandas as pd
from pydantic import Field
from sklearn.base import clone
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline

from project_package.utils.errors import run
from project_package.utils.models import labels, load_model, predict
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.scores import scores
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_table

FOLDER = Path("models/export_onnx")
REPORT = "reports/export_onnx.json"
MISSING = -1e6


class ExportOnnx(Settings):
    """The section `export_onnx` of `params.yaml`."""

    tolerance: float = Field(gt=0)


class StageParams(Params):
    """All of `params.yaml`."""

    export_onnx: ExportOnnx


def numbers(prepare: Pipeline, features: pd.DataFrame) -> np.ndarray:
    """What the model's own preprocessing makes of the features, as float32."""
    prepared = prepare.transform(features)
    return np.asarray(prepared.toarray() if hasattr(prepared, "toarray") else prepared, dtype=np.float32)


def fit_twin(estimator: Any, prepared: np.ndarray, target: pd.Series) -> Pipeline:
    """The estimator with its settings, fitted on numbers only."""
    twin = clone(estimator)
    if "categorical_features" in twin.get_params():
        twin.set_params(categorical_features=None)
    filled = SimpleImputer(strategy="constant", fill_value=MISSING, keep_empty_features=True)
    return make_pipeline(filled, twin).fit(prepared, labels(target))


def to_onnx(twin: Pipeline, prepared: np.ndarray) -> bytes:
    """The twin as an ONNX file.

    Raises:
        Exception: of the converter's own kinds, when ONNX cannot express the estimator.
    """
    import skl2onnx  # type: ignore[import-untyped]
    from skl2onnx.common import tree_ensemble  # type: ignore[import-untyped]

    add_node = tree_ensemble.add_node

    def add_whole_numbers(*places: Any, nodes_missing_value_tracks_true: Any = 0, **settings: Any) -> None:
        add_node(*places, nodes_missing_value_tracks_true=int(nodes_missing_value_tracks_true), **settings)

    options = {id(twin): {"zipmap": False}} if hasattr(twin, "classes_") else None
    # skl2onnx 1.20 writes True and False where ONNX takes 1 and 0.
    with patch.object(tree_ensemble, "add_node", add_whole_numbers):
        return bytes(skl2onnx.to_onnx(twin, prepared[:1], options=options).SerializeToString())


def difference(twin: Pipeline, file: bytes, prepared: np.ndarray) -> tuple[float, list[str]]:
    """How far the answers of the ONNX file are from the twin's, at most, and the names of its outputs."""
    import onnxruntime  # type: ignore[import-untyped]

    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    answers = session.run(None, {"X": prepared})[-1]
    if hasattr(twin, "classes_"):
        return float(np.abs(answers - twin.predict_proba(prepared)).max()), [out.name for out in session.get_outputs()]
    expected = twin.predict(prepared)
    spread = float(np.std(expected)) or 1.0
    return float(np.abs(answers.ravel() - expected).max()) / spread, [out.name for out in session.get_outputs()]


def export(twin: Pipeline, prepared: np.ndarray, tolerance: float) -> tuple[bytes | None, dict[str, Any]]:
    """The ONNX file, or None, and the report on it."""
    try:
        file = to_onnx(twin, prepared)
    except Exception as error:  # each converter raises its own kinds
        reason = f"ONNX cannot express {type(twin[-1]).__name__}: {' '.join(str(error).split())[:200]}"
        return None, {"exported": False, "reason": reason}
    apart, outputs = difference(twin, file, prepared)
    if not apart <= tolerance:
        return None, {"exported": False, "reason": f"its answers are up to {apart:.2g} apart, {tolerance:g} is allowed"}
    return file, {"exported": True, "outputs": outputs, "largest_difference": apart}


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    model, manifest = load_model()
    train, test = (read_table(f"{params.reads['export_onnx']}/{part}.parquet") for part in ("train", "test"))
    prepare, target = model[:-1], params.data.target
    twin = fit_twin(model[-1], numbers(prepare, train[manifest["features"]]), train[target])
    prepared = numbers(prepare, test[manifest["features"]])
    file, report = export(twin, prepared, params.export_onnx.tolerance)

    FOLDER.mkdir(parents=True, exist_ok=True)
    joblib.dump(prepare, FOLDER / "prepare.joblib", compress=("zlib", 3))
    (FOLDER / "model.onnx").unlink(missing_ok=True)
    if file is not None:
        (FOLDER / "model.onnx").write_bytes(file)
    twin_scores = scores(test[target], predict(twin, pd.DataFrame(prepared)), params.data)
    model_scores = scores(test[target], predict(model, test[manifest["features"]]), params.data)
    write_json({"model": manifest["candidate"], **report, "twin": twin_scores, "original": model_scores}, REPORT)


if __name__ == "__main__":
    run(main)
