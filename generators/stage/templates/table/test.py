import pandas as pd

from project_package.stages import stage_name as stage

TABLE = pd.DataFrame({"amount": [1.0, 2.0, None], "name": ["a", "b", "b"]})
SETTINGS = stage.StageName(settings_given)


def test_passes_the_table_on_until_it_is_written() -> None:
    pd.testing.assert_frame_equal(stage.stage_name(TABLE, SETTINGS), TABLE)


def test_leaves_its_input_alone() -> None:
    before = TABLE.copy()
    stage.stage_name(TABLE, SETTINGS)
    pd.testing.assert_frame_equal(TABLE, before)
