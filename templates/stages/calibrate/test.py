import numpy as np
import pandas as pd
from sklearn.naive_bayes import GaussianNB

from project_package.stages.calibrate import StageParams, calibrate
from project_package.utils.settings import read_settings


def rows(count: int, seed: int, target: str) -> pd.DataFrame:
    chance = np.random.default_rng(seed)
    signal = chance.normal(size=count)
    table = pd.DataFrame({f"copy {place}": signal for place in range(6)})
    return table.assign(**{target: np.where(signal + chance.normal(size=count) > 0, "yes", "no")})


def test_overconfident_probabilities_come_down() -> None:
    params = read_settings("params.yaml", StageParams)
    target = params.data.target
    train, test = rows(600, 0, target), rows(600, 1, target)
    model = GaussianNB().fit(train.drop(columns=target), train[target])
    calibrated = calibrate(model, train, params)

    right = (test[target] == "yes").to_numpy(dtype=float)
    loss = [((one.predict_proba(test.drop(columns=target))[:, 1] - right) ** 2).mean() for one in (model, calibrated)]
    assert loss[1] < loss[0]
    assert list(calibrated.classes_) == ["no", "yes"]
