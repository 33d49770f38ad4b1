"""The Open Inference Protocol, version 2, beside `/v1`: what KServe, Triton and MLServer speak."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import JSONResponse, Response

from project_package.app.messages import Messages, as_records, asked_columns
from project_package.app.service import Service

DATATYPES = {"integer": "INT64", "float": "FP64", "boolean": "BOOL"}
PREDICTED = {bool: "BOOL", int: "INT64", float: "FP64"}
Refusals = dict[int | str, dict[str, Any]]
Dimension = Annotated[int, Field(ge=0)]


class Tensor(BaseModel):
    """One column of the request: a value per record."""

    model_config = ConfigDict(extra="forbid")

    name: str
    shape: Annotated[list[Dimension], Field(min_length=1, max_length=2)]
    datatype: Literal["BOOL", "INT8", "INT16", "INT32", "INT64", "FP32", "FP64", "BYTES"]
    data: list[bool | int | float | str | None]
    parameters: dict[str, Any] | None = None


class InferRequest(BaseModel):
    """Columns of equal length."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = None
    inputs: Annotated[list[Tensor], Field(min_length=1, max_length=10_000)]
    outputs: list[dict[str, Any]] | None = None
    parameters: dict[str, Any] | None = None


class InferAnswer(BaseModel):
    """The prediction and a column of probabilities per class."""

    model_name: str
    model_version: str
    id: str | None = None
    outputs: list[dict[str, Any]]


def oip_router(service: Service, refusals: Refusals) -> APIRouter:
    """Health, metadata and inference under `/v2`."""
    router = APIRouter(prefix="/v2")
    name = service.schema.table
    missing: Refusals = {404: refusals[503] | {"description": "There is no model of this name"}}

    def check(model: str) -> None:
        if model != name:
            raise HTTPException(404, f"the model is called {name}")

    @router.get("/health/live")
    async def live() -> dict[str, bool]:
        return {"live": True}

    @router.get("/health/ready", responses={503: refusals[503]})
    async def ready() -> dict[str, bool]:
        return {"ready": bool(service.version)}

    @router.get("")
    async def server() -> dict[str, Any]:
        return {"name": name, "version": "1", "extensions": []}

    @router.get("/models/{model}/ready", responses=missing | {503: refusals[503]})
    async def model_ready(model: str) -> dict[str, Any]:
        check(model)
        return {"name": name, "ready": bool(service.version)}

    @router.get("/models/{model}", responses=missing | {503: refusals[503]})
    async def metadata(model: str) -> dict[str, Any]:
        check(model)
        columns = [service.schema.column(column) for column in asked_columns(service.schema)[0]]
        inputs = [
            {"name": column.name, "datatype": DATATYPES.get(column.type, "BYTES"), "shape": [-1]} for column in columns
        ]
        classes = service.ready.manifest["classes"] or []
        predicted = PREDICTED.get(type(classes[0]), "BYTES") if classes else "FP64"
        outputs = [{"name": "prediction", "datatype": predicted, "shape": [-1]}]
        outputs += [{"name": f"probability_{label}", "datatype": "FP64", "shape": [-1]} for label in classes]
        about = {"name": name, "versions": [service.version], "platform": "scikit-learn"}
        return about | {"inputs": inputs, "outputs": outputs}

    @router.post("/models/{model}/infer", response_model=InferAnswer, responses=refusals | missing)
    async def infer(model: str, request: InferRequest) -> Response:
        check(model)
        answers = service.predict(as_records(_checked(request, service.messages)))
        outputs = [_tensor(name, values) for name, values in answers.items()]
        answer = {"model_name": name, "model_version": service.version, "id": request.id, "outputs": outputs}
        return JSONResponse(answer)

    return router


def _checked(request: InferRequest, messages: Messages) -> BaseModel:
    """The tensors as records that fit the schema."""
    rows = request.inputs[0].shape[0]
    for place, tensor in enumerate(request.inputs):
        if len(tensor.data) != rows or tensor.shape not in ([rows], [rows, 1]):
            message = f"every input has the shape [n] or [n, 1] and n values; n is {rows} in the first"
            where = ["body", "inputs", place, "data"]
            raise RequestValidationError([{"loc": where, "msg": message, "type": "value_error"}])
    columns = {tensor.name: tensor.data for tensor in request.inputs}
    records = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    try:
        request_model = messages.request
        return request_model.model_validate({"records": records})
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


def _tensor(name: str, values: list[Any]) -> dict[str, Any]:
    return {"name": name, "datatype": PREDICTED.get(type(values[0]), "BYTES"), "shape": [len(values)], "data": values}
