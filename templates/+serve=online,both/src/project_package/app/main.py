"""The service: `uvicorn project_package.app.main:app`; `/docs` shows what it takes and gives."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import isfinite
from typing import Any

from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.responses import HTMLResponse, JSONResponse, Response

from project_package.app.fast import FastScorer, ask, speed_up
from project_package.app.feedback import feedback_router
from project_package.app.limits import Limits
from project_package.app.messages import Answers, Messages, as_records, make_messages
from project_package.app.observe import NOT_FINITE, READY, count_request, exposition
from project_package.app.oip import oip_router
from project_package.app.page import form
from project_package.app.settings import Serve, load_serve
from project_package.app.shadow import Shadow
from project_package.app.watch import Watch
from project_package.utils.params import load_params
from project_package.utils.schema import Schema, load_schema
from project_package.utils.scoring import Scorer, load_scorer

Record = dict[str, Any]


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


class Service:
    """The model in use and everything that a request needs of it."""

    def __init__(self, schema: Schema, serve: Serve) -> None:
        """A service without a model; `load` brings it."""
        self.schema, self.serve = schema, serve
        self.messages: Messages = make_messages(schema, serve.max_records)
        self.scorer: Scorer | None = None
        self.fast: FastScorer | None = None
        self.watch: Watch | None = None
        self.shadow: Shadow | None = None

    def load(self, folder: str) -> None:
        """Take a model into use; a folder without one, or with a changed one, stops the service with a sentence."""
        self.scorer = load_scorer(folder)
        self.fast = speed_up(self.scorer)
        self.watch = Watch(self.schema, self.version, self.serve.log)
        READY.labels(self.version, "short" if self.fast else "long").set(1)
        if self.serve.shadow:
            self.shadow = Shadow(self.serve.shadow, self.serve)

    def close(self) -> None:
        """End what `load` has started."""
        if self.shadow:
            self.shadow.close()

    @property
    def version(self) -> str:
        """The first digits of the model's hash."""
        return str(self.ready.manifest["version"])

    @property
    def ready(self) -> Scorer:
        """The model; 503 if there is none."""
        if self.scorer is None:
            raise HTTPException(503, "there is no model yet")
        return self.scorer

    def predict(self, records: list[Record], request: str | None = None) -> Answers:
        """Predictions for checked records, column by column; 422 where a model can make nothing of them."""
        scorer = self.ready
        try:
            answers = ask(records, scorer, self.fast)
            if not all(isfinite(value) for column in answers.values() for value in column if isinstance(value, float)):
                NOT_FINITE.inc()
                raise ValueError
        except (ValueError, OverflowError) as error:
            message = "the model has no answer for these values: a number or a date is too far out of its range"
            raise RequestValidationError([{"loc": ["body"], "msg": message, "type": "value_error"}]) from error
        if self.watch:
            self.watch.note(records, answers, request, numeric=scorer.manifest["classes"] is None)
        if self.shadow:
            self.shadow.offer(records, answers, request)
        return answers


def create_app(folder: str = "models", serve: Serve | None = None) -> FastAPI:
    """The service for the model of a folder, with the settings of `params.yaml` unless others are given."""
    params, serve = load_params(), serve or load_serve()
    schema = load_schema(params.data.schema_path, params.data.target)
    service = Service(schema, serve)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        service.load(folder)
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
