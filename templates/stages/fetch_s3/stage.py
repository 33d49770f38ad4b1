"""Fetch S3: add the rows of a file on S3 to those of the raw file, or take them in their place.

In:  the table named by `reads.fetch_s3`; the file named by `fetch_s3.uri`, written like the raw one
     (`file:` in `data/schema.yaml`).
Out: `data/interim/fetch_s3.parquet`, the same columns; `reports/fetch_s3.json`, how many rows came.

Keys, region and another store's address come from where AWS's own tools take them: `AWS_PROFILE`,
`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`. DVC does not see that the file has changed: `dvc repro --force
fetch_s3` fetches it again.
"""

import tempfile
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import Field

from project_package.stages.ingest import drop_without_target
from project_package.utils.errors import ProjectError, run
from project_package.utils.params import Params
from project_package.utils.reports import write_json
from project_package.utils.schema import Schema, load_schema
from project_package.utils.settings import Settings, read_settings
from project_package.utils.tables import read_raw, read_table, sha256, write_table

TABLE = "data/interim/fetch_s3.parquet"
REPORT = "reports/fetch_s3.json"


class FetchS3(Settings):
    """The section `fetch_s3` of `params.yaml`."""

    uri: str | None = Field(pattern=r"^s3://[^/]+/.+$")
    mode: Literal["add", "replace"]


class StageParams(Params):
    """All of `params.yaml`."""

    fetch_s3: FetchS3


def download(uri: str, folder: str | Path, client: Any = None) -> Path:
    """Fetch one file into a folder.

    Args:
        uri: `s3://bucket/path`.
        folder: where it is put, under its own name.
        client: boto3's for S3 if none is given.

    Raises:
        ProjectError: it is not there, or may not be read.
    """
    import boto3  # type: ignore[import-untyped]
    from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]
    from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

    bucket, _, key = uri.removeprefix("s3://").partition("/")
    file = Path(folder) / Path(key).name
    try:
        (client or boto3.client("s3")).download_file(bucket, key, str(file))
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise ProjectError(f"{uri}, named by fetch_s3.uri in params.yaml, cannot be fetched: {error}.") from error
    return file


def fetch_s3(table: pd.DataFrame, file: Path, schema: Schema, mode: str) -> pd.DataFrame:
    """The table with the file's rows behind its own, or these alone.

    Raises:
        ProjectError: the file lacks a column, cannot be read, or has no row with a target.
    """
    rows = read_raw(schema, file)
    missing = [name for name in table.columns if name not in rows]
    if missing:
        raise ProjectError(f"{file.name} has no column {', '.join(map(repr, missing))}.")
    fetched = drop_without_target(rows, schema)[list(table.columns)]
    return fetched if mode == "replace" else pd.concat([table, fetched], ignore_index=True)


def main() -> None:
    """Run the stage on the files of the project."""
    params = read_settings("params.yaml", StageParams)
    table, uri = read_table(params.reads["fetch_s3"]), params.fetch_s3.uri
    if uri is None:
        write_table(table, TABLE)
        write_json({"uri": None, "sha256": None, "rows_read": len(table), "rows": len(table)}, REPORT)
        return
    schema = load_schema(params.data.schema_path, params.data.target)
    with tempfile.TemporaryDirectory() as folder:
        file = download(uri, folder)
        fetched = fetch_s3(table, file, schema, params.fetch_s3.mode)
        digest = sha256(file)
    write_table(fetched, TABLE)
    write_json({"uri": uri, "sha256": digest, "rows_read": len(table), "rows": len(fetched)}, REPORT)


if __name__ == "__main__":
    run(main)
