"""Plays a person at a terminal: waits for a text on the screen, then presses keys.

Reads {"command": [...], "cwd": "...", "env": {...}, "size": [columns, rows], "steps": [[expected text, keys], ...]} from standard input and prints
{"code": exit code, "screen": everything that was shown, "failed": the text that never came, or null} as JSON.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

PATIENCE = 20.0

job = json.load(sys.stdin)
child, terminal = pty.fork()
if child == 0:
    os.chdir(job["cwd"])
    os.environ.pop("CI", None)
    os.environ.update({"TERM": "xterm-256color", **job.get("env", {})})
    columns, rows = job.get("size", [80, 24])
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execvp(job["command"][0], job["command"])

screen = ""


def listen(until: float) -> bool:
    """Take in what is shown; False once the program has ended."""
    global screen
    if not select.select([terminal], [], [], max(0.0, until - time.monotonic()))[0]:
        return True
    try:
        shown = os.read(terminal, 65536)
    except OSError:
        return False
    screen += shown.decode("utf-8", "replace")
    return bool(shown)


failed = None
seen = 0
for expected, keys in job["steps"]:
    deadline = time.monotonic() + PATIENCE
    while expected not in screen[seen:] and time.monotonic() < deadline:
        if not listen(deadline):
            break
    if expected not in screen[seen:]:
        failed = expected
        break
    seen = len(screen)
    # A person is not that quick either; keys that come before a question is ready belong to the one before.
    time.sleep(0.15)
    os.write(terminal, keys.encode())

if failed is None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and listen(end):
        pass
else:
    os.kill(child, 9)
_, status = os.waitpid(child, 0)
print(json.dumps({"code": os.waitstatus_to_exitcode(status), "screen": screen, "failed": failed}))
