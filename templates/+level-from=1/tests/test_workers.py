"""Work that several processes share."""

import os
import subprocess
import sys
import time

import pytest

from project_package.utils.workers import Workers


def ready() -> None:
    """Nothing to prepare."""


def square(number: int) -> tuple[int, int]:
    """The square, and the process that made it; slow enough for two processes to meet."""
    time.sleep(0.05)
    return number**2, os.getpid()


def refuse(number: int) -> int:
    """A call that fails."""
    raise ValueError(f"not {number}")


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_stand_in_the_order_of_the_tasks(jobs: int) -> None:
    with Workers(jobs, ready) as workers:
        workers.wait()
        found = workers.call(square, [(number,) for number in range(8)])
    assert [value for value, _ in found] == [number**2 for number in range(8)]
    assert len({process for _, process in found}) == jobs


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_in_any_process_is_told(jobs: int) -> None:
    with Workers(jobs, ready) as workers, pytest.raises(ValueError, match="not 7"):
        workers.wait()
        workers.call(refuse, [(7,)])


def test_no_process_stays_behind_one_that_was_killed() -> None:
    code = "import time; from project_package.utils.workers import Workers; from os import getpid\n"
    code += "with Workers(2, getpid) as workers: workers.wait(); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        assert process.stdout.readline()
        process.kill()
        # The other one holds the pipe, too: it is at its end when both are gone.
        process.communicate(timeout=30)
