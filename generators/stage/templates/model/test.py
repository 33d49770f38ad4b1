import pandas as pd

from project_package.stages import stage_name as stage

FEATURES = pd.DataFrame({"amount": [1.0, 2.0, None], "name": ["a", "b", "b"]})
SETTINGS = stage.StageName(settings_given)


def test_predicts_a_class_for_every_row() -> None:
    model = stage.stage_name(FEATURES, pd.Series(["yes", "no", "yes"]), "binary", SETTINGS)
    assert set(model.predict(FEATURES)) <= {"yes", "no"}


def test_predicts_a_number_for_every_row() -> None:
    model = stage.stage_name(FEATURES, pd.Series([1.0, 2.0, 3.0]), "regression", SETTINGS)
    assert model.predict(FEATURES).shape == (3,)
