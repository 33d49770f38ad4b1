"""`POST /v1/feedback`: what came true of an earlier answer, for `project_package.monitoring.outcomes`."""

import time
from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from project_package.app.journal import Journal, place_of
from project_package.app.messages import make_feedback
from project_package.app.observe import OUTCOMES
from project_package.app.settings import Serve
from project_package.utils.schema import Schema


class Stored(BaseModel):
    """How many outcomes were written down."""

    stored: int = Field(ge=0)


def feedback_router(schema: Schema, serve: Serve, refusals: dict[int | str, dict[str, Any]]) -> APIRouter:
    """The endpoint for outcomes of this schema's target."""
    router, journal = APIRouter(), Journal(serve.log.outcomes, serve.log.max_bytes)
    feedback_model: Any = make_feedback(schema, serve.max_records)
    no_room: dict[int | str, Any] = {503: refusals[503] | {"description": "There is no room for outcomes"}}

    @router.post("/v1/feedback", response_model=Stored, responses=refusals | no_room)
    async def feedback(request: feedback_model) -> dict[str, int]:
        """Write down the outcomes of a request that had this id, in the order of its records; null is not known yet."""
        now, found = round(time.time(), 3), request.model_dump()
        lines = [
            {"time": now, "id": place_of(found["id"], record), "outcome": outcome}
            for record, outcome in enumerate(found["outcomes"])
            if outcome is not None
        ]
        if not journal.add(lines):
            raise HTTPException(503, "there is no room to write the outcomes down; send them again later")
        OUTCOMES.inc(len(lines))
        return {"stored": len(lines)}

    return router
