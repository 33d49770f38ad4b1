"""Merge commits of repositories as triples for `merges.mjs`.

python bench/corpus.py OUT REPOSITORY...

Of each structured file that a merge commit has otherwise than both of its parents, OUT gets a folder with its path,
its text where the parents parted (base), in each of them (ours, theirs), and as somebody committed it (merged).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ENDINGS = (".toml", ".yaml", ".yml", ".json", ".ipynb")
SIDES = ("base", "ours", "theirs", "merged")
NOTHING = "0" * 40
MERGES = 1500
LARGEST = 200_000


def git(repository: Path, *arguments: str) -> bytes:
    """What git prints; nothing if it fails."""
    return subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, check=False).stdout


def triples(repository: Path) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    """Path and blobs of base, ours, theirs and merged, each combination once."""
    log = git(repository, "log", "--all", "--merges", f"-n{MERGES}", "-c", "--raw", "--no-abbrev", "--format=@%P")
    parents: list[str] = []
    seen: set[frozenset[str]] = set()
    for line in log.decode(errors="replace").splitlines():
        if line.startswith("@"):
            parents = line[1:].split()
        if not line.startswith("::") or len(parents) != 2:
            continue
        fields, _, path = line.partition("\t")
        ours, theirs, merged = fields.split()[3:6]
        if not path.endswith(ENDINGS) or path.endswith("package-lock.json") or NOTHING in (ours, theirs, merged):
            continue
        fork = git(repository, "merge-base", *parents).decode().split()
        base = git(repository, "rev-parse", "--verify", "--quiet", f"{fork[0]}:{path}").decode().strip() if fork else ""
        blobs = frozenset((base, ours, theirs))
        if base and len(blobs) == 3 and blobs not in seen:
            seen.add(blobs)
            yield path, (base, ours, theirs, merged)


def main(out: Path, repositories: list[Path]) -> None:
    """Writes the triples of all repositories into folders of `out`."""
    for at, repository in enumerate(repositories):
        count = 0
        for path, blobs in triples(repository):
            texts = [git(repository, "cat-file", "blob", blob) for blob in blobs]
            if any(len(text) > LARGEST or b"<<<<<<<" in text for text in texts):
                continue
            count += 1
            folder = out / f"{at}-{count:04d}"
            folder.mkdir(parents=True)
            (folder / "path").write_text(path)
            for side, text in zip(SIDES, texts, strict=True):
                (folder / f"{side}{Path(path).suffix}").write_bytes(text)
        print(f"{repository}: {count}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(argument) for argument in sys.argv[2:]])
