"""Reading and writing the small text files of a run, so that equal results are equal bytes."""

import json
import math
from pathlib import Path
from typing import Any

from project_package.utils.errors import ProjectError


def read_json(path: str | Path) -> Any:
    """Read a JSON file of the run.

    Raises:
        ProjectError: it is not there yet, or is no JSON.
    """
    if not Path(path).is_file():
        raise ProjectError(f"{path} is missing: the stage that writes it has not run yet.")
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ProjectError(f"{path} is no JSON, so it is not what a stage has written: {error}.") from error


def write_json(content: Any, path: str | Path) -> None:
    """Write a JSON file; numbers that do not exist (NaN, infinity) become null."""
    write_text(json.dumps(plain(content), indent=2, ensure_ascii=False) + "\n", path)


def write_text(text: str, path: str | Path) -> None:
    """Write a file in one step: a reader sees the old one or the new one, never half of it."""
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(file)


def plain(value: Any) -> Any:
    """The value in the types that JSON knows."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)
