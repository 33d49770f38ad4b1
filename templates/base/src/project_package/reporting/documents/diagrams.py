"""The pipeline and the model as Mermaid diagrams."""

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from project_package.reporting.documents.markdown import fenced
from project_package.reporting.documents.run import Run

Graph = dict[str, set[str]]


def pipeline_diagram(run: Run) -> str:
    """The stages of `dvc.yaml`, an arrow from each to those that read what it writes; empty without the file."""
    stages, facts = _stages(run)
    if not stages:
        return ""
    before = _reduced(_graph(stages, facts))
    number = {name: place for place, name in enumerate(stages)}
    lines = ["flowchart LR", f'  raw[("{label(run.schema.file.path.as_posix())}")]']
    lines += [f'  s{place}["{label(name)}"]' for name, place in number.items()]
    for name, sources in before.items():
        lines += [f"  s{number[source]} --> s{number[name]}" for source in sorted(sources, key=number.__getitem__)]
        if facts["file"]["path"] in _paths(stages[name].get("deps"), facts):
            lines.append(f"  raw --> s{number[name]}")
    return fenced("\n".join(lines), "mermaid")


def stage_graph(run: Run) -> Graph:
    """For each stage of `dvc.yaml` the stages whose results it reads."""
    return _graph(*_stages(run))


def model_diagram(model: dict[str, Any], target: str) -> str:
    """Groups of features through their preparation into the model."""
    estimator = model["estimator"]
    lines = ["flowchart LR", f'  model["{label(estimator["class"])}"]', f'  out(["{label(target)}"])']
    for place, step in enumerate(model["steps"]):
        columns = [
            *step["columns"][:4],
            *([f"and {len(step['columns']) - 4} more"] if len(step["columns"]) > 4 else []),
        ]
        does = "<br/>".join(label(sentence, 120) for sentence in step["does"])
        names = "<br/>".join(map(label, columns)) or "all features"
        lines.append(f'  in{place}["{names}"] --> prepare{place}["{does}"] --> model')
    if not model["steps"]:
        lines.append('  in["all features"] --> model')
    return fenced("\n".join([*lines, "  model --> out"]), "mermaid")


def label(text: object, most: int = 60) -> str:
    """Text for a label, with everything that Mermaid could read as markup written as an entity."""
    short = " ".join(str(text).split())
    short = short if len(short) <= most else f"{short[: most - 1]}…"
    return re.sub(r"[^\w ,.:/()+=…-]", lambda match: f"#{ord(match[0])};", short)


def _stages(run: Run) -> tuple[dict[str, Any], dict[str, Any]]:
    """The stages of `dvc.yaml`, none without the file, and what `${…}` in it may name."""
    file, yaml = run.root / "dvc.yaml", YAML(typ="safe", pure=True)
    if not file.is_file():
        return {}, {}
    facts = yaml.load((run.root / "params.yaml").read_text(encoding="utf-8"))
    stages = yaml.load(file.read_text(encoding="utf-8")).get("stages") or {}
    return stages, facts | {"file": {"path": run.schema.file.path.as_posix()}}


def _graph(stages: dict[str, Any], facts: dict[str, Any]) -> Graph:
    made = {
        name: [path for kind in ("outs", "metrics", "plots") for path in _paths(about.get(kind), facts)]
        for name, about in stages.items()
    }
    graph: Graph = {}
    for name, about in stages.items():
        needs = _paths(about.get("deps"), facts)
        graph[name] = {
            other
            for other, paths in made.items()
            if other != name and any(_inside(need, path) for need in needs for path in paths)
        }
    return graph


def _paths(entries: list[Any] | None, facts: dict[str, Any]) -> list[str]:
    """Paths of a list in `dvc.yaml`, with `${…}` replaced by what the parameters say."""
    paths = [next(iter(entry)) if isinstance(entry, dict) else str(entry) for entry in entries or []]
    return [re.sub(r"\$\{([^}]+)\}", lambda match: str(_fact(facts, match[1])), path) for path in paths]


def _fact(facts: Any, name: str) -> Any:
    for key in name.strip().split("."):
        facts = facts.get(key) if isinstance(facts, dict) else None
    return facts


def _inside(path: str, other: str) -> bool:
    first, second = Path(path), Path(other)
    return first == second or second in first.parents or first in second.parents


def _reduced(graph: Graph) -> Graph:
    """The graph without arrows that a longer way says already."""

    def reaches(start: str) -> set[str]:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            new = graph.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        return found

    return {
        name: {one for one in sources if not any(one in reaches(other) for other in sources - {one})}
        for name, sources in graph.items()
    }
