"""What counts as evidence: a file of the run or of the project, and what stands in it."""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from project_package.reporting.documents.run import Run

PACKAGE = Path("src/project_package")
# The marks and calls after which a test of pytest cannot fail.
SKIP = re.compile(r"(pytest\.)?(mark\.)?(skip|skipif|xfail)\b")


@dataclass(frozen=True)
class Finding:
    """The points of one test, the files that prove them, what these say, and what is missing for the rest."""

    points: float = 0.0
    files: tuple[str, ...] = ()
    evidence: str = ""
    missing: str = ""


Test = tuple[str, Callable[[Run], Finding]]


def read(file: Path) -> str:
    """The text of a file; none where there is no such file."""
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def read_mapping(file: Path) -> dict[str, Any]:
    """The keys of a YAML or JSON file; none without the file, or if it is something else."""
    try:
        content = YAML(typ="safe", pure=True).load(read(file))
    except YAMLError:
        return {}
    return content if isinstance(content, dict) else {}


def has_stage(run: Run, name: str) -> bool:
    """Whether `dvc.yaml` has this stage, not frozen, and its command is the stage's module."""
    stages = read_mapping(run.root / "dvc.yaml").get("stages")
    stage = stages.get(name) if isinstance(stages, dict) else None
    if not isinstance(stage, dict) or stage.get("frozen"):
        return False
    cmd = stage.get("cmd")
    call = rf"(uv run )?python3? -m project_package\.stages\.{name}( [\w./=-]+)*"
    return any(re.fullmatch(call, str(line).strip()) for line in (cmd if isinstance(cmd, list) else [cmd]))


def functions(root: Path, folder: str) -> set[str]:
    """Names of the public functions in one folder of the package."""
    names = set()
    for file in (root / PACKAGE / folder).glob("*.py"):
        for node in _tree(file).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names.add(node.name)
    return names


def tests_that_name(root: Path, name: str) -> list[str]:
    """Files of `tests/` in which a test, or what it calls there, uses this name or key, and no skipped test does."""
    found = []
    for file in sorted((root / "tests").rglob("test_*.py")):
        body = _tree(file).body
        skipped = [_is_skipped(test, body) for test in _tests(body) if name in _names_of(test, body)]
        if skipped and not any(skipped):
            found.append(file.relative_to(root).as_posix())
    return found


def _tests(body: list[ast.stmt]) -> list[ast.FunctionDef]:
    nodes = (node for part in body for node in ast.walk(part))
    return [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def _is_skipped(test: ast.FunctionDef, body: list[ast.stmt]) -> bool:
    """Whether a mark or a call in the test, in its class or in the whole file keeps it from failing."""
    owners = [part for part in body if isinstance(part, ast.ClassDef) and test in ast.walk(part)]
    marks = [*test.decorator_list, *(mark for owner in owners for mark in owner.decorator_list)]
    for part in [*body, *test.body, *(part for owner in owners for part in owner.body)]:
        if isinstance(part, ast.Expr):
            marks.append(part.value)
        elif isinstance(part, ast.Assign) and "pytestmark" in _defined(part):
            marks += getattr(part.value, "elts", [part.value])
    return any(SKIP.match(ast.unparse(mark)) for mark in marks)


def _names_of(test: ast.FunctionDef, body: list[ast.stmt]) -> set[str]:
    """What is named in a test, and in the functions, fixtures and constants of its file that it uses."""
    names, rest = _names(test), [part for part in body if part is not test]
    while used := [part for part in rest if names & _defined(part)]:
        rest = [part for part in rest if part not in used]
        names = names.union(*map(_names, used))
    return names


def _defined(part: ast.stmt) -> set[str]:
    if isinstance(part, ast.FunctionDef | ast.ClassDef):
        return {part.name}
    if isinstance(part, ast.Assign | ast.AnnAssign):
        targets = part.targets if isinstance(part, ast.Assign) else [part.target]
        return {target.id for target in targets if isinstance(target, ast.Name)}
    return set()


def _names(part: ast.AST) -> set[str]:
    held = {ast.Name: "id", ast.Attribute: "attr", ast.arg: "arg", ast.Constant: "value"}
    return {str(getattr(node, held[type(node)])) for node in ast.walk(part) if type(node) in held}


def _tree(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_text(encoding="utf-8"))
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])
