"""The section `serve` of `params.yaml`, typed."""

from pydantic import Field

from project_package.utils.params import load_params, load_section
from project_package.utils.settings import Settings


class Log(Settings):
    """Which requests are written down, and where: one JSON object a line, and their outcomes likewise."""

    path: str
    outcomes: str
    max_bytes: int = Field(ge=1)
    share: float = Field(ge=0, le=1)


class Serve(Settings):
    """What the service takes, and whether it has a page for people, and which candidate it asks, too."""

    max_records: int = Field(ge=1)
    max_body_bytes: int = Field(ge=1)
    body_seconds: float = Field(gt=0)
    page: bool
    shadow: str | None
    log: Log


def load_serve() -> Serve:
    """Read the section from the project's root folder."""
    return load_section(load_params(), "serve", Serve)
