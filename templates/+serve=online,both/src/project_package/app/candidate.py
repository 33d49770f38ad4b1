"""A candidate, in a process of its own that the service asks: `python -m project_package.app.candidate FOLDER`.

The first line of the output is the candidate's version; then each line of the input, records in JSON, is answered by a
line: the answers column by column, or null where there are none. It ends with its input.
"""

import json
import os
import signal
import sys

from project_package.app.fast import ask, speed_up
from project_package.utils.errors import run
from project_package.utils.scoring import load_scorer


def main() -> None:
    """Load the candidate, and answer until nobody asks any more."""
    # Ctrl-C is for the service, which closes the input; and the model in use goes first.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)
    scorer = load_scorer(sys.argv[1])
    fast = speed_up(scorer)
    print(json.dumps(scorer.manifest["version"]), flush=True)
    for line in sys.stdin:
        try:
            answers = ask(json.loads(line), scorer, fast)
        except (ValueError, OverflowError):
            answers = None
        print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    run(main)
