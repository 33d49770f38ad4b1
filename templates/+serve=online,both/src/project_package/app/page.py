"""The page at `/` for people: a form made from `data/schema.yaml`."""

from pathlib import Path

from jinja2 import Environment, select_autoescape

from project_package.app.messages import asked_columns
from project_package.utils.schema import Schema

TEMPLATE = Path(__file__).with_name("page.html")


def form(schema: Schema, most_records: int) -> str:
    """The page with a field per column that the model looks at; a file is asked for in parts of so many records."""
    columns = [schema.column(name) for name in asked_columns(schema)[0]]
    target = schema.names("target")[0]
    template = Environment(autoescape=select_autoescape(default=True, default_for_string=True)).from_string(
        TEMPLATE.read_text(encoding="utf-8")
    )
    return template.render(columns=columns, target=target, most_records=most_records)
