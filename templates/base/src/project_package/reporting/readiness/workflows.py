"""Whether a machine runs the tests at every change: what the workflows of GitHub and GitLab do."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from project_package.reporting.readiness.evidence import Finding, read_mapping

WORKFLOWS = (".github/workflows/*.yml", ".github/workflows/*.yaml", ".gitlab-ci.yml")
# A line of a script that runs pytest, and fails if pytest does.
RUNNER = r"((uv|poetry|pdm) run (-\S+ ([\w.]+ )?)*)?(python3? -m )?"
PYTEST = re.compile(rf"^\s*{RUNNER}pytest\b(?!.*([|;]|--(collect-only|co|version|help)\b))", re.MULTILINE)


def at_every_change(root: Path, tests: list[str], evidence: str) -> Finding:
    """A point for tests that a workflow runs at every change, half of one for tests alone."""
    files = [path for glob in WORKFLOWS for path in sorted(root.glob(glob)) if _runs_pytest(path)]
    if not files:
        return Finding(0.5, tuple(tests), evidence, "a machine that runs it at every change")
    return Finding(1, (*tests, files[0].relative_to(root).as_posix()), f"{evidence}, at every change")


def _runs_pytest(workflow: Path) -> bool:
    """Whether a change starts the workflow, and a script of its jobs runs pytest."""
    content = read_mapping(workflow)
    on_github = workflow.name != ".gitlab-ci.yml"
    if on_github and not any(event in _listed(content.get("on")) for event in ("push", "pull_request")):
        return False
    jobs = content.get("jobs") if on_github else content
    return any(PYTEST.search(script) for script in _scripts(jobs))


def _scripts(jobs: object) -> Iterator[str]:
    """What the jobs of a workflow run, but for what is switched off or may fail."""
    for job in filter(_counts, jobs.values() if isinstance(jobs, dict) else []):
        for step in filter(_counts, _listed(job.get("steps"))):
            yield str(step.get("run"))
        yield from map(str, _listed(job.get("script")))


def _counts(part: Any) -> bool:
    if not isinstance(part, dict) or str(part.get("if")).strip("${} ").lower() == "false":
        return False
    return not (part.get("continue-on-error") or part.get("allow_failure"))


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | dict) else [] if value is None else [value]
