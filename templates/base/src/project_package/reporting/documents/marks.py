"""The parts of a document that the pipeline writes: between two marks, and nowhere else.

    <!-- generated: columns (by python -m project_package.stages.document) -->
    … replaced after every run …
    <!-- /generated, run 3fa2c81b90d4 -->

Whatever stands outside the marks belongs to its writer and is kept byte for byte.
"""

import re
from dataclasses import dataclass, field

OPENING = re.compile(r"\s*<!-- generated: (?P<name>[\w-]+)\b.*-->\s*")
CLOSING = re.compile(r"\s*<!-- /generated\b(?:, run (?P<run>[0-9a-f]+))?.*-->\s*")


@dataclass
class Part:
    """One marked part: its name, the lines between its marks, and the run that wrote it (None: not written yet)."""

    name: str
    first: int
    last: int
    run: str | None


@dataclass
class Filled:
    """A document after filling, and in a sentence each what could not be filled."""

    text: str
    problems: list[str] = field(default_factory=list)


def parts_of(text: str) -> tuple[list[Part], list[str]]:
    """The parts of a document, and a sentence for every mark that stands alone."""
    parts, problems = [], []
    name, opened = "", 0
    for number, line in enumerate(text.splitlines()):
        if opening := OPENING.fullmatch(line):
            if name:
                problems.append(f"line {opened}: the part `{name}` has no closing mark `<!-- /generated -->`")
            name, opened = opening["name"], number + 1
        elif closing := CLOSING.fullmatch(line):
            if name:
                parts.append(Part(name, opened, number, closing["run"]))
            else:
                problems.append(f"line {number + 1}: a closing mark without its `<!-- generated: … -->`")
            name = ""
    if name:
        problems.append(f"line {opened}: the part `{name}` has no closing mark `<!-- /generated -->`")
    return parts, problems


def fill(text: str, bodies: dict[str, str], run: str) -> Filled:
    """Put each body between the marks of its name; a part that the document does not have is reported, not added."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    parts, problems = parts_of(text)
    for part in reversed(parts):
        if part.name not in bodies:
            problems.append(f"line {part.first}: no part is called `{part.name}`; known are {', '.join(bodies)}")
            continue
        body = bodies[part.name].strip("\n")
        closing = f"<!-- /generated, run {run} -->{ending}"
        lines[part.first : part.last + 1] = [f"{line}{ending}" for line in body.split("\n")] + [closing]
    found = {part.name for part in parts}
    problems += [f"the part `{name}` has lost its marks and was not written" for name in bodies if name not in found]
    return Filled("".join(lines), problems)
