"""The documents build into a site, none is left out, and no link between them leads nowhere."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.stem for document in DOCUMENTS])
def test_a_document_has_its_page(document: Path, site: Path) -> None:
    page = site / document.with_suffix(".html").name
    text = document.read_text(encoding="utf-8")
    # Above the title there may be data for catalogues.
    body = text.split("\n---\n", 1)[1] if text.startswith("---\n") else text
    title = body.lstrip().splitlines()[0].removeprefix("# ")
    assert title.split("`")[0].strip() in page.read_text(encoding="utf-8")


def test_every_page_can_be_reached(site: Path) -> None:
    start = (site / "index.html").read_text(encoding="utf-8")
    unreached = [document.stem for document in DOCUMENTS if f'href="{document.stem}.html"' not in start]
    assert unreached in ([], ["index"])


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    start = (site / "index.html").read_text(encoding="utf-8")
    assert 'src="http' not in start
    assert "fonts.googleapis" not in start
