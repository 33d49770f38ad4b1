"""`docs/training-environment.md`: versions, seeds, threads and machine of the training that made the model."""

import re
from collections.abc import Iterator

from project_package.reporting.documents.markdown import bullets, code, escape, number, table
from project_package.reporting.documents.run import Run


def parts(run: Run) -> dict[str, str]:
    """The part `environment`."""
    if not run.manifest:
        return {"environment": "No model was trained by this run."}
    return {"environment": "\n\n".join([_facts(run), _packages(run), bullets(_differences(run))])}


def _facts(run: Run) -> str:
    manifest = run.manifest
    rows = [
        ["Model", f"{code(manifest['candidate'])}, version {code(manifest['version'])}"],
        ["Python", escape(manifest["python"])],
        ["Machine", escape(manifest.get("machine", "not recorded"))],
        ["Threads of numerical libraries", number(manifest["threads"])],
        ["Seed of split, folds, search and model", code(manifest["seed"])],
        ["Rows learned from", number(manifest["rows"])],
        *([f"SHA-256 of the {escape(name)} table", code(digest)] for name, digest in manifest["data"].items()),
        ["SHA-256 of the model", code(manifest["sha256"])],
    ]
    return table(["", ""], rows)


def _packages(run: Run) -> str:
    return table(
        ["Package", "Version"],
        [[escape(name), escape(version)] for name, version in sorted(run.manifest["versions"].items())],
    )


def locked_versions(text: str) -> dict[str, set[str]]:
    """The versions that `requirements.txt` allows, by package; some have one for each of several Pythons."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE):
        versions.setdefault(re.sub(r"[-_.]+", "-", name).lower(), set()).add(version)
    return versions


def _differences(run: Run) -> Iterator[str]:
    file = run.root / "requirements.txt"
    if not file.is_file():
        yield "There is no `requirements.txt` to compare with."
        return
    locked = locked_versions(file.read_text(encoding="utf-8"))
    yield f"`requirements.txt` holds {len(locked)} packages with their exact versions, the indirect ones included."
    for name, version in run.manifest["versions"].items():
        allowed = locked.get(name)
        if allowed and version not in allowed:
            now = escape(" or ".join(sorted(allowed)))
            yield f"**{escape(name)} was {escape(version)} in training; `requirements.txt` says {now}.**"
