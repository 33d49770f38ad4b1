"""Reading a YAML file into a typed model; a mistake names the file, the line and the key."""

from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from project_package.utils.errors import ProjectError


class Settings(BaseModel):
    """A section of a YAML file: unknown keys are refused, values do not change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Sections(Settings):
    """All of `params.yaml`; sections of added stages need no model."""

    model_config = ConfigDict(extra="allow", frozen=True)

    def section(self, name: str) -> dict[str, Any]:
        """Values of a section that has no model here; none where it is missing or empty.

        Raises:
            ProjectError: it is no section but a single value.
        """
        values = (self.model_extra or {}).get(name) or {}
        if not isinstance(values, dict):
            raise ProjectError(f"{name} in params.yaml is {values!r}, where a section of keys and values belongs.")
        return dict(values)


class _Reads(dict[str, str]):
    """The table of each stage."""

    def __missing__(self, stage: str) -> str:
        raise ProjectError(f"`reads` in params.yaml has no key {stage!r}: it says which table the stage reads.")


Reads = Annotated[dict[str, Annotated[str, Field(min_length=1)]], AfterValidator(_Reads)]
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
        raise ProjectError("\n".join(_sentences(file, YAML(typ="rt", pure=True).load(text), error))) from error


def checked_section(path: str | Path, name: str, values: dict[str, Any], model: type[Model]) -> Model:
    """Check a section that was read with the rest of a file, and has a model of its own.

    Raises:
        ProjectError: the section does not fit the model.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        document = YAML(typ="rt", pure=True).load(Path(path).read_text(encoding="utf-8"))
        raise ProjectError("\n".join(_sentences(Path(path), document, error, name))) from error


def _sentences(file: Path, document: Any, error: ValidationError, *section: str) -> list[str]:
    """One sentence for each key that is wrong: where, what it may be, and what it is."""
    said: dict[tuple[int | str, ...], list[ErrorDetails]] = {}
    for mistake in error.errors():
        mistake["loc"] = (*section, *mistake["loc"])
        said.setdefault(_keys(document, mistake), []).append(mistake)
    # Of a value that may be of several kinds, what is wrong inside says more than that it is no other kind.
    innermost = [keys for keys in said if not any(other[: len(keys)] == keys != other for other in said)]
    return [f"{file}:{_line(document, keys)}: {'.'.join(map(str, keys))}: {_wrong(said[keys])}." for keys in innermost]


def _keys(document: Any, mistake: ErrorDetails) -> tuple[int | str, ...]:
    """The keys of the file that lead to a mistake: without the kinds of value that pydantic tried on the way."""
    keys: list[int | str] = []
    for key in mistake["loc"]:
        try:
            document = document[key]
        except (KeyError, IndexError, TypeError):
            # The first is a key of the file, though it may be the one that is missing.
            if keys and (key != mistake["loc"][-1] or mistake["type"] not in ("missing", "extra_forbidden")):
                continue
        keys.append(key)
    return tuple(keys)


def _wrong(mistakes: list[ErrorDetails]) -> str:
    """What a value may be, and what it is."""
    if mistakes[0]["type"] == "extra_forbidden":
        return "there is no such key here"
    rules = dict.fromkeys(mistake["msg"].removeprefix("Value error, ") for mistake in mistakes)
    value = mistakes[0]["input"]
    shown = "" if isinstance(value, dict) else f", and not {value!r}"
    return " or ".join([next(iter(rules)), *(rule[0].lower() + rule[1:] for rule in list(rules)[1:])]) + shown


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
