"""What a column adds to a prediction: the parts add up to the whole, and columns that are typical add nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from project_package.app.explain import explain, read_row
from project_package.monitoring.profile import Profile
from project_package.utils.errors import ProjectError
from project_package.utils.schema import Schema
from project_package.utils.scoring import Scorer


def test_contributions_add_up(records: list[dict[str, Any]], scorer: Scorer, profile: Profile) -> None:
    for record in records[:3]:
        found = explain(record, profile.typical, scorer)
        added = sum(row["contribution"] for row in found["contributions"])
        assert found["typical"] + added == pytest.approx(found["value"])
        assert {row["column"] for row in found["contributions"]} == set(scorer.schema.features)


def test_a_typical_row_needs_no_explanation(scorer: Scorer, profile: Profile) -> None:
    found = explain(dict(profile.typical), profile.typical, scorer)
    assert all(row["contribution"] == 0 for row in found["contributions"])


def test_a_row_may_have_its_target(
    records: list[dict[str, Any]], scorer: Scorer, schema: Schema, tmp_path: Path
) -> None:
    file = tmp_path / "row.json"
    file.write_text(json.dumps(records[0] | {schema.names("target")[0]: None}), encoding="utf-8")
    row = read_row(str(file), scorer)
    assert {name: row[name] for name in schema.features if name in row} == {
        name: records[0][name] for name in schema.features if name in row
    }


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"records": []}', '{"records": [1, 2]}'])
def test_what_is_no_row_is_refused(content: str, scorer: Scorer, tmp_path: Path) -> None:
    file = tmp_path / "row.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"row\.json"):
        read_row(str(file), scorer)
