"""Saving, loading and asking a model. A model file is code: only one whose hash is known is ever loaded."""

import copyreg
import hashlib
import pickle
import platform
import warnings
import zlib
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline

from project_package.utils.errors import ProjectError
from project_package.utils.machine import machine
from project_package.utils.params import Params
from project_package.utils.reports import read_json, write_json
from project_package.utils.tables import sha256

PACKAGES = ("numpy", "pandas", "scipy", "scikit-learn", "joblib", "pyarrow")
# At each call scikit-learn warns of what the models here are made for: a category that no training row has.
warnings.filterwarnings("ignore", "Found unknown categories in columns", UserWarning)


def save_model(model: Pipeline, about: dict[str, Any], folder: str = "models") -> None:
    """Write `model.joblib` and `manifest.json`: the file's hash, what it was made of and with which versions."""
    file = Path(folder) / "model.joblib"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(zlib.compress(_pickled(model), 3))
    digest = sha256(file)
    manifest = {"model": file.name, "version": digest[:12], "sha256": digest} | about
    manifest |= {"python": platform.python_version(), "machine": machine()}
    manifest |= {"versions": {name: version(name) for name in PACKAGES}}
    write_json(manifest, file.with_name("manifest.json"))


def _pickled(model: Pipeline) -> bytes:
    """Equal models as equal bytes: scikit-learn's trees keep unused bytes between their numbers, whatever they are."""
    from sklearn.tree._tree import Tree

    def reduced(tree: Tree) -> tuple[Any, ...]:
        kind, arguments, state = tree.__reduce__()
        nodes = np.zeros(state["nodes"].shape, state["nodes"].dtype)
        for name in nodes.dtype.names:
            nodes[name] = state["nodes"][name]
        return kind, arguments, state | {"nodes": nodes}

    file = BytesIO()
    pickler = pickle.Pickler(file, protocol=5)
    pickler.dispatch_table = copyreg.dispatch_table | {Tree: reduced}
    pickler.dump(model)
    return file.getvalue()


def describe(
    model: Pipeline, candidate: str, settings: dict[str, Any], params: Params, *, rows: int, train_hash: str
) -> dict[str, Any]:
    """What the manifest says of a fitted model besides its file: what it is, of which data, how it was made."""
    return {
        "candidate": candidate,
        "params": settings,
        "task": params.data.task,
        "target": params.data.target,
        "classes": list(model.classes_) if hasattr(model, "classes_") else None,
        "positive": params.data.positive,
        "features": [str(name) for name in model.feature_names_in_],
        "rows": rows,
        "seed": params.base.seed,
        "threads": 1,
        "data": {"train": train_hash},
    }


def load_model(folder: str = "models") -> tuple[Pipeline, dict[str, Any]]:
    """Load the model and its manifest.

    Raises:
        ProjectError: there is no model, or it is not the file that the manifest was written for.
    """
    manifest_file = Path(folder) / "manifest.json"
    if not manifest_file.is_file():
        raise ProjectError(f"{manifest_file} is missing: there is no model yet; train one first.")
    manifest = read_json(manifest_file)
    file = manifest_file.with_name("model.joblib")
    if not file.is_file():
        raise ProjectError(f"{file} is missing; `dvc pull` fetches it from the remote, training makes it anew.")
    # Read once: what is loaded are the bytes that were hashed, whatever becomes of the file meanwhile.
    content = file.read_bytes()
    if hashlib.sha256(content).hexdigest() != manifest["sha256"]:
        raise ProjectError(
            f"{file} is not the file that {manifest_file} describes (its sha256 differs), so it is not loaded: "
            "loading runs code. `dvc checkout` restores the recorded model, training makes a new one."
        )
    return joblib.load(BytesIO(content)), manifest


def predict(model: BaseEstimator, features: Any) -> pd.DataFrame:
    """Predictions row by row: `prediction`, and `probability_<class>` in [0, 1] for each class there is."""
    return pd.DataFrame(answers(model, features), index=getattr(features, "index", None))


def answers(model: BaseEstimator, features: Any) -> dict[str, np.ndarray]:
    """The columns of `predict` without a table, which costs a service more time than a small model does."""
    if not hasattr(model, "classes_"):
        return {"prediction": model.predict(features)}
    probabilities = model.predict_proba(features)
    columns = {f"probability_{name}": probabilities[:, place] for place, name in enumerate(model.classes_)}
    by_threshold = hasattr(model, "decide")
    prediction = model.decide(probabilities) if by_threshold else model.classes_[probabilities.argmax(axis=1)]
    return {"prediction": prediction, **columns}


def labels(target: pd.Series) -> Any:
    """The target as scikit-learn takes it: a plain numpy array, words as objects."""
    return target.to_numpy(dtype=object) if target.dtype.kind not in "biuf" else target.to_numpy()
