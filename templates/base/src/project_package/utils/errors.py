"""Errors that a person can act on, and the exit codes they end a command with."""

import os
import sys
from collections.abc import Callable

# As a shell says it of a program that SIGPIPE has ended.
STOPPED_READING = 141


class ProjectError(ValueError):
    """Something in the project's files is wrong; the message says what, where and what would be right."""

    exit_code = 2


class GateError(ProjectError):
    """The data or the model did not pass a gate; the message has one sentence per gate."""

    exit_code = 3


def run(main: Callable[[], None]) -> None:
    """Run a command; its own errors end it with a message and an exit code instead of a stack trace."""
    try:
        main()
        sys.stdout.flush()
    except ProjectError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Who read the output, such as `head`, has seen enough; what is left of it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(STOPPED_READING)
