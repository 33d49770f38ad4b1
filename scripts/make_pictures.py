# /// script
# requires-python = ">=3.10"
# dependencies = ["pyte==0.8.2"]
# ///
"""Draw the terminal pictures of the README: what a person at a terminal of 96 x 24 sees, as SVG.

npm run build && uv run scripts/make_pictures.py      writes docs/pictures/*.svg
"""

import fcntl
import gzip
import os
import pty
import select
import struct
import tempfile
import termios
import time
from html import escape
from pathlib import Path

import pyte

ROOT = Path(__file__).resolve().parent.parent
COLUMNS, ROWS = 96, 24
CELL_WIDTH, LINE_HEIGHT, MARGIN = 8.4, 18, 16
COLOURS = {
    "default": "#d4d4d8", "black": "#52525b", "red": "#f87171", "green": "#4ade80", "brown": "#facc15",
    "blue": "#60a5fa", "magenta": "#e879f9", "cyan": "#22d3ee", "white": "#fafafa", "brightblack": "#71717a",
}  # fmt: skip

# Each scene: its picture, and what is typed once a text is seen before the picture is taken.
SCENES = {
    "target": [
        ("What is the project called?", "wines\r"),
        ("Which file is the data?", "wines.csv"),
        ("❯ wines.csv", "\r"),
        ("Which column is to be predicted?", ""),
    ],
    "review": [
        ("Which column is to be predicted?", "cultivar"),
        ("❯ cultivar", "\r"),
        ("How much automation?", "\r"),
        ("Who is the author?", "Ada Lovelace\r"),
        ("Make this project?", ""),
    ],
}


class Person:
    """A person at a terminal of the command line, and the screen that they see."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.environ.pop("CI", None)
            os.environ.pop("NO_COLOR", None)
            os.environ["TERM"] = "xterm-256color"
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvp(command[0], command)

    def listen(self, seconds: float) -> None:
        """Take in what is shown until nothing new comes for so long."""
        while select.select([self.terminal], [], [], seconds)[0]:
            try:
                self.stream.feed(os.read(self.terminal, 65536))
            except OSError:
                return

    def wait_for(self, text: str, patience: float = 30.0) -> None:
        """Wait until the screen shows a text; TimeoutError if it never does."""
        deadline = time.monotonic() + patience
        while not any(text in line for line in self.screen.display):
            if time.monotonic() > deadline:
                raise TimeoutError(f"never shown: {text}\n" + "\n".join(self.screen.display))
            self.listen(0.2)
        self.listen(0.6)

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())


def colour(name: str) -> str:
    return COLOURS.get(name, f"#{name}" if len(name) == 6 else COLOURS["default"])


def drawn(screen: pyte.Screen) -> str:
    """The screen as SVG: one text element per run of characters that look alike; rows below the last filled one are left out."""
    last = max((row for row in range(ROWS) if screen.display[row].strip()), default=0)
    width, height = COLUMNS * CELL_WIDTH + 2 * MARGIN, (last + 1) * LINE_HEIGHT + 2 * MARGIN
    texts = []
    for row in range(last + 1):
        cells = [screen.buffer[row][column] for column in range(COLUMNS)]
        column = 0
        while column < COLUMNS:
            end = column + 1
            while end < COLUMNS and cells[end]._replace(data="") == cells[column]._replace(data=""):
                end += 1
            padded = "".join(cell.data for cell in cells[column:end])
            text = padded.strip()
            if text:
                weight = ' font-weight="bold"' if cells[column].bold else ""
                x, y = MARGIN + (column + padded.index(text[0])) * CELL_WIDTH, MARGIN + row * LINE_HEIGHT + 13
                # Blanks that XML would fold are kept by being no-break ones.
                shown = escape(text.replace(" ", "\N{NO-BREAK SPACE}"))
                texts.append(
                    f'<text x="{x:.1f}" y="{y}" textLength="{len(text) * CELL_WIDTH:.1f}" fill="{colour(cells[column].fg)}"{weight}>{shown}</text>'
                )
            column = end
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" viewBox="0 0 {width:.0f} {height}"'
            ' font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14">',
            f'<rect width="{width:.0f}" height="{height}" rx="8" fill="#18181b"/>',
            *texts,
            "</svg>\n",
        ]
    )


def main() -> None:
    """Answer the interview about a table of wines and take a picture of each scene."""
    pictures = ROOT / "docs" / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "wines.csv").write_bytes(gzip.decompress((ROOT / "templates/datasets/wine.csv.gz").read_bytes()))
        person = Person(["node", str(ROOT / "dist" / "cli.js")], Path(folder))
        for name, steps in SCENES.items():
            for text, keys in steps:
                person.wait_for(text)
                person.type(keys)
            (pictures / f"{name}.svg").write_text(drawn(person.screen), encoding="utf-8")
            print(f"docs/pictures/{name}.svg")
        person.type("\x03")


if __name__ == "__main__":
    main()
