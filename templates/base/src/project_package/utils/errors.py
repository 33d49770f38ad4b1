"""Errors that a person can act on, and the exit codes they end a command with."""

import sys
from collections.abc import Callable


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
    except ProjectError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
