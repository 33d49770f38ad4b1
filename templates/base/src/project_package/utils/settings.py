"""Reading a YAML file into a typed model; a mistake names the file, the line and the key."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from project_package.utils.errors import ProjectError


class Settings(BaseModel):
    """A section of a YAML file: unknown keys are refused, values do not change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=BaseModel)


def read_settings(path: str | Path, model: type[Model]) -> Model:
    """Read a YAML 1.2 file (`yes` and `no` are words there, not booleans) into a pydantic model.

    Raises:
        ProjectError: the file is missing, is not YAML or does not fit the model.
    """
    file = Path(path)
    if not file.is_file():
        raise ProjectError(f"{file} is missing; run this from the project's root folder.")
    text = file.read_text(encoding="utf-8")
    try:
        return model.model_validate(YAML(typ="safe", pure=True).load(text) or {})
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProjectError(f"{file}:{line}: this is not valid YAML: {error.problem}.") from error
    except ValidationError as error:
        document = YAML(typ="rt", pure=True).load(text)
        sentences = [
            f"{file}:{_line(document, mistake['loc'])}: {'.'.join(map(str, mistake['loc']))}: {mistake['msg']}."
            for mistake in error.errors()
        ]
        raise ProjectError("\n".join(sentences)) from error


def _line(document: Any, keys: tuple[int | str, ...]) -> int:
    """Line of the innermost key of the path that stands in the document, counted from 1."""
    line = 0
    for key in keys:
        try:
            place = document.lc.item if isinstance(key, int) else document.lc.key
            line = place(key)[0]
            document = document[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line + 1
