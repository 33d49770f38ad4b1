"""What the service writes down: JSON Lines that are only added to, up to a size, and that name nobody."""

import hashlib
import json
from pathlib import Path
from typing import Any

from project_package.app.observe import LOG_FAILURES

Line = dict[str, Any]


class Journal:
    """A file that several workers may write into at the same time."""

    def __init__(self, path: str, most_bytes: int) -> None:
        """The file need not be there; one that is full may be taken away at any time, a new one begins then."""
        self.file, self.most_bytes = Path(path), most_bytes

    def add(self, lines: list[Line]) -> bool:
        """Add lines, all in one write; gives whether there was room, for a full disk must stop no answer."""
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("ab", buffering=0) as stream:
                if stream.tell() + len(content) <= self.most_bytes and stream.write(content) == len(content):
                    return True
        except OSError:
            pass
        LOG_FAILURES.inc()
        return False


def place_of(request: str, record: int) -> str:
    """What an answer and its outcome are joined by: a digest of the request's id, which may name somebody."""
    return f"{hashlib.sha256(request.encode()).hexdigest()[:16]}/{record}"
