"""The elements of the HTML report; every text that comes from data is escaped here."""

import base64
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path


def text(value: object) -> str:
    """Text of any origin."""
    return escape(str(value), quote=True)


def heading(title: str, *content: str) -> str:
    """A section, left out when it has nothing to say."""
    body = "\n".join(part for part in content if part)
    return f"<section>\n<h2>{text(title)}</h2>\n{body}\n</section>" if body else ""


def paragraph(sentence: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{text(sentence)}</p>"


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, numeric: Sequence[int] = ()) -> str:
    """A table of cells that are HTML already; it scrolls by itself where the screen is narrower."""
    rows = list(rows)
    if not rows:
        return ""

    def line(cells: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{tag}{' class=n' if place in numeric else ''}>{cell}</{tag}>" for place, cell in enumerate(cells)
        )

    body = "\n".join(f"<tr>{line(cells, 'td')}</tr>" for cells in rows)
    head = f"<thead><tr>{line(list(map(text, header)), 'th')}</tr></thead>"
    return f"<div class=scroll><table>\n{head}\n<tbody>\n{body}\n</tbody></table></div>"


def entries(rows: Iterable[tuple[str, str, str]]) -> str:
    """A list of headed sentences: heading and remark are HTML already, the sentence is plain text."""
    items = "\n".join(f"<dt>{title} {remark}</dt><dd>{text(sentence)}</dd>" for title, remark, sentence in rows)
    return f"<dl>\n{items}\n</dl>" if items else ""


def tiles(values: Iterable[tuple[str, str, str]]) -> str:
    """A few large numbers: label, number, remark."""
    boxes = (
        f"<div class=tile><span>{text(label)}</span><b>{text(value)}</b><small>{text(remark)}</small></div>"
        for label, value, remark in values
    )
    return f"<div class=tiles>{''.join(boxes)}</div>"


def bar(value: float | None, largest: float, shown: str, kind: str = "plus") -> str:
    """A number with a bar in proportion; `kind` is its colour: plus, minus or none."""
    if value is None or largest <= 0:
        return text(shown)
    width = min(100.0, 100 * abs(value) / largest)
    return (
        f"<span class=bar><i class={kind} style='width:{width:.1f}%'></i></span><span class=number>{text(shown)}</span>"
    )


def mark(passed: bool) -> str:
    """Passed or failed, readable without colour."""
    return "<span class=good>✓ passed</span>" if passed else "<span class=bad>✗ failed</span>"


def folded(summary: str, content: str) -> str:
    """Content that is opened on demand."""
    return f"<details><summary>{text(summary)}</summary>\n{content}\n</details>" if content else ""


def figure(path: Path, caption: str) -> str:
    """A PNG as part of the page."""
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    image = f"<img alt='{text(caption)}' src='data:image/png;base64,{data}'>"
    return f"<figure>{image}<figcaption>{text(caption)}</figcaption></figure>"


def page(title: str, style: str, content: str) -> str:
    """The whole document, complete in one file."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{text(title)}</title>
<style>
{style}</style>
</head>
<body>
<main>
{content}
</main>
</body>
</html>
"""
