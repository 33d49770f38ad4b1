"""What a job has changed goes onto a branch of its own, and nowhere else."""

from pathlib import Path

import pytest

from project_package.automation import propose as module
from project_package.automation.propose import propose
from project_package.utils.commands import command


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with a change in it."""
    for variable in ("GITLAB_CI", "GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.delenv(variable, raising=False)
    origin, clone = tmp_path / "origin.git", tmp_path / "clone"
    command("git", "init", "--quiet", "--bare", "--initial-branch", "main", str(origin))
    command("git", "clone", "--quiet", str(origin), str(clone))
    monkeypatch.chdir(clone)
    (clone / "model.txt").write_text("old", encoding="utf-8")
    command("git", "switch", "--quiet", "--create", "main")
    command("git", "add", ".")
    command("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", "Start")
    command("git", "push", "--quiet", "origin", "main")
    (clone / "model.txt").write_text("new", encoding="utf-8")
    return clone


def test_a_change_is_proposed_and_main_stays(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def without_github(*words: str) -> str:
        if words[0] != "gh":
            return command(*words)
        asked.append(words)
        return ""

    monkeypatch.setattr(module, "command", without_github)
    assert propose("retrained", "A new model", "why") == "A new model: proposed on the branch retrained."
    assert command("git", "show", "origin/retrained:model.txt") == "new"
    assert command("git", "show", "origin/main:model.txt") == "old"
    assert asked[-1] == ("gh", "pr", "create", "--head", "retrained", "--title", "A new model", "--body", "why")


def test_on_gitlab_the_push_itself_asks(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    monkeypatch.setenv("PROPOSAL_TOKEN", "secret")
    monkeypatch.setenv("CI_PROJECT_URL", str(clone.parent / "origin"))
    command("git", "--git-dir", str(clone.parent / "origin.git"), "config", "receive.advertisePushOptions", "true")
    propose("retrained", "A new model", "why")
    command("git", "fetch", "--quiet", "origin")
    assert command("git", "show", "origin/retrained:model.txt") == "new"
    assert "secret" not in command("git", "config", "--list")
