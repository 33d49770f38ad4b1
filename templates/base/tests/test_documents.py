"""The documents say what the run has found, as it was found, and leave alone what people wrote."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from project_package.reporting.documents import render
from project_package.reporting.documents.data_facts import label_findings
from project_package.reporting.documents.facts import collect
from project_package.reporting.documents.marks import fill, parts_of
from project_package.reporting.documents.model_facts import calibration, groups, limits
from project_package.reporting.documents.model_facts import verdict as all_gates
from project_package.reporting.documents.render import render_json, render_parts, render_report
from project_package.reporting.documents.run import Run, load_run
from project_package.reporting.documents.words import code, escape, score
from project_package.stages.document import DOCUMENTS, fill_document
from project_package.utils.errors import ProjectError
from project_package.utils.schema import Schema

PAGE = """# Title

My words.
<!-- generated: one (by a stage) -->
old
<!-- /generated -->
More of my words.
"""
UGLY = "a|b `c` <!-- /generated --> \\ *d* ${x} <script>alert(1)</script> 'e' \"f\" {{ g }} ü 中 # ; h"
TRAINED: dict[str, Any] = {
    "candidate": "c",
    "version": "1",
    "sha256": "0",
    "target": "y",
    "task": "regression",
    "classes": None,
    "positive": None,
    "params": {},
    "features": ["tested"],
    "rows": 9,
    "seed": 1,
    "threads": 1,
    "data": {},
    "python": "3",
    "versions": {},
}


@pytest.fixture
def project(schema: Schema) -> Run:
    """What the project's last run has left, if there was one."""
    return load_run()


@pytest.fixture
def trained(project: Run) -> Run:
    """A run of nothing but a model with two scores."""
    scores = {project.params.gate.metric: 0.5, "neg_mean_absolute_error": -0.25}
    metrics = scores | {"rows_train": 9, "rows_test": 3, "train": scores, "baselines": {"dummy": scores}}
    return Run(project.params, project.schema, manifest=TRAINED, metrics=metrics)


def text_of(document: str, run: Run) -> str:
    return "\n\n".join(render_parts(document, collect(run)).values())


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
        row = re.search(rf"^\| [^|]*\({re.escape(code(name))}[^|]*\| ([^|]*) \|", text, re.MULTILINE)
        assert row is not None, f"docs/model-card.md has no row for {name}"
        value = project.metrics[name]
        assert row[1] == score(-value if name.startswith("neg_") and value is not None else value)


def test_errors_are_shown_above_zero_in_page_and_card(trained: Run) -> None:
    interval = replace(trained, metrics=trained.metrics | {"ci95": {"neg_mean_absolute_error": [-0.3, -0.2]}})
    assert "| 0.2500 | 0.2000 to 0.3000 |" in text_of("model-card", interval)
    page = render_report(collect(interval))
    assert "mean absolute error" in page and "0.2000 to 0.3000" in page
    assert "-0.25" not in page


@pytest.mark.parametrize(
    ("verdicts", "state", "words"),
    [
        (
            [("passed", True), ("not judged", False)],
            "passed",
            "passed all 1 required gate; not judged, and not required: gate 1.",
        ),
        (
            [("passed", True), ("not judged", True)],
            "not judged",
            "Do not use this model: of 2 required gates, 1 was not",
        ),
        ([("failed", True), ("not judged", True)], "failed", "of 2 required gates, 1 failed and 1 was not judged"),
        ([], "not judged", "No gate was checked"),
    ],
)
def test_a_model_is_approved_only_if_every_required_gate_passed(
    verdicts: list[tuple[str, bool]], state: str, words: str, trained: Run
) -> None:
    gates = [
        {"name": f"gate_{place}", "verdict": said, "required": required, "sentence": f"Sentence {place}."}
        for place, (said, required) in enumerate(verdicts)
    ]
    run = replace(trained, gates={"gates": gates})
    assert (all_gates(run).state, words in all_gates(run).sentence) == (state, True)
    page = render_report(collect(run))
    assert page.index(all_gates(run).sentence) < page.index("What the scores do not show") < page.index("<nav")
    for document in ("deployment", "model-card", "scoping"):
        assert words in text_of(document, run) or not gates


def test_a_column_that_explains_almost_all_is_a_limit(trained: Run) -> None:
    told = list(limits(replace(trained, validation={"leakage": {"grade": 0.998, "edge": 0.95, "size": 0.9499}})))
    assert any(sentence.startswith("'grade' alone") for sentence in told)
    assert any(sentence.startswith("'edge' alone") for sentence in told)
    assert not any("'size'" in sentence for sentence in told)


def test_an_interval_without_width_is_told_to_be_no_certainty(trained: Run) -> None:
    metric = next(iter(trained.metrics["train"]))
    certain = trained.metrics | {"ci95": {metric: [1.0, 1.0]}}
    assert any("without width" in told for told in limits(replace(trained, metrics=certain)))
    uncertain = trained.metrics | {"ci95": {metric: [0.9, 1.0]}}
    assert not any("without width" in told for told in limits(replace(trained, metrics=uncertain)))


@pytest.mark.parametrize(("applied", "words"), [(True, "it is applied"), (False, "left as they are")])
def test_calibration_is_told_with_its_uncertainty_or_said_not_to_be_judged(
    applied: bool, words: str, trained: Run
) -> None:
    data = trained.params.data.model_copy(update={"task": "multiclass", "positive": None})
    run = replace(trained, params=trained.params.model_copy(update={"data": data}))
    assert any("Calibration was not judged" in told for told in limits(run))
    found = {"applied": applied, "log_loss": 0.5, "log_loss_calibrated": 0.41, "standard_error": 0.021}
    found |= {"error": 0.08, "error_calibrated": 0.033}
    judged = replace(run, manifest=TRAINED | {"task": "multiclass", "classes": ["a", "b"], "calibration": found})
    assert words in calibration(judged) and "0.0210" in calibration(judged)
    assert not any("Calibration was not judged" in told for told in limits(judged))
    assert calibration(judged) in text_of("model-card", judged) and calibration(judged) in text_of("annex-iv", judged)
    assert calibration(judged) in render_report(collect(judged))


def test_groups_stand_worst_first(trained: Run) -> None:
    parts = [("a", "above 14, up to 46", 0.9), ("a", "up to 14", 0.6), ("b", "few", None), ("b", None, 0.7)]
    slices = [
        {"column": column, "value": value, "rows": 50, "score": own, "sensitive": False} for column, value, own in parts
    ]
    found = groups(replace(trained, slices={"metric": "roc_auc", "score": 0.8, "slices": slices}))
    assert [group.value for group in found] == ["up to 14", "(missing)", "above 14, up to 46", "few"]


@pytest.mark.parametrize(("share", "disagreement", "passed"), [(0.05, 0.4, True), (0.05, 0.95, False)])
def test_the_limit_of_label_noise_is_told_with_its_condition(
    share: float, disagreement: float, passed: bool, project: Run
) -> None:
    noise = {"rows": 5, "share": share, "disagreement": disagreement, "most_disagreement": 0.9, "examples": [[1, 2]]}
    verdict = "passed" if passed else "failed"
    check = {"name": "label_noise", "verdict": verdict, "limit": 0.02}
    told = dict(label_findings(replace(project, validation={"label_noise": noise, "checks": [check]})))
    condition = "more only where rows with equal features disagree at most 90.0 % as much as any two rows do, here"
    assert told[verdict] == f"No more than 2.0 % of the rows may be so; {condition} {100 * disagreement:.1f} %."
    few = replace(project, validation={"label_noise": noise | {"share": 0.01}, "checks": [check]})
    assert dict(label_findings(few))[verdict] == "No more than 2.0 % of the rows may be so."


def test_only_what_stands_between_the_marks_changes() -> None:
    filled = fill(PAGE, {"one": "new\n\ntext"}, "abc123")
    assert not filled.problems
    assert filled.text == PAGE.replace("old", "new\n\ntext").replace("/generated", "/generated, run abc123")
    assert fill(filled.text, {"one": "new\n\ntext"}, "abc123").text == filled.text


def test_marks_in_the_front_matter_are_comments_of_yaml() -> None:
    page = "---\nlicense: mit\n# generated: one (by a stage)\n# /generated\nmine: 1\n---\n# generated by me\n"
    filled = fill(page, {"one": "a: 1"}, "abc123")
    assert not filled.problems
    assert filled.text == page.replace("# /generated", "a: 1\n# /generated, run abc123")


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
    run = replace(project, root=tmp_path)
    assert "no such document" in fill_document("scoping", collect(run), tmp_path)[0]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("a\n{{ nothing_of_this_name }}", "scoping.md.jinja, line 2: 'nothing_of_this_name' is none of the facts"),
        ("a\n{% if %}", "scoping.md.jinja, line 2: "),
        ("{{ trained | shouted }}", "scoping.md.jinja, line 1: No filter named 'shouted'"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_line(
    template: str, words: str, trained: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scoping.md.jinja").write_text(template, encoding="utf-8")
    monkeypatch.setattr(render, "TEMPLATES", tmp_path)
    with pytest.raises(ProjectError, match=re.escape(words)):
        render_parts("scoping", collect(trained))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_ugly_columns_and_targets_fit_into_every_document(name: str, project: Run, schema: Schema) -> None:
    columns = [column.model_copy(update={"name": UGLY, "key": UGLY, "description": UGLY}) for column in schema.columns]
    params = project.params.model_copy(update={"data": project.params.data.model_copy(update={"target": UGLY})})
    statistics = {UGLY: {"missing": 1, "distinct": 2, "top": {UGLY: 1}}}
    validation = project.validation | {"statistics": statistics, "rows": 3}
    ugly = replace(project, schema=schema.model_copy(update={"columns": columns}), params=params, validation=validation)
    bodies = render_parts(name, collect(ugly))
    page = "".join(f"<!-- generated: {part} (by a test) -->\n<!-- /generated -->\nMine.\n" for part in bodies)
    filled = fill(page, bodies, ugly.fingerprint)
    assert not filled.problems
    assert [part.name for part in parts_of(filled.text)[0]] == list(bodies)
    assert filled.text.count("\nMine.\n") == len(bodies)
    assert "<script>" not in re.sub(r"`[^\n]*`", "", filled.text)
    for table in re.findall(r"(?:^\|.*\n)+", filled.text, re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(cells) == 1, table
    assert "<script" not in render_report(collect(ugly))


def test_files_for_other_tools_are_json_whatever_the_columns_are_called(trained: Run) -> None:
    columns = [column.model_copy(update={"name": UGLY}) for column in trained.schema.columns]
    run = replace(trained, schema=trained.schema.model_copy(update={"columns": columns}), ingest={"sha256": "0"})
    table = json.loads(render_json("croissant.json", collect(run)))
    assert {field["name"] for field in table["recordSet"][0]["field"]} == {UGLY}
    material = json.loads(render_json("mlbom.cdx.json", collect(run)))
    analysis = material["components"][0]["modelCard"]["quantitativeAnalysis"]
    told = {entry["type"]: float(entry["value"]) for entry in analysis["performanceMetrics"]}
    assert told == {name: run.metrics[name] for name in run.metrics["train"]}


def test_any_name_stays_one_cell() -> None:
    assert not parts_of(f"| {code(UGLY)} | {escape(UGLY)} |")[0]
    assert "<script>" not in escape(UGLY)


@pytest.mark.parametrize(
    ("drop", "judged", "bar"),
    [(0.04, "missed", "plus"), (0.01, "no measurable difference", "none"), (-0.04, "disturbing", "minus")],
)
def test_report_and_experiments_judge_a_feature_alike(drop: float, judged: str, bar: str, trained: Run) -> None:
    run = replace(
        trained,
        importance={"tested": {"importance": drop, "low": drop - 0.02, "high": drop + 0.02}},
        selection={"features": 1, "kept": ["tested"], "dropped": [], "importance": {"tested": 0.1}},
    )
    assert f"| {judged} |" in text_of("experiments", run)
    section = render_report(collect(run)).partition('<section id="features">')[2]
    assert re.findall(r'<i class="(plus|minus|none)"', section) == [bar]
    assert "1 column was shuffled" in section


def test_the_report_needs_nothing_but_itself(project: Run) -> None:
    data = project.params.data.model_copy(update={"target": UGLY})
    run = replace(project, params=project.params.model_copy(update={"data": data}))
    page = render_report(collect(run))
    assert "<script" not in page
    assert not re.findall(r"""(?:src|href)=['"](?!data:|#)""", page)
    assert page.count("<img") == (len(list(Path("reports/figures").glob("*.png"))) if project.trained else 0)
    assert set(re.findall(r'href="#(\w+)"', page)) == set(re.findall(r'<section id="(\w+)"', page))
