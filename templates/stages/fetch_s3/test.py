import shutil
from pathlib import Path

import pytest
from botocore.exceptions import ClientError  # type: ignore[import-untyped]

from project_package.stages.fetch_s3 import StageParams, download, fetch_s3
from project_package.stages.ingest import drop_without_target
from project_package.utils.errors import ProjectError
from project_package.utils.schema import load_schema
from project_package.utils.settings import read_settings
from project_package.utils.tables import read_raw

PARAMS = read_settings("params.yaml", StageParams)
SCHEMA = load_schema(PARAMS.data.schema_path, PARAMS.data.target)


class Store:
    """Answers as S3 does, from the project's own raw file."""

    def download_file(self, bucket: str, key: str, file: str) -> None:
        if (bucket, key) != ("some-bucket", "a/rows"):
            raise ClientError({"Error": {"Code": "404", "Message": "Not Found"}}, "HeadObject")
        shutil.copy(SCHEMA.file.path, file)


def test_rows_come_behind_or_in_the_place_of_those_of_the_file(tmp_path: Path) -> None:
    table = drop_without_target(read_raw(SCHEMA), SCHEMA)
    file = download("s3://some-bucket/a/rows", tmp_path, Store())
    assert len(fetch_s3(table.head(3), file, SCHEMA, "add")) == len(table) + 3
    assert len(fetch_s3(table.head(3), file, SCHEMA, "replace")) == len(table)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"s3://some-bucket/b, .*404"):
        download("s3://some-bucket/b", tmp_path, Store())


def test_a_file_without_a_column_is_refused(tmp_path: Path) -> None:
    table = drop_without_target(read_raw(SCHEMA), SCHEMA).assign(**{"one more": 1})
    file = download("s3://some-bucket/a/rows", tmp_path, Store())
    with pytest.raises(ProjectError, match="one more"):
        fetch_s3(table, file, SCHEMA, "add")
