"""The machine that a model was trained on, in a line."""

import os
import platform
import re
from pathlib import Path


def machine() -> str:
    """Operating system, processor, cores and memory, as far as the system tells."""
    parts = [f"{platform.system()} {platform.machine()}", _processor(), f"{os.cpu_count()} cores", _memory()]
    return ", ".join(part for part in parts if part)


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    known = re.search(r"^model name\s*:\s*(.+)$", file.read_text(), re.MULTILINE) if file.is_file() else None
    return known[1].strip() if known else platform.processor()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB of memory"
    except (AttributeError, OSError, ValueError):
        return ""
