"""What an image has proved, place by place: `evidence/<place>.json`; a place asks for that of the ones before."""

from datetime import datetime, timezone
from pathlib import Path

from project_package.utils.commands import command
from project_package.utils.errors import GateError
from project_package.utils.reports import read_json, write_json
from project_package.utils.settings import Settings

ORDER = ("image", "dev", "staging", "prod")
FOLDER = Path("evidence")


class Evidence(Settings):
    """One image has passed in one place; `checks` are sentences that say what was found there."""

    place: str
    image: str
    model_version: str
    commit: str
    time: str
    checks: list[str]


def record(place: str, image: str, checks: list[str], folder: Path = FOLDER) -> None:
    """Note that the image, by name and digest, has passed."""
    time = datetime.now(timezone.utc).isoformat(timespec="seconds")
    found = Evidence(place=place, image=image, model_version=model_version(), commit=commit(), time=time, checks=checks)
    write_json(found.model_dump(), folder / f"{place}.json")


def image_for(place: str, folder: Path = FOLDER) -> str:
    """The image that may go to a place: the one that all places before it have passed, with this model and commit.

    Raises:
        GateError: there is no such evidence, or it is another image's, model's or commit's.
    """
    found = [_read(before, folder) for before in ORDER[: ORDER.index(place)]]
    for evidence in found:
        for what, here in (("commit", commit()), ("model_version", model_version()), ("image", found[0].image)):
            there = getattr(evidence, what)
            if there != here:
                raise GateError(
                    f"{folder / evidence.place}.json is of {what.replace('_', ' ')} {there}, not {here}: "
                    f"nothing goes to {place} that has not passed {evidence.place}."
                )
    return found[0].image


def _read(place: str, folder: Path) -> Evidence:
    file = folder / f"{place}.json"
    if not file.is_file():
        raise GateError(f"{file} is missing: {place} has not been passed.")
    return Evidence.model_validate(read_json(file))


def model_version() -> str:
    """The first digits of the model's hash."""
    return str(read_json("models/manifest.json")["version"])


def commit() -> str:
    """The commit that is checked out: only a commit is released."""
    return command("git", "rev-parse", "HEAD")
