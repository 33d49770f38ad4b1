"""Processes that share the work with this one.

Boosting of small tables is mostly Python, of which a process runs one thread at a time: threads would gain nothing.
"""

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import Any, TypeVar

from joblib import cpu_count

Found = TypeVar("Found")


class Workers:
    """Calls of a function, shared by this process and others, which start while it is already at work.

    Args:
        jobs: how many processes in all, of which there are no more than processors; 1 starts none.
        prepare: called in each of the others first, for what its module imports.
    """

    def __init__(self, jobs: int, prepare: Callable[[], None]) -> None:
        """Start the others."""
        others = min(jobs, cpu_count()) - 1
        self._others = ProcessPoolExecutor(others, get_context("spawn"), _follow) if others > 0 else None
        self._awake: Future[None] | None = self._others.submit(prepare) if self._others else None

    def __enter__(self) -> "Workers":
        """The workers, until the block ends."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the others; what they have not begun is left."""
        if self._others:
            self._others.shutdown(cancel_futures=True)

    def wait(self) -> None:
        """Wait until the others are awake."""
        if self._awake:
            self._awake.result()

    def call(self, function: Callable[..., Found], tasks: list[tuple[Any, ...]]) -> list[Found]:
        """Results in the order of the tasks, which are the same whoever makes them.

        Others begin with the first task, this process with the last, until they meet.
        """
        awake = self._awake is not None and self._awake.done() and not self._awake.exception()
        given = [self._others.submit(function, *task) for task in tasks] if self._others and awake else []
        own: dict[int, Found] = {}
        for place in reversed(range(len(tasks))):
            if not given or given[place].cancel():
                own[place] = function(*tasks[place])
        return [own[place] if place in own else given[place].result() for place in range(len(tasks))]


def _follow() -> None:
    """In another process: end with the one that started it, however that ends; Ctrl-C is told to that one alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if started_by := parent_process():
        started_by.join()
        os._exit(1)
