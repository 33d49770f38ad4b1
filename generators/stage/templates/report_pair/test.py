import pandas as pd

from project_package.stages import stage_name as stage

SETTINGS = stage.StageName(settings_given)


def test_tells_of_classes() -> None:
    report = stage.stage_name(pd.Series(["a", "a", "b"]), pd.DataFrame({"prediction": ["b", "b", "a"]}), SETTINGS)
    assert report == {"rows": 3, "mean_or_most_frequent": "a", "predicted_mean_or_most_frequent": "b"}


def test_tells_of_numbers() -> None:
    report = stage.stage_name(pd.Series([1.0, 2.0]), pd.DataFrame({"prediction": [1.5, 3.5]}), SETTINGS)
    assert report == {"rows": 2, "mean_or_most_frequent": 1.5, "predicted_mean_or_most_frequent": 2.5}
