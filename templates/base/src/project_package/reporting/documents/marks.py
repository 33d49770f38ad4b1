"""The parts of a document that the pipeline writes: between two marks, and nowhere else.

    <!-- generated: columns (by python -m project_package.stages.document) -->
    … replaced after every run …
    <!-- /generated, run 3fa2c81b90d4 -->

In the front matter, which is YAML, the marks are comments: `# generated: …`, `# /generated`.
Whatever stands outside the marks belongs to its writer and is kept byte for byte.
"""

import re
from typing import NamedTuple

OPENING = re.compile(r"\s*(<!--|#) generated: (?P<name>[\w-]+)\b.*")
CLOSING = re.compile(r"\s*(<!--|#) /generated\b(?:, run (?P<run>[0-9a-f]+))?.*")


class Part(NamedTuple):
    """One marked part: its name, the lines between its marks, and the run that wrote it (None: not written yet)."""

    name: str
    first: int
    last: int
    run: str | None


class Filled(NamedTuple):
    """A document after filling, and in a sentence each what could not be filled."""

    text: str
    problems: list[str]


def parts_of(text: str) -> tuple[list[Part], list[str]]:
    """The parts of a document, and a sentence for every mark that stands alone."""
    parts, problems = [], []
    name, opened = "", 0
    for number, line in enumerate([*text.splitlines(), "<!-- generated: end -->"]):
        opening, closing = OPENING.fullmatch(line), CLOSING.fullmatch(line)
        if opening and name:
            problems.append(f"line {opened}: the part `{name}` has no closing mark `<!-- /generated -->`")
        if closing and name:
            parts.append(Part(name, opened, number, closing["run"]))
        elif closing:
            problems.append(f"line {number + 1}: a closing mark without its `<!-- generated: … -->`")
        if opening or closing:
            name, opened = opening["name"] if opening else "", number + 1
    return parts, problems


def bodies_of(text: str) -> dict[str, str]:
    """What stands between the marks, by the name of the part."""
    lines = text.splitlines(keepends=True)
    return {part.name: "".join(lines[part.first : part.last]).strip("\n") for part in parts_of(text)[0]}


def fill(text: str, bodies: dict[str, str], run: str) -> Filled:
    """Put each body between the marks of its name; a part that the document does not have is reported, not added."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    parts, problems = parts_of(text)
    for part in reversed(parts):
        if part.name not in bodies:
            problems.append(f"line {part.first}: no part is called `{part.name}`; known are {', '.join(bodies)}")
            continue
        closing = f"/generated, run {run}"
        closing = f"# {closing}" if lines[part.last].lstrip().startswith("#") else f"<!-- {closing} -->"
        body = [*bodies[part.name].strip("\n").split("\n"), closing]
        lines[part.first : part.last + 1] = [f"{line}{ending}" for line in body]
    found = {part.name for part in parts}
    problems += [f"the part `{name}` has lost its marks and was not written" for name in bodies if name not in found]
    return Filled("".join(lines), problems)
