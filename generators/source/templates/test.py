import pandas as pd

from project_package.utils.schema import Schema
from project_package.utils.sources import schema_of
from project_package.utils.tables import read_raw

SOURCE = "source_name"


def test_rows_find_their_row_in_it(schema: Schema, table: pd.DataFrame) -> None:
    brought = [column.name for column in schema.columns if column.source == SOURCE]
    assert brought, "data/schema.yaml names no column of it"
    assert table[brought].notna().any(axis=None), "no row of the data finds its row in the second file"


def test_its_file_is_as_the_schema_says(schema: Schema) -> None:
    own = schema_of(SOURCE, schema)
    other = read_raw(own)
    key = schema.sources[SOURCE].key
    assert set(own.names()) <= set(other.columns)
    assert not other[key].dropna().duplicated().any()
