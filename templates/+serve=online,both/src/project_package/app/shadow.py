"""A candidate is asked what the model in use was asked, and its answers are compared; nobody waits for it."""

import json
import subprocess
import sys
import time
from queue import Full, Queue
from threading import Thread
from typing import IO, Any, cast

from project_package.app.journal import Journal
from project_package.app.messages import Answers
from project_package.app.observe import SHADOW, SHADOW_DIFFERENCE
from project_package.app.settings import Serve
from project_package.app.watch import answer_lines

Record = dict[str, Any]
Asked = tuple[list[Record], Answers, str | None]

# Of a processor's time, the share that a candidate may take; what does not fit into it is left out, and counted.
SHARE = 0.1
MOST_WAITING = 64


class Shadow:
    """A process with the candidate, so that it takes none of the service's own time, and a thread that asks it."""

    def __init__(self, folder: str, serve: Serve) -> None:
        """Start the candidate of a folder; if there is none, that is told on stderr and the service goes on without."""
        self.journal = Journal(serve.log.path, serve.log.max_bytes)
        self.waiting: Queue[Asked] = Queue(MOST_WAITING)
        command = [sys.executable, "-m", "project_package.app.candidate", folder]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.input, self.output = cast(IO[str], self.process.stdin), cast(IO[str], self.process.stdout)
        self.thread = Thread(target=self._work, daemon=True)
        self.thread.start()

    def offer(self, records: list[Record], answers: Answers, request: str | None) -> None:
        """What was asked and answered; it is looked at later, or never."""
        try:
            if not self.thread.is_alive():
                raise Full
            self.waiting.put_nowait((records, dict(answers), request))
        except Full:
            SHADOW.labels("left out").inc(len(records))

    def close(self) -> None:
        """End the candidate's process."""
        self.process.kill()
        self.process.wait()

    def _work(self) -> None:
        version = self._reply()
        while version is not None:
            records, answers, request = self.waiting.get()
            start = time.perf_counter()
            candidate = self._ask(records)
            if candidate is None:
                SHADOW.labels("no answer").inc(len(records))
            else:
                self._note(answers, candidate, request, version)
            if self.process.poll() is not None:
                break
            time.sleep((time.perf_counter() - start) * (1 / SHARE - 1))

    def _ask(self, records: list[Record]) -> Answers | None:
        try:
            self.input.write(json.dumps(records) + "\n")
            self.input.flush()
        except OSError:
            return None
        answers: Answers | None = self._reply()
        return answers

    def _reply(self) -> Any:
        """What the process says next; none if it has ended."""
        line = self.output.readline()
        return json.loads(line) if line else None

    def _note(self, answers: Answers, candidate: Answers, request: str | None, version: str) -> None:
        for same, difference in compare(answers, candidate):
            SHADOW.labels("same" if same else "different").inc()
            SHADOW_DIFFERENCE.observe(difference)
        about = {"time": round(time.time(), 3), "model_version": version, "shadow": True}
        self.journal.add([about | line for line in answer_lines(candidate, request)])


def compare(answers: Answers, candidate: Answers) -> list[tuple[bool, float]]:
    """Whether both predict the same, record by record, and how far they are apart.

    Of classes that is the largest difference of a probability, of numbers the difference as a part of the larger one.
    """
    shares = sorted({name for name in [*answers, *candidate] if name != "prediction"})
    compared = []
    for place, (mine, theirs) in enumerate(zip(answers["prediction"], candidate["prediction"], strict=True)):
        apart = [abs(_share(answers, name, place) - _share(candidate, name, place)) for name in shares]
        size = 0.0 if shares else max(abs(mine), abs(theirs))
        difference = max(apart) if shares else abs(mine - theirs) / size if size else 0.0
        compared.append((mine == theirs if shares else difference < 1e-6, difference))
    return compared


def _share(answers: Answers, name: str, place: int) -> float:
    """A probability; of a class that a model does not know 0."""
    return float(answers[name][place]) if name in answers else 0.0
