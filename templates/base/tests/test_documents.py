"""The documents say what the run has found, as it was found, and leave alone what people wrote."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from project_package.reporting.documents import labeling, model_card
from project_package.reporting.documents.markdown import code, escape, score, table
from project_package.reporting.documents.marks import fill, parts_of
from project_package.reporting.documents.report import report
from project_package.reporting.documents.run import Run, load_run
from project_package.stages.document import DOCUMENTS, fill_document
from project_package.utils.schema import Schema

PAGE = """# Title

My words.
<!-- generated: one (by a stage) -->
old
<!-- /generated -->
More of my words.
"""
UGLY = "a|b `c` <!-- /generated --> \\ *d* ${x} <script>alert(1)</script> 'e' \"f\" ü 中 # ; g"


@pytest.fixture
def project(schema: Schema) -> Run:
    """What the project's last run has left, if there was one."""
    return load_run()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_is_older_than_the_run(name: str, project: Run) -> None:
    file = Path("docs") / f"{name}.md"
    if not file.is_file():
        return
    parts, problems = parts_of(file.read_text(encoding="utf-8"))
    assert not problems, f"{file}: {problems}"
    expected = project.fingerprint if project.trained else None
    old = [part.name for part in parts if part.run != expected]
    renew = "`python -m project_package.stages.document` renews it"
    assert not old, f"{file} does not belong to the last run, in {old}; {renew}."


def test_the_model_card_has_the_scores_of_metrics_json(project: Run) -> None:
    text = Path("docs/model-card.md").read_text(encoding="utf-8")
    for name in project.metrics.get("train", {}):
        row = re.search(rf"^\| {re.escape(code(name))}(?: \*\*decides\*\*)? \| ([^|]*) \|", text, re.MULTILINE)
        assert row is not None, f"docs/model-card.md has no row for {name}"
        assert row[1] == score(project.metrics[name])


def test_the_model_card_warns_of_a_column_that_explains_almost_all(project: Run) -> None:
    run: dict[str, Any] = {"candidate": "dummy", "version": "1", "target": "y", "task": "regression", "rows": 4000}
    made_with: dict[str, Any] = {"classes": None, "params": {}, "features": ["grade"], "python": "3", "versions": {}}
    rows = {"rows_test": 1000, "rows_train": 4000}
    known = {"leakage": {"grade": 0.998, "edge": 0.95, "size": 0.9499}}
    caveats = model_card.parts(replace(project, manifest=run | made_with, metrics=rows, validation=known))["caveats"]
    assert "`grade` alone explains 99.8 % of the target: make sure that it is known when a prediction" in caveats
    assert "`edge` alone" in caveats
    assert "`size` alone" not in caveats


@pytest.mark.parametrize(("share", "disagreement", "passed"), [(0.05, 0.4, True), (0.05, 0.95, False)])
def test_the_limit_of_label_noise_is_told_with_its_condition(
    share: float, disagreement: float, passed: bool, project: Run
) -> None:
    noise = {"rows": 5, "share": share, "disagreement": disagreement, "most_disagreement": 0.9, "examples": [[1, 2]]}
    check = {"name": "label_noise", "passed": passed, "limit": 0.02}
    found = replace(project, validation={"label_noise": noise, "checks": [check]})
    text = labeling.parts(found)["consistency"]
    condition = "more only where rows with equal features disagree at most 90% as much as any two rows do, here"
    assert f"Limit: 2.0% of the rows; {condition} {disagreement:.1%}. {'Passed' if passed else '**Failed**'}." in text
    few = replace(project, validation={"label_noise": noise | {"share": 0.01}, "checks": [check | {"passed": True}]})
    assert "Limit: 2.0% of the rows. Passed." in labeling.parts(few)["consistency"]


def test_only_what_stands_between_the_marks_changes() -> None:
    filled = fill(PAGE, {"one": "new\n\ntext"}, "abc123")
    assert not filled.problems
    assert filled.text == PAGE.replace("old", "new\n\ntext").replace("/generated", "/generated, run abc123")
    assert fill(filled.text, {"one": "new\n\ntext"}, "abc123").text == filled.text


def test_line_ends_of_windows_are_kept() -> None:
    page = PAGE.replace("\n", "\r\n")
    filled = fill(page, {"one": "new\ntext"}, "abc123").text
    assert filled.replace("\r\n", "").count("\n") == 0
    assert filled.startswith("# Title\r\n") and filled.endswith("words.\r\n")


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (PAGE.replace("<!-- generated: one (by a stage) -->\n", ""), "closing mark without"),
        (PAGE.replace("<!-- /generated -->\n", ""), "no closing mark"),
        (PAGE.replace("one (", "two ("), "no part is called `two`"),
        ("# Nothing marked\n", "has lost its marks"),
    ],
)
def test_lost_marks_are_reported_and_nothing_is_written_over_text(page: str, problem: str) -> None:
    filled = fill(page, {"one": "new"}, "abc123")
    assert filled.text == page
    assert any(problem in sentence for sentence in filled.problems)


def test_a_document_that_is_gone_stays_gone(project: Run, tmp_path: Path) -> None:
    assert "no such document" in fill_document(tmp_path / "gone.md", {"one": "new"}, project)[0]
    assert not list(tmp_path.iterdir())


def test_any_name_stands_in_a_table_as_one_cell() -> None:
    text = table(["a", "b"], [[code(UGLY), escape(UGLY)]])
    assert len(re.findall(r"(?<!\\)\|", text.splitlines()[2])) == 3
    assert not parts_of(text)[0] and not parts_of(text)[1]
    assert "<script>" not in escape(UGLY)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_ugly_columns_and_targets_fit_into_every_document(name: str, project: Run, schema: Schema) -> None:
    columns = [column.model_copy(update={"name": UGLY, "key": UGLY, "description": UGLY}) for column in schema.columns]
    data = project.params.data.model_copy(update={"target": UGLY})
    ugly = replace(
        project,
        schema=schema.model_copy(update={"columns": columns}),
        params=project.params.model_copy(update={"data": data}),
    )
    bodies = DOCUMENTS[name](ugly)
    page = "".join(f"<!-- generated: {part} (by a test) -->\n<!-- /generated -->\nMine.\n" for part in bodies)
    filled = fill(page, bodies, ugly.fingerprint)
    assert not filled.problems
    assert [part.name for part in parts_of(filled.text)[0]] == list(bodies)
    assert filled.text.count("\nMine.\n") == len(bodies)


@pytest.mark.parametrize(
    ("loss", "error", "verdict", "bar"),
    [
        (0.04, 0.01, "missed", "plus"),
        (0.025, 0.01, "no measurable difference", "none"),
        (-0.025, 0.01, "no measurable difference", "none"),
        (-0.04, 0.01, "disturbing", "minus"),
        (-0.001, 0.0, "no measurable difference", "none"),
        (0.5, None, "no measurable difference", "none"),
    ],
)
def test_report_and_experiments_judge_a_feature_alike(
    loss: float, error: float | None, verdict: str, bar: str, project: Run
) -> None:
    entry = {"feature": "tested", "loss": loss, "error": error}
    run = replace(
        project,
        examination={"ablation": {"metric": "r2", "rows": 9, "folds": 3, "full": 0.8, "features": [entry]}},
        selection={"features": 1, "kept": ["tested"], "dropped": [], "importance": {}},
        manifest={"candidate": "c", "version": "1", "rows": 9, "features": ["tested"]},
        metrics={"rows_train": 9, "rows_test": 3},
        feature_cost={},
    )
    assert f"| {verdict} |" in DOCUMENTS["experiments"](run)["features"]
    section = report(run).partition("What each feature is worth")[2]
    assert re.findall(r"class=(plus|minus|none)", section) == [bar]
    assert "All 1 features were examined" in section


def test_the_report_needs_nothing_but_itself(project: Run) -> None:
    data = project.params.data.model_copy(update={"target": UGLY})
    page = report(replace(project, params=project.params.model_copy(update={"data": data})))
    assert "<script" not in page
    assert not re.findall(r"""(?:src|href)=['"](?!data:)""", page)
    assert page.count("<img") == (len(list(Path("reports/figures").glob("*.png"))) if project.trained else 0)
