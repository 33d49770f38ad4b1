"""Work that several processes share."""

import gc
import subprocess
import sys

import pytest

from project_package.utils import workers as module
from project_package.utils.workers import Workers

# What another process calls it has to import: here that is Python's own.
NOTHING_TO_PREPARE = gc.enable
# The process that is at it, slow enough for two to meet.
WHO = "__import__('time').sleep(0.05) or __import__('os').getpid()"


@pytest.mark.parametrize("jobs", [1, 2, 1_000_000_000])
def test_results_stand_in_the_order_of_the_tasks(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "cpu_count", lambda: 2)
    with Workers(jobs, NOTHING_TO_PREPARE) as workers:
        workers.wait()
        assert workers.call(pow, [(number, 2) for number in range(8)]) == [number**2 for number in range(8)]
        assert len(set(workers.call(eval, [(WHO,)] * 8))) == min(jobs, 2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_in_any_process_is_told(jobs: int) -> None:
    with Workers(jobs, NOTHING_TO_PREPARE) as workers, pytest.raises(ValueError, match="seven"):
        workers.wait()
        workers.call(int, [("seven",)])


def test_no_process_stays_behind_one_that_was_killed() -> None:
    code = "import time; from project_package.utils.workers import Workers; from os import getpid\n"
    code += "with Workers(2, getpid) as workers: workers.wait(); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.kill()
        # The other one holds the pipe, too: it is at its end when both are gone.
        process.communicate(timeout=30)
