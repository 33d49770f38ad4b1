"""What counts as evidence: a file of the run or of the project, and what stands in it."""

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from project_package.reporting.documents.run import Run

PACKAGE = Path("src/project_package")
# The marks and calls after which a test of pytest need not run, or cannot fail.
SKIP = re.compile(r"\b(mark\.skip|mark\.xfail|pytest\.(skip|xfail|importorskip))")


class Finding(NamedTuple):
    """The points of one test, what proves them (with the files), and what is missing for the rest."""

    points: float = 0.0
    files: tuple[str, ...] = ()
    evidence: str = ""
    missing: str = ""


Test = Callable[[Run], Finding]


def lacking(missing: str) -> Finding:
    """No point, and what there would have to be."""
    return Finding(missing=missing)


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


def gate_of(run: Run, name: str) -> dict[str, Any]:
    """What a gate found; nothing where it was not checked."""
    return next((gate for gate in run.gates.get("gates", []) if gate["name"] == name), {})


def functions(root: Path, folder: str) -> list[str]:
    """Names of the public functions in one folder of the package."""
    nodes = [node for file in (root / PACKAGE / folder).glob("*.py") for node in _parsed(read(file)).body]
    return sorted(node.name for node in nodes if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def tests_of(run: Run, module: str) -> list[str]:
    """Files of `tests/` whose tests use something of a module of the package, such as `app.explain`."""
    file = run.root / PACKAGE / f"{module.replace('.', '/')}.py"
    names = [node.name for node in _parsed(read(file)).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    imported = re.compile(rf"^(from|import) project_package\.{re.escape(module)}\b", re.MULTILINE)
    used = {test for name in [*names, "app"] for test in tests_that_name(run.root, name)}
    return sorted(test for test in used if file.is_file() and imported.search(read(run.root / test)))


def tests_that_name(root: Path, name: str) -> list[str]:
    """Files of `tests/` in which a test, or what it calls there, uses this name or key, and no such test may skip."""
    files = sorted((root / "tests").rglob("test_*.py"))
    return [file.relative_to(root).as_posix() for file in files if name in _tested(read(file))]


@cache
def _tested(source: str) -> set[str]:
    """The names that the tests of a file use, but for those of tests that may skip."""
    tree = _parsed(source)
    sure: set[str] = set()
    unsure: set[str] = set()
    around = [part for part in tree.body if not isinstance(part, ast.FunctionDef | ast.ClassDef)]
    for owner in tree.body:
        marks = [ast.Expr(mark) for mark in getattr(owner, "decorator_list", [])]
        marks += [part for part in getattr(owner, "body", []) if not isinstance(part, ast.FunctionDef)]
        for test in ast.walk(owner):
            if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                used = _with_helpers(test, tree)
                may_skip = any(SKIP.search(ast.unparse(part)) for part in [*around, *marks, *used])
                (unsure if may_skip else sure).update(_names(used))
    return sure - unsure


def _with_helpers(test: ast.stmt, tree: ast.Module) -> list[ast.stmt]:
    """A test with the functions, fixtures and constants of its file that it uses."""
    used, rest = [test], [part for part in tree.body if part is not test]
    while more := [part for part in rest if _names(used) & _defined(part)]:
        used, rest = used + more, [part for part in rest if part not in more]
    return used


def _defined(part: ast.stmt) -> set[str]:
    if isinstance(part, ast.FunctionDef):
        return {part.name}
    targets = part.targets if isinstance(part, ast.Assign) else [getattr(part, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _names(parts: list[ast.stmt]) -> set[str]:
    return set().union(*map(_names_in, parts))


@cache
def _names_in(part: ast.stmt) -> set[str]:
    held = {ast.Name: "id", ast.Attribute: "attr", ast.arg: "arg", ast.Constant: "value"}
    return {str(getattr(node, held[type(node)])) for node in ast.walk(part) if type(node) in held}


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])
