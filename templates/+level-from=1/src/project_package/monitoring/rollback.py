"""Put the model before back into use, byte for byte: `python -m project_package.monitoring.rollback`."""

from pathlib import Path

from project_package.monitoring.ledger import adopt, check_whole, finish, in_use, make_entry, only_one, put_into_use
from project_package.utils.errors import ProjectError, run

MODELS = Path("models")


def roll_back(models: Path) -> str:
    """Take the model in use back; gives the version that is in use now.

    Raises:
        ProjectError: there is no model before, or its files are not what they were.
    """
    adopt(models)
    stack = in_use(models)
    if len(stack) < 2:
        raise ProjectError("there is no model before this one: models/ledger.jsonl has none.")
    present, before = stack[-1], stack[-2]
    check_whole(before, models)
    reason = f"Rolled back from {present['version']}."
    put_into_use(make_entry("rollback", before["version"], reason, files=before["files"]), models)
    return str(before["version"])


def main() -> None:
    """Roll back under the lock of the models."""
    with only_one(MODELS):
        finish(MODELS)
        version = roll_back(MODELS)
    print(f"Model {version} is in use again; a running service takes it at its next start.")


if __name__ == "__main__":
    run(main)
