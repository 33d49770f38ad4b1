"""Writes tables with a planted defect, and honest ones, into a folder: python traps.py FOLDER."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

chance = np.random.default_rng(2026)


def numbers(rows: int, columns: int = 4) -> pd.DataFrame:
    """Columns of noise."""
    return pd.DataFrame(chance.normal(size=(rows, columns)).round(3)).add_prefix("m")


def words(odds: np.ndarray) -> np.ndarray:
    """A target that follows the odds."""
    return np.where(chance.random(len(odds)) < 1 / (1 + np.exp(-odds)), "ill", "well")


def mixed(table: pd.DataFrame) -> pd.DataFrame:
    """The rows in another order."""
    return table.sample(frac=1, random_state=5)


place = np.repeat(np.arange(200), 8)
once, patients, honest, wide = numbers(400), numbers(200), numbers(1600), numbers(140, 900)
turned, rare, late, nearly = numbers(2000), numbers(9000), numbers(1600), numbers(2000)
days = pd.date_range("2024-01-01", periods=2000, freq="7h").strftime("%Y-%m-%d %H:%M")
way = np.where(np.arange(2000) < 1600, 2, -2)
seldom = chance.random(9000) < 0.004 * np.exp(1.5 * rare["m0"] - 1.1)
outcome, near = words(late["m0"].to_numpy() * 0.5), words(np.zeros(2000))
TABLES = {
    "copies": mixed(pd.concat([once.assign(y=chance.choice(["ill", "well"], 400))] * 4)),
    "entities": mixed(
        (patients.iloc[place].reset_index(drop=True) + 0.01 * numbers(1600)).assign(
            patient_id=[f"P{100 + number}" for number in place], y=chance.choice(["ill", "well"], 200)[place]
        )
    ),
    "turned": turned.assign(day=days, y=words(way * turned["m0"].to_numpy())),
    "wide": wide.assign(y=chance.choice(["ill", "well"], 140)),
    "known_afterwards": late.assign(discharged=np.where(outcome == "ill", days[:1600], ""), y=outcome),
    "nearly_a_copy": nearly.assign(code=np.where((near == "ill") ^ (chance.random(2000) < 0.02), "A", "B"), y=near),
    "rare": rare.assign(y=np.where(seldom, "fraud", "fine")),
    "honest": honest.assign(y=words(1.4 * honest["m0"].to_numpy() - honest["m1"].to_numpy())),
}
TABLES["undated"] = TABLES["turned"].drop(columns="day")
once_more = TABLES["copies"].select_dtypes("number")
TABLES["near_copies"] = TABLES["copies"].assign(**(once_more + 0.01 * chance.normal(size=once_more.shape)))

for name, table in TABLES.items():
    table.to_csv(Path(sys.argv[1]) / f"{name}.csv", index=False)
