"""The service and its model as one image: `python -m project_package.delivery.image build`, then `scan`, then `push`.

`build` takes only a model that has passed its gates, and tries the service in the image. `scan` looks for packages with
known weaknesses. `push` stores the very image that was tried and scanned under the name in `IMAGE` (such as
ghcr.io/team/project), and prints name and digest. Exit code 3: a step does not let it pass, and why.
"""

import argparse
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from project_package.delivery.evidence import commit, record
from project_package.delivery.judged import judged
from project_package.utils.commands import command
from project_package.utils.errors import GateError, ProjectError, run
from project_package.utils.reports import read_json, write_json

CANDIDATE, TRIED = "candidate", "evidence/tried.json"
# Weaknesses that are high or critical, and mended in a newer version.
SCANNER = "aquasec/trivy:0.69.3@sha256:bcc376de8d77cfe086a917230e818dc9f8528e3c852f7b1aff648949b6258d1c"
SCAN = ("image", "--quiet", "--scanners", "vuln", "--severity", "HIGH,CRITICAL", "--ignore-unfixed", "--exit-code", "1")
SOCKET = "/var/run/docker.sock:/var/run/docker.sock"
SMOKE = ("python", "-m", "project_package.delivery.smoke", "--wait", "120")


def build() -> list[str]:
    """Build the image and try it; gives what was found."""
    checks = [judged()]
    command("docker", "build", "--file", "deploy/Dockerfile", "--tag", CANDIDATE, ".")
    with running() as name:
        checks += command("docker", "exec", name, *SMOKE).splitlines()
    write_json({"id": _id(), "commit": commit(), "checks": checks, "scanned": False}, TRIED)
    return checks


def scan() -> str:
    """Look for known weaknesses in the image that was tried.

    Raises:
        GateError: there are some.
    """
    tried = _tried()
    try:
        command("docker", "run", "--rm", "--volume", SOCKET, SCANNER, *SCAN, CANDIDATE)
    except ProjectError as error:
        raise GateError(f"The image does not pass its scan: {error}") from error
    sentence = "No package in it has a known high or critical weakness that a newer version mends."
    write_json(tried | {"checks": [*tried["checks"], sentence], "scanned": True}, TRIED)
    return sentence


def _tried() -> dict[str, Any]:
    """What is known of the candidate.

    Raises:
        GateError: it is not the image that was tried.
    """
    tried: dict[str, Any] = read_json(TRIED)
    if (tried["id"], tried["commit"]) != (_id(), commit()):
        raise GateError(f"the image {CANDIDATE} is not the one that was tried: build it anew.")
    return tried


def _id() -> str:
    return command("docker", "image", "inspect", "--format", "{{.Id}}", CANDIDATE)


@contextmanager
def running() -> Iterator[str]:
    """The service, as the cluster runs it: nothing of its own can be written but temporary files."""
    protected = ("--read-only", "--tmpfs", "/tmp", "--tmpfs", "/app/logs", "--cap-drop", "ALL")
    name = command("docker", "run", "--detach", *protected, CANDIDATE)
    try:
        yield name
    except ProjectError as error:
        logs = ("docker", "logs", "--tail", "20", name)
        said = subprocess.run(logs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False).stdout
        raise GateError(f"{error}\nThe service said:\n{said}") from error
    finally:
        command("docker", "rm", "--force", name)


def push(name: str) -> str:
    """Store the image that was tried and scanned; gives its digest.

    Raises:
        GateError: it is not that one.
    """
    tried = _tried()
    if not tried["scanned"]:
        raise GateError(f"the image {CANDIDATE} has not been scanned.")
    tagged = f"{name}:{commit()[:12]}"
    command("docker", "tag", CANDIDATE, tagged)
    command("docker", "push", tagged)
    digests = command("docker", "image", "inspect", "--format", '{{join .RepoDigests "\\n"}}', CANDIDATE)
    digest = next((line.partition("@")[2] for line in digests.splitlines() if line.startswith(f"{name}@")), None)
    if digest is None:
        raise ProjectError(f"docker knows no digest of {name}; it has:\n{digests}")
    record("image", f"{name}@{digest}", tried["checks"])
    return digest


def main() -> None:
    """Build, scan or push."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["build", "scan", "push"])
    wanted = parser.parse_args().command
    if wanted != "push":
        print("\n".join(build()) if wanted == "build" else scan())
        return
    # Registries take lower case only.
    name = os.environ.get("IMAGE", "").lower()
    if not name:
        raise ProjectError("the environment variable IMAGE says under which name the image is stored.")
    print(f"name={name}\ndigest={push(name)}")


if __name__ == "__main__":
    run(main)
