"""Write one table in many ways with pandas: `python write_tables.py <folder>`."""

import csv
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

ROWS = 600
FOLDER = Path(sys.argv[1])


def table(seed: int) -> pd.DataFrame:
    """Every type of column, most with missing values."""
    random = np.random.default_rng(seed)
    some = lambda values: [None if random.random() < 0.1 else value for value in values]  # noqa: E731
    days = pd.Timestamp("2015-03-01") + pd.to_timedelta(random.integers(0, 3000 * 86400, ROWS), unit="s")
    names = random.choice(["Ann", "Börje", "Chloé", "D'Arcy", 'Ed "the" Third', "x, y; z|w\tv"], ROWS)
    return pd.DataFrame(
        {
            "row": np.arange(ROWS),
            "measure": some(random.normal(size=ROWS)),
            "exponents": random.normal(size=ROWS) * 10.0 ** random.integers(-12, 12, ROWS),
            "amount": some(random.gamma(2, 100, ROWS).round(2)),
            "visits": pd.array(some(random.integers(0, 300, ROWS).tolist()), dtype="Int64"),
            "flag": random.integers(0, 2, ROWS),
            "zip": [f"{value:05d}" for value in random.integers(0, 99999, ROWS)],
            "big": 2**55 + random.integers(0, 1000, ROWS),
            "kind": some(names),
            "member": random.random(ROWS) < 0.4,
            "note": [f"Note {row}: {name} wrote\n{value:.3f} in it" for row, (name, value) in enumerate(zip(names, random.random(ROWS)))],
            "iso": days.strftime("%Y-%m-%dT%H:%M:%S"),
            "day": some(days.strftime("%Y-%m-%d")),
            "european": some(days.strftime("%d.%m.%Y")),
            "american": days.strftime("%m/%d/%Y %I:%M %p"),
            "month": some(days.strftime("%b-%y")),
            "stamp": days.strftime("%Y-%m-%d %H:%M:%S+02:00"),
            "class": random.choice(["yes", "no", "maybe"], ROWS),
        }
    )


def write_texts() -> None:
    # Every third of all combinations still meets every two of them.
    ways = [*product([(",", "."), (";", ","), ("\t", "."), ("|", ".")], ["utf-8", "utf-8-sig", "utf-16", "cp1252"], ["\n", "\r\n"], ["", "NA", "?", " ", "null"])][::3]
    for number, ((sep, decimal), encoding, newline, missing) in enumerate(ways):
        quoting = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC][number % 3]
        compression = [None, "gzip"][number % 2]
        name = f"text {number}.csv" + (".gz" if compression else "")
        options = {"sep": sep, "decimal": decimal, "encoding": encoding, "lineterminator": newline, "na_rep": missing}
        table(number).to_csv(FOLDER / name, index=False, quoting=quoting, compression=compression, **options)


def write_others() -> None:
    money = pd.DataFrame(
        {
            "price": [f"${1000 + row * 37.5:,.2f}" for row in range(ROWS)],
            "share": [f"{row % 100}%" for row in range(ROWS)],
            "people": [f"{row * 1234:,}" for row in range(ROWS)],
            "odd": ["n.v." if row == 7 else row % 90 for row in range(ROWS)],
            "garage": [["None", "attached", "?"][row % 3] for row in range(ROWS)],
            "rooms": ["None" if row % 9 == 0 else row % 13 for row in range(ROWS)],
            "infinite": ["inf" if row % 50 == 0 else row / 7 for row in range(ROWS)],
            "class": [["a", "b"][row % 2] for row in range(ROWS)],
        }
    )
    money.to_csv(FOLDER / "money.csv", index=False)
    doubled = money.iloc[:, [2, 3, 3, 3, 7]].set_axis(["", "x", "x", "x_2", "class"], axis=1)
    doubled.to_csv(FOLDER / "doubled.csv", index=False)
    (FOLDER / "spaced.csv").write_text("a, b, c\n" + "".join(f'{row * 3}, "x, {row % 5}", {row % 3}\n' for row in range(ROWS)))
    (FOLDER / "bare.tsv").write_text("a\tb\tc\n" + "".join(f'{row * 3}\t"{row % 5} inch\t{row % 3}\n' for row in range(ROWS)))
    summed = pd.DataFrame({"town": [f"t{row % 9}" for row in range(ROWS)], "n": range(ROWS), "class": money["class"]})
    total = pd.DataFrame({"town": ["Grand total"], "n": [summed["n"].sum()], "class": [""]})
    pd.concat([summed, total]).to_csv(FOLDER / "summed.csv", index=False)
    for codec in ("snappy", "gzip", "zstd", "brotli", "lz4", None):
        typed = table(1).assign(day=lambda data: pd.to_datetime(data["day"]), member=lambda data: data["member"].astype("boolean"))
        typed.to_parquet(FOLDER / f"typed_{codec}.parquet", compression=codec, row_group_size=250)
    infinite = pd.DataFrame({"infinite": money["infinite"].astype(float), "row": ROWS - money.index, "class": money["class"]})
    infinite.to_parquet(FOLDER / "infinite.parquet", index=False)
    table(2).drop(columns="big").to_json(FOLDER / "lines.jsonl", orient="records", lines=True, force_ascii=False)
    table(3).drop(columns="big").to_json(FOLDER / "lines.jsonl.gz", orient="records", lines=True, compression="gzip")


write_texts()
write_others()
