"""The stages of `dvc.yaml` as a graph."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from project_package.reporting.documents.run import Run

Graph = dict[str, set[str]]


def stage_graph(run: Run) -> Graph:
    """For each stage of `dvc.yaml` the stages whose results it reads; empty without the file."""
    file, yaml = run.root / "dvc.yaml", YAML(typ="safe", pure=True)
    if not file.is_file():
        return {}
    params = yaml.load((run.root / "params.yaml").read_text(encoding="utf-8"))
    stages = yaml.load(file.read_text(encoding="utf-8")).get("stages") or {}
    made = {
        name: [path for kind in ("outs", "metrics", "plots") for path in _paths(stage.get(kind), params)]
        for name, stage in stages.items()
    }
    needed = {name: _paths(stage.get("deps"), params) for name, stage in stages.items()}
    return {
        name: {
            other
            for other, paths in made.items()
            if other != name and any(_overlap(need, path) for need in needed[name] for path in paths)
        }
        for name in stages
    }


def direct_edges(graph: Graph) -> list[tuple[str, str]]:
    """The arrows of a graph, from source to reader, without those that a longer way says already."""

    @cache
    def above(name: str) -> set[str]:
        return graph[name].union(*map(above, graph[name]))

    return [
        (source, name)
        for name, sources in graph.items()
        for source in graph
        if source in sources and not any(source in above(other) for other in sources)
    ]


def label(text: object, most: int = 60) -> str:
    """Text for a label of Mermaid, with everything that it could read as markup written as an entity."""
    short = " ".join(str(text).split())
    short = short if len(short) <= most else f"{short[: most - 1]}…"
    return re.sub(r"[^\w ,.:/()+=…-]", lambda match: f"#{ord(match[0])};", short)


def _paths(entries: list[Any] | None, params: dict[str, Any]) -> list[str]:
    """Paths of a list in `dvc.yaml`, with `${…}` replaced by what the parameters say."""
    paths = [next(iter(entry)) if isinstance(entry, dict) else str(entry) for entry in entries or []]
    return [re.sub(r"\$\{([^}]+)\}", lambda match: str(_value(params, match[1])), path) for path in paths]


def _value(params: Any, name: str) -> Any:
    for key in name.strip().split("."):
        params = params.get(key) if isinstance(params, dict) else None
    return params


def _overlap(path: str, other: str) -> bool:
    first, second = Path(path), Path(other)
    return first == second or second in first.parents or first in second.parents
