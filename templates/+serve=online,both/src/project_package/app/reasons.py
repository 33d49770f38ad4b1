"""`POST /v1/explain`, for the page: what drove the prediction for one record, by `project_package.app.explain`."""

from threading import Lock
from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict

from project_package.app.explain import explain
from project_package.app.messages import as_records, make_messages
from project_package.app.service import Service
from project_package.monitoring.profile import load_profile
from project_package.utils.errors import ProjectError
from project_package.utils.reports import plain

Value = bool | int | float | str | None


class Contribution(BaseModel):
    """What one column has added to the number that is explained."""

    column: str
    value: Value
    typical: Value
    contribution: float


class Explanation(BaseModel):
    """The number for a typical record, that for this one, and the columns that lie between them."""

    model_config = ConfigDict(protected_namespaces=())

    model_version: str
    explained: str
    typical: float
    value: float
    contributions: list[Contribution]


def reasons_router(service: Service, refusals: dict[int | str, dict[str, Any]]) -> APIRouter:
    """The endpoint for one record at a time: an explanation asks the model some hundred times."""
    router, turn = APIRouter(), Lock()
    request_model: Any = make_messages(service.schema, 1).request

    # Not async: other requests are answered meanwhile.
    @router.post("/v1/explain", response_model=Explanation, responses=refusals)
    def reasons(request: request_model) -> Any:
        """What drove the prediction: columns and what each added, compared with a typical record."""
        try:
            typical = load_profile(f"{service.folder}/reference.json").typical
        except ProjectError as error:
            raise HTTPException(503, str(error)) from error
        with turn:
            return plain(explain(as_records(request)[0], typical, service.ready, service.ask))

    return router
