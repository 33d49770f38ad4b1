import pandas as pd

from project_package.stages import stage_name as stage
from project_package.utils.pairs import Pair

TRAIN = pd.DataFrame({"amount": [1.0, 2.0, None], "name": ["a", "b", "b"], "target": [0, 1, 1]})
TEST = pd.DataFrame({"amount": [3.0], "name": ["c"], "target": [0]})
STEP = stage.build(stage.StageName(settings_given))


def test_passes_both_tables_on_until_it_is_written() -> None:
    pair = Pair(TRAIN, TEST).through("stage_name", STEP, "target")
    pd.testing.assert_frame_equal(pair.train, TRAIN)
    pd.testing.assert_frame_equal(pair.test, TEST)


def test_does_to_new_rows_what_it_does_to_test() -> None:
    pair = Pair(TRAIN, TEST).through("stage_name", STEP, "target")
    new = STEP.transform(TEST.drop(columns="target"))
    pd.testing.assert_frame_equal(new, pair.test.drop(columns="target"))
