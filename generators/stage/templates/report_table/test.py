import pandas as pd

from project_package.stages import stage_name as stage

TABLE = pd.DataFrame({"amount": [1.0, 2.0, None], "name": ["a", "b", "b"]})
SETTINGS = stage.StageName(settings_given)


def test_counts_rows_and_columns_until_it_is_written() -> None:
    assert stage.stage_name(TABLE, SETTINGS) == {"rows": 3, "columns": 2}


def test_reports_on_an_empty_table() -> None:
    assert stage.stage_name(TABLE.head(0), SETTINGS)["rows"] == 0
