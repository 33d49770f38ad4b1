"""What stands before every request: a body has a largest size and a longest time to arrive."""

import time
from collections.abc import Callable

from anyio import move_on_after
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Limits:
    """Reads the body of a request; answers 413 to one that is too large, 408 to one that takes too long."""

    def __init__(
        self, app: ASGIApp, most_bytes: int, seconds: float, observe: Callable[[Scope, int, float], None]
    ) -> None:
        """`observe` is told the request, the status and the seconds of each answer."""
        self.app, self.most_bytes, self.seconds, self.observe = app, most_bytes, seconds, observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, and how long it took."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = time.perf_counter(), 500

        async def note(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._answer(scope, receive, note)
        finally:
            self.observe(scope, status, time.perf_counter() - start)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = None
        with move_on_after(self.seconds) as patience:
            body = await self._read(receive)
        if patience.cancelled_caught:
            refusal = JSONResponse({"detail": f"the request did not arrive within {self.seconds:g} seconds"}, 408)
        else:
            if body is not None:
                await self.app(scope, _replay(body, receive), send)
                return
            refusal = JSONResponse({"detail": f"a request may have {self.most_bytes} bytes at most"}, 413)
        refusal.headers["connection"] = "close"
        await refusal(scope, receive, send)

    async def _read(self, receive: Receive) -> list[Message] | None:
        """The messages of the body; none if it is too large.

        What is too much is read, too, and thrown away: a client that is still sending would not see the answer.
        """
        messages: list[Message] = []
        size, more = 0, True
        while more:
            message = await receive()
            size += len(message.get("body", b""))
            if size <= self.most_bytes:
                messages.append(message)
            else:
                messages.clear()
            more = message.get("more_body", False)
        return messages or None


def _replay(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def again() -> Message:
        return next(waiting, None) or await receive()

    return again
