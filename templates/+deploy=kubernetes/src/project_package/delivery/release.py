"""Bring the image to a place: `python -m project_package.delivery.release dev`, then `staging`, then `prod`.

Each asks for the evidence of the ones before, and leaves its own. In prod the new model answers a part of the requests
first. What does not pass is taken back, and ends with exit code 3. `KUBECONFIG_DATA`, a secret, is how to get in.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ruamel.yaml import YAML

from project_package.delivery.evidence import ORDER, image_for, record
from project_package.utils.commands import command
from project_package.utils.errors import GateError, ProjectError, run

MANIFESTS = Path("deploy/kubernetes")
MODULE = "project_package.delivery"


def release(place: str) -> list[str]:
    """Apply, wait, try; gives what was found.

    Raises:
        GateError: the evidence is missing, or the service there does not pass; then the one before is back.
    """
    image = image_for(place)
    with access(), manifests_with(image) as folder:
        found = [] if place != "prod" else try_canary(folder / "canary")
        found += put_in(folder / "overlays" / place)
    record(place, image, found)
    return found


def put_in(overlay: Path) -> list[str]:
    """Put the image into use in the place of the overlay; if it does not pass there, take it back."""
    namespace, name = names(overlay)
    command("kubectl", "apply", "--kustomize", str(overlay))
    try:
        return rolled_out(namespace, name, "smoke")
    except ProjectError as error:
        raise GateError(f"{_take_back(namespace, name)} in {namespace}: {error}") from error


def _take_back(namespace: str, name: str) -> str:
    try:
        command("kubectl", "--namespace", namespace, "rollout", "undo", f"deployment/{name}")
    except ProjectError as error:
        return f"Not taken back, because {error}"
    return "Taken back"


def try_canary(overlay: Path) -> list[str]:
    """Let the new model answer a part of the requests, watch it, and take it away again either way."""
    namespace, name = names(overlay)
    try:
        command("kubectl", "apply", "--kustomize", str(overlay))
        return [*rolled_out(namespace, f"{name}-canary", "smoke"), _inside(namespace, f"{name}-canary", "canary")]
    except ProjectError as error:
        raise GateError(f"The canary did not pass in {namespace}: {error}") from error
    finally:
        command("kubectl", "delete", "--kustomize", str(overlay), "--ignore-not-found")


def rolled_out(namespace: str, name: str, check: str) -> list[str]:
    """Wait until all of a deployment is new, and run a check in it."""
    command("kubectl", "--namespace", namespace, "rollout", "status", f"deployment/{name}", "--timeout", "600s")
    return _inside(namespace, name, check).splitlines()


def _inside(namespace: str, name: str, check: str) -> str:
    target = f"deployment/{name}"
    return command("kubectl", "--namespace", namespace, "exec", target, "--", "python", "-m", f"{MODULE}.{check}")


def names(overlay: Path) -> tuple[str, str]:
    """Namespace and deployment of an overlay."""
    settings = YAML(typ="safe", pure=True).load(overlay / "kustomization.yaml")
    deployment = YAML(typ="safe", pure=True).load(MANIFESTS / "base/workload/deployment.yaml")
    return settings["namespace"], deployment["metadata"]["name"]


@contextmanager
def manifests_with(image: str) -> Iterator[Path]:
    """A copy of the manifests in which every place runs this image, by its digest."""
    name, _, digest = image.partition("@")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kubernetes"
        shutil.copytree(MANIFESTS, copy)
        yaml = YAML(pure=True)
        yaml.width = 1000
        for file in copy.rglob("kustomization.yaml"):
            settings = yaml.load(file)
            for entry in settings.get("images", []):
                entry["newName"], entry["digest"] = name, digest
            yaml.dump(settings, file)
        yield copy


@contextmanager
def access() -> Iterator[None]:
    """The cluster's credentials, if they are given, in a file that goes away again."""
    given = os.environ.get("KUBECONFIG_DATA", "")
    if not given.strip():
        yield
        return
    before = os.environ.get("KUBECONFIG")
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(given)
        file.flush()
        os.environ["KUBECONFIG"] = file.name
        try:
            yield
        finally:
            os.environ.pop("KUBECONFIG")
            if before is not None:
                os.environ["KUBECONFIG"] = before


def main() -> None:
    """Release to the place that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place", choices=ORDER[1:])
    print("\n".join(release(parser.parse_args().place)))


if __name__ == "__main__":
    run(main)
