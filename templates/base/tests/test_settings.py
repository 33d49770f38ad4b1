"""Mistakes in params.yaml and data/schema.yaml are named with file, line and key."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from project_package.utils.errors import ProjectError
from project_package.utils.params import load_params
from project_package.utils.schema import Column, Schema, load_schema
from project_package.utils.settings import Settings, checked_section, read_settings


def test_a_wrong_value_is_named_with_its_line(tmp_path: Path) -> None:
    text = Path("params.yaml").read_text(encoding="utf-8")
    file = tmp_path / "params.yaml"
    file.write_text(re.sub(r"test_size: .*", "test_size: 20", text), encoding="utf-8")
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "test_size:" in line)
    with pytest.raises(ProjectError, match=rf"params\.yaml:{line}: split\.test_size: "):
        load_params(str(file))


@pytest.mark.parametrize(
    ("section", "key", "value", "sentence"),
    [
        ("base", "seed", "many", r"Input should be a valid integer, .*, and not 'many'\.$"),
        ("split", "test_size", float("nan"), r"Input should be a finite number, and not nan\.$"),
        ("split", "test_size", -3, r"Input should be greater than 0, and not -3\.$"),
        ("split", "testsize", 0.2, r"there is no such key here\.$"),
    ],
)
def test_a_mistake_says_what_is_right_and_what_is_there(
    section: str, key: str, value: float | str, sentence: str, tmp_path: Path
) -> None:
    settings = YAML().load(Path("params.yaml").read_text(encoding="utf-8"))
    settings[section][key] = value
    file = tmp_path / "params.yaml"
    YAML().dump(settings, file)
    with pytest.raises(ProjectError, match=rf"(?m)params\.yaml:\d+: {section}\.{key}: {sentence}"):
        load_params(str(file))


class _Span(Settings):
    low: int | float
    high: float


class _Search(Settings):
    values: dict[str, _Span | list[int | None]]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{low: few, high: 2}", r"values\.x\.low: Input should be a valid integer, .* or .*number.*, and not 'few'\.$"),
        ("{low: 1}", r"values\.x\.high: Field required\.$"),
        ("few", r"values\.x: Input should be a valid dictionary .* or input should be a valid list, and not 'few'\.$"),
        ("[1, few]", r"values\.x\.1: Input should be a valid integer, .*, and not 'few'\.$"),
    ],
)
def test_a_value_of_several_kinds_is_named_by_its_keys(written: str, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "search.yaml"
    file.write_text(f"values:\n  x: {written}\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=rf"^\S*search\.yaml:2: {sentence}"):
        read_settings(str(file), _Search)


def test_a_section_with_a_model_of_its_own_is_checked_by_it(tmp_path: Path) -> None:
    file = tmp_path / "params.yaml"
    file.write_text("other: 1\nspan:\n  low: 1\n  high: wide\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"params\.yaml:4: span\.high: Input should be .*, and not 'wide'\.$"):
        checked_section(file, "span", {"low": 1, "high": "wide"}, _Span)
    with pytest.raises(ProjectError, match=r"params\.yaml:3: span\.low: Field required\."):
        checked_section(file, "span", {}, _Span)


def test_a_section_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "params.yaml"
    file.write_text("other: 1\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"params\.yaml:1: span\.low: Field required\."):
        checked_section(file, "span", {}, _Span)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("span", 5, r"span in params\.yaml is 5, where a section"),
        ("reads", {}, r"`reads` in params\.yaml has no key 'split'"),
        ("reads", {"split": ""}, r"reads\.split: String should have at least 1 character"),
    ],
)
def test_what_stands_in_place_of_a_section_is_refused(key: str, value: object, sentence: str, tmp_path: Path) -> None:
    settings = YAML().load(Path("params.yaml").read_text(encoding="utf-8"))
    settings[key] = value
    file = tmp_path / "params.yaml"
    YAML().dump(settings, file)
    with pytest.raises(ProjectError, match=sentence):
        params = load_params(str(file))
        params.section("span")
        params.reads["split"]


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    text = Path("params.yaml").read_text(encoding="utf-8")
    file = tmp_path / "params.yaml"
    file.write_text(text.replace("test_size:", "testsize:"), encoding="utf-8")
    with pytest.raises(ProjectError, match=r"split\.testsize"):
        load_params(str(file))


def test_text_that_is_no_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "params.yaml"
    file.write_text("base:\n  seed: [1\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"params\.yaml:\d+: this is not valid YAML"):
        load_params(str(file))


def test_yes_stays_a_word(tmp_path: Path) -> None:
    """`dvc exp run -S` writes params.yaml without quotes; a class called Yes must not become true."""
    text = Path("params.yaml").read_text(encoding="utf-8")
    file = tmp_path / "params.yaml"
    file.write_text(re.sub(r"target: .*", "target: Yes", text), encoding="utf-8")
    assert load_params(str(file)).data.target == "Yes"


def test_another_target_than_the_schemas_is_refused(schema: Schema) -> None:
    with pytest.raises(ProjectError, match="role: target"):
        load_schema("data/schema.yaml", "no such column")


def test_columns_and_keys_are_unique(schema: Schema) -> None:
    names = schema.names()
    keys = [column.key for column in schema.columns]
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys)


def test_a_column_stands_in_the_schema_once(schema: Schema) -> None:
    twice = schema.model_dump(by_alias=True) | {"columns": [column.model_dump() for column in schema.columns] * 2}
    with pytest.raises(ValidationError, match="each column stands here once, and not '"):
        Schema.model_validate(twice)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": "date"}, "so its `type` must be `date`"),
        ({"role": "text"}, "so its `type` must be `string`"),
        ({"min": "zero"}, "'zero' is no end of the range of 'x'"),
        ({"type": "date", "max": "soon"}, "'soon' is no end of the range of 'x'"),
    ],
)
def test_what_a_column_says_fits_together(changes: dict[str, str], sentence: str) -> None:
    column = {"name": "x", "key": "t.x", "type": "integer", "order": "ratio", "role": "feature", "nullable": True}
    with pytest.raises(ValidationError, match=sentence):
        Column.model_validate(column | changes)
