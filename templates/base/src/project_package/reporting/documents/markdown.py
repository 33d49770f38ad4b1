"""Markdown that shows values as they are, whatever characters a column or a class is made of."""

import re
from collections.abc import Iterable, Sequence

DASH = "—"


def escape(value: object) -> str:
    """A value as plain text of a table cell or a sentence."""
    text = " ".join(str(value).split())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~$#])", r"\\\1", text)


def code(value: object) -> str:
    """A value in code type; fenced with more backticks than it has itself."""
    text = " ".join(str(value).split()).replace("|", "\\|")
    if not text:
        return "(empty)"
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def codes(values: Iterable[object], most: int = 12) -> str:
    """Several values in code type, the surplus counted."""
    values = list(values)
    shown = ", ".join(code(value) for value in values[:most])
    return f"{shown} and {len(values) - most} more" if len(values) > most else shown or DASH


def number(value: object) -> str:
    """A number as people read it: five figures that count, thousands apart."""
    if value is None:
        return DASH
    if isinstance(value, bool) or not isinstance(value, int | float):
        return escape(value)
    if value != value:  # NaN
        return DASH
    if isinstance(value, int) or (float(value).is_integer() and abs(value) < 1e15):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 100_000 else f"{value:.5g}"


def score(value: object) -> str:
    """A metric, to four places, so that it can be compared with `metrics.json`."""
    return f"{value:.4f}" if isinstance(value, int | float) and value == value else DASH


def share(part: float, whole: float) -> str:
    """A part of a whole in per cent."""
    return f"{100 * part / whole:.1f} %" if whole else DASH


def table(header: Sequence[str], rows: Iterable[Sequence[str]], numeric: str = "") -> str:
    """A table of cells that are Markdown already; `numeric` marks the right-aligned columns, as in `--rr`."""
    rows = list(rows)
    rule = ["--:" if side == "r" else "---" for side in numeric.ljust(len(header), "-")]
    lines = [header, rule, *rows] if rows else [header, rule, [DASH] * len(header)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def bullets(sentences: Iterable[str], otherwise: str = "None.") -> str:
    """A list of sentences, or one sentence when there is nothing to list."""
    return "\n".join(f"- {sentence}" for sentence in sentences) or otherwise


def fenced(text: str, language: str) -> str:
    """A block of code that no line of its text can end."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"
