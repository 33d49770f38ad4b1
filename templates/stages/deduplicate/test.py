import pandas as pd
import pytest

from project_package.stages.deduplicate import Deduplicate, deduplicate
from project_package.utils.errors import ProjectError

TABLE = pd.DataFrame({"row": [1, 2, 3, 4], "a b": ["x", "x", None, None], "class": [1.0, 1.0, 2.0, 2.0]})


def test_equal_rows_are_kept_once() -> None:
    assert deduplicate(TABLE, Deduplicate(keep="first", ignore=["row"]))["row"].tolist() == [1, 3]
    assert deduplicate(TABLE, Deduplicate(keep="last", ignore=["row"]))["row"].tolist() == [2, 4]
    assert deduplicate(TABLE, Deduplicate(keep="none", ignore=["row"])).empty


def test_rows_that_differ_in_a_column_stay() -> None:
    pd.testing.assert_frame_equal(deduplicate(TABLE, Deduplicate(keep="first", ignore=[])), TABLE)


@pytest.mark.parametrize("ignore", [["nowhere"], ["row", "a b", "class"]])
def test_a_mistake_in_the_settings_is_named(ignore: list[str]) -> None:
    with pytest.raises(ProjectError, match=r"deduplicate\.ignore"):
        deduplicate(TABLE, Deduplicate(keep="first", ignore=ignore))
