"""Templates into documents: Markdown that is filled part by part, the HTML report, and JSON for other tools."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemLoader,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
)
from jinja2.utils import missing
from markupsafe import Markup

from project_package.reporting.documents import words
from project_package.reporting.documents.diagrams import label
from project_package.reporting.documents.facts import Facts
from project_package.reporting.documents.marks import bodies_of
from project_package.utils.errors import ProjectError

TEMPLATES = Path(__file__).with_name("templates")
PLAIN = {
    function.__name__: function
    for function in (words.number, words.score, words.difference, words.percent, words.positive)
}


class Unknown(ChainableUndefined):
    """What a run has not stated is a dash; a name that no run states is a mistake in the template."""

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError):
        """Refuse a name that stands alone: it is none of the facts."""
        if obj is missing:
            raise UndefinedError(hint or f"'{name}' is none of the facts in facts.py or run.py")
        super().__init__(hint, obj, name, exc)


def render_parts(document: str, facts: Facts) -> dict[str, str]:
    """The parts of a Markdown document, by their names."""
    environment = _environment(lambda value: Markup(words.escape(value)), lambda value: Markup(words.code(value)))
    with _told(environment):
        text = environment.get_template(f"{document}.md.jinja").render(facts)
    return bodies_of(re.sub(r"\n{3,}", "\n\n", text))


def render_report(facts: Facts) -> str:
    """The HTML page."""
    environment = _environment(Markup.escape, lambda value: Markup("<code>{}</code>").format(value))
    environment.globals["image"] = lambda file: b64encode(file.read_bytes()).decode("ascii")
    with _told(environment):
        return environment.get_template("report.html.jinja").render(facts)


def render_json(name: str, facts: Facts) -> str:
    """A file for other tools; each value of the template becomes JSON, whatever it consists of."""
    environment = _environment(lambda value: Markup(json.dumps(value, ensure_ascii=False)), str, absent=None)
    with _told(environment):
        text = environment.get_template(f"{name}.jinja").render(facts)
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def _environment(
    escape: Callable[[Any], Markup], code: Callable[[Any], Any], absent: str | None = words.DASH
) -> Environment:
    """Jinja2 with our filters; every value that is not marked as done is escaped."""

    def finalize(value: Any) -> Any:
        if value is None or isinstance(value, Undefined):
            value = absent
        return value if isinstance(value, Markup) else escape(value)

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=Unknown,
        finalize=finalize,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"count": words.count, "quoted": words.quoted}
    environment.filters |= PLAIN | {
        "code": code,
        "codes": lambda values, most=12: _codes(list(values), most, code),
        "fenced": lambda value, language: Markup(words.fenced(value, language)),
        "json": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
        "label": lambda value, most=60: Markup(label(value, most)),
        "literal": lambda value: Markup(json.dumps(value, ensure_ascii=False)),
        "metric": words.label,
        "repr": repr,
        "rounded": lambda row: {name: round(v, 4) if isinstance(v, float) else v for name, v in row.items()},
        "uuid": lambda value: str(uuid5(NAMESPACE_OID, value)),
        "settings": lambda params: _settings(params, code),
    }
    return environment


def _codes(values: list[Any], most: int, code: Callable[[Any], Any]) -> Markup:
    shown = Markup(", ").join(code(value) for value in values[:most]) or Markup(words.DASH)
    return shown + Markup(f" and {len(values) - most} more" if len(values) > most else "")


def _settings(params: dict[str, Any], code: Callable[[Any], Any]) -> Markup:
    """Hyper-parameters with their values; a long list is counted."""
    parts = []
    for name, value in params.items():
        long = isinstance(value, list | dict) and len(value) > 3
        shown = words.count(len(value), "value") if long else words.number(value)
        parts.append(code(name) + Markup(" = ") + Markup(words.escape(shown)))
    return Markup(", ").join(parts)


@contextmanager
def _told(environment: Environment) -> Iterator[None]:
    """Tell a mistake in a template with its file and line.

    Raises:
        ProjectError: the template is not what Jinja2 reads, or names something that is not there.
    """
    try:
        try:
            yield
        except Exception:
            environment.handle_exception()
    except TemplateSyntaxError as error:
        raise ProjectError(f"{TEMPLATES.name}/{error.name}, line {error.lineno}: {error.message}") from error
    except (TemplateError, TypeError, ValueError) as error:
        lines = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".jinja")]
        if not lines:
            raise
        place = f"{TEMPLATES.name}/{Path(lines[-1].filename).name}, line {lines[-1].lineno}"
        raise ProjectError(f"{place}: {error}") from error
