"""The section `delivery` of `params.yaml`, typed."""

from pydantic import Field

from project_package.utils.params import load_params, load_section
from project_package.utils.settings import Settings


class Canary(Settings):
    """How long a canary is watched, and the largest share of its answers that may be errors of its own (5xx)."""

    seconds: float = Field(gt=0)
    error_share: float = Field(ge=0, le=1)


class Delivery(Settings):
    """What a service has to keep to be released: 95 of 100 answers within so many seconds."""

    p95_seconds: float = Field(gt=0)
    canary: Canary


def load_delivery() -> Delivery:
    """Read the section from the project's root folder."""
    return load_section(load_params(), "delivery", Delivery)
