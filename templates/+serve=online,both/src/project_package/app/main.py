"""The service: `uvicorn project_package.app.main:app`; `/docs` shows what it takes and gives."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.responses import HTMLResponse, JSONResponse, Response

from project_package.app.feedback import feedback_router
from project_package.app.limits import Limits
from project_package.app.messages import as_records
from project_package.app.observe import count_request, exposition
from project_package.app.oip import oip_router
from project_package.app.page import form
from project_package.app.reasons import reasons_router
from project_package.app.service import Service
from project_package.app.settings import Serve, load_serve
from project_package.utils.errors import ProjectError
from project_package.utils.params import load_params
from project_package.utils.schema import load_schema


class Fault(BaseModel):
    """One thing that is wrong with a request, and where."""

    loc: list[str | int]
    msg: str
    type: str


class Faults(BaseModel):
    """What is wrong with a request."""

    detail: list[Fault]


class Problem(BaseModel):
    """Why a request was not answered."""

    detail: str


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The body cannot be read"},
    408: {"model": Problem, "description": "The request took too long to arrive"},
    413: {"model": Problem, "description": "The request is too large"},
    422: {"model": Faults, "description": "The request does not fit data/schema.yaml"},
    503: {"model": Problem, "description": "There is no model yet"},
}


def create_app(folder: str = "models", serve: Serve | None = None) -> FastAPI:
    """The service for the model of a folder, with the settings of `params.yaml` unless others are given."""
    params, serve = load_params(), serve or load_serve()
    schema = load_schema(params.data.schema_path, params.data.target)
    service = Service(folder, schema, serve)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            service.load()
        except ProjectError:
            # The server prints the traceback of whatever stops it; this sentence says it all.
            sys.tracebacklimit = 0
            raise
        yield
        service.close()

    app = FastAPI(
        title=schema.table, version="1", lifespan=lifespan, docs_url="/docs" if serve.page else None, redoc_url=None
    )
    app.state.service = service
    app.add_exception_handler(RequestValidationError, refuse)
    # Routes are tried in this order.
    app.include_router(predict_router(service))
    app.include_router(feedback_router(schema, serve, REFUSALS))
    app.include_router(health_router(service))
    app.include_router(oip_router(service, REFUSALS))
    app.add_middleware(Limits, most_bytes=serve.max_body_bytes, seconds=serve.body_seconds, observe=count_request)
    if serve.page:
        app.include_router(reasons_router(service, REFUSALS))
        page = form(schema, serve.max_records)
        app.add_api_route("/", lambda: HTMLResponse(page), include_in_schema=False)
    return app


def predict_router(service: Service) -> APIRouter:
    """`POST /v1/predict`."""
    router = APIRouter()
    request_model: Any = service.messages.request

    @router.post("/v1/predict", response_model=service.messages.answer, responses=REFUSALS)
    async def predict(request: request_model) -> Response:
        """Predictions for the records of a request, in their order."""
        answers = service.predict(as_records(request), request.id)
        predicted = answers.pop("prediction")
        names = [name.removeprefix("probability_") for name in answers]
        rows = [{"prediction": value} for value in predicted]
        for row, shares in zip(rows, zip(*answers.values(), strict=True), strict=False):
            row["probabilities"] = dict(zip(names, shares, strict=True))
        named = {} if request.id is None else {"id": request.id}
        return JSONResponse({"model_version": service.version} | named | {"predictions": rows})

    return router


def health_router(service: Service) -> APIRouter:
    """`GET /health`, `/ready` and `/metrics`."""
    router = APIRouter()

    @router.get("/health")
    async def health() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/ready", responses={503: REFUSALS[503]})
    async def ready() -> dict[str, str]:
        """A model is loaded."""
        return {"status": "ready", "model_version": service.version}

    @router.get("/metrics", response_class=Response)
    async def metrics() -> Response:
        """Numbers for Prometheus."""
        return exposition()

    return router


async def refuse(_: Request, error: Exception) -> JSONResponse:
    """422 that says what is wrong and where, and repeats no value: it may be personal, or no text at all."""
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    detail = [
        {"loc": [_printable(key) for key in fault["loc"]], "msg": _printable(fault["msg"]), "type": fault["type"]}
        for fault in faults
    ]
    return JSONResponse({"detail": detail}, 422)


def _printable(value: Any) -> Any:
    return value if isinstance(value, int) else str(value).encode("utf-8", "replace").decode()


app = create_app()
