"""Put what a job has changed up for review, on a branch of its own: `python -m project_package.automation.propose`.

On GitHub with `gh` (`GH_TOKEN`), on GitLab by options of the push (`PROPOSAL_TOKEN`). The main branch is not touched.
"""

import argparse
import base64
import os
from pathlib import Path

from project_package.utils.commands import command
from project_package.utils.errors import run

BOT = ("-c", "user.name=create-ml-project", "-c", "user.email=noreply@users.noreply.github.com")


def propose(branch: str, title: str, body: str) -> str:
    """Commit everything that has changed to the branch, push it and ask for a review; gives what was done."""
    command("git", "switch", "--force-create", branch)
    command("git", "add", "--all")
    command("git", *BOT, "commit", "--quiet", "--message", title)
    if "GITLAB_CI" in os.environ:
        return _on_gitlab(branch, title)
    command("gh", "auth", "setup-git")
    command("git", "push", "--force", "origin", branch)
    if not command("gh", "pr", "list", "--head", branch, "--json", "number", "--jq", ".[].number"):
        command("gh", "pr", "create", "--head", branch, "--title", title, "--body", body)
    return f"{title}: proposed on the branch {branch}."


def _on_gitlab(branch: str, title: str) -> str:
    """Push with the options that make a merge request; the token stands in no command line."""
    token = base64.b64encode(f"oauth2:{os.environ.get('PROPOSAL_TOKEN', '')}".encode()).decode()
    header = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "http.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {token}",
    }
    options = ["merge_request.create", f"merge_request.title={title}"]
    pushed = [word for option in options for word in ("--push-option", option)]
    command("git", "push", "--force", *pushed, f"{os.environ['CI_PROJECT_URL']}.git", f"HEAD:{branch}", extra=header)
    return f"{title}: proposed on the branch {branch}."


def main() -> None:
    """Propose, if there is anything to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--branch", required=True)
    parser.add_argument("--title", required=True)
    parser.add_argument("--body-file", type=Path, help="the text of the proposal")
    parser.add_argument("--if-changed", default=".", help="only if something of this path has changed")
    arguments = parser.parse_args()
    if not command("git", "status", "--porcelain", "--", arguments.if_changed):
        print("Nothing has changed that would be proposed.")
        return
    body = arguments.body_file.read_text(encoding="utf-8") if arguments.body_file else arguments.title
    print(propose(arguments.branch, arguments.title, body))


if __name__ == "__main__":
    run(main)
