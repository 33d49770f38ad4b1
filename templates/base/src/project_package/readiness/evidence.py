"""What counts as evidence: a file of the run or of the project, and what stands in it."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from project_package.documents.run import Run

PACKAGE = Path("src/project_package")


@dataclass(frozen=True)
class Finding:
    """The points of one test, the files that prove them, what these say, and what is missing for the rest."""

    points: float = 0.0
    files: tuple[str, ...] = ()
    evidence: str = ""
    missing: str = ""


Test = tuple[str, Callable[[Run], Finding]]


def stages(run: Run) -> dict[str, Any]:
    """The stages of `dvc.yaml`; none without the file."""
    file = run.root / "dvc.yaml"
    if not file.is_file():
        return {}
    return YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")).get("stages") or {}


def functions(root: Path, folder: str) -> set[str]:
    """Names of the public functions in one folder of the package."""
    names = set()
    for file in (root / PACKAGE / folder).glob("*.py"):
        for node in _tree(file).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names.add(node.name)
    return names


def tests_that_name(root: Path, name: str) -> list[str]:
    """Files of `tests/` with a test function, in which this name or key is used."""
    return [file for file, names in _names_in_tests(root).items() if name in names]


def _names_in_tests(root: Path) -> dict[str, set[str]]:
    found = {}
    for file in sorted((root / "tests").rglob("test_*.py")):
        nodes = list(ast.walk(_tree(file)))
        if any(isinstance(node, ast.FunctionDef) and node.name.startswith("test_") for node in nodes):
            names = {node.id for node in nodes if isinstance(node, ast.Name)}
            names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
            names |= {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
            found[file.relative_to(root).as_posix()] = names
    return found


def _tree(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_text(encoding="utf-8"))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])
