import pandas as pd

from project_package.stages import stage_name as stage

TRAIN = pd.DataFrame({"amount": [1.0, 2.0, None], "name": ["a", "b", "b"]})
SETTINGS = stage.StageName(settings_given)


def test_keeps_every_row_until_it_is_written() -> None:
    pd.testing.assert_frame_equal(stage.stage_name(TRAIN, SETTINGS), TRAIN)


def test_leaves_its_input_alone() -> None:
    before = TRAIN.copy()
    stage.stage_name(TRAIN, SETTINGS)
    pd.testing.assert_frame_equal(TRAIN, before)
