"""Write Parquet files and workbooks made at random, the same for the same number: `python write_typed.py <folder> <count>`."""

import sys
from collections.abc import Callable
from datetime import datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

Cells = Callable[[], Any]
START = datetime(2015, 3, 1)
WORDS = [["Yes", "No"], ["Ann", "Börje", "x, y; z"], ["true", "false"], ["NA", "EU", "AS"], ["1", "1.0", "one"], ["a ", " a", "b"]]


def moment(random: Random) -> datetime:
    return START + timedelta(days=random.randrange(4000), seconds=random.randrange(86_400), microseconds=random.choice([0, 0, 250_000, 123_456]))


def texts(random: Random) -> Cells:
    """Words, and what looks like something else."""
    words = random.choice(WORDS)
    return random.choice(
        [
            lambda: random.choice(words),
            lambda: f"{random.uniform(0, 900):.2f}",
            lambda: f"{random.randrange(99_999):05d}",
            lambda: f"{random.randrange(1000, 9_000_000):,}",
            lambda: moment(random).strftime("%Y-%m-%d"),
            lambda: moment(random).strftime("%d.%m.%Y"),
            lambda: f"{random.randrange(90)} km",
            lambda: f'say "{random.randrange(9)}",\nnow',
            lambda: str(2**53 + random.randrange(50)),
        ]
    )


def parquet_column(random: Random) -> tuple[pa.DataType, Cells]:
    """A type of Arrow, and values of it."""
    whole = lambda low, high: lambda: random.randint(low, high)  # noqa: E731
    fraction = lambda: random.choice([random.uniform(-1, 1), random.gauss(0, 1) * 10.0 ** random.randint(-9, 25), 0.0, -0.0, 3.0])  # noqa: E731
    scale = random.randrange(0, 6)
    zone = random.choice([None, "UTC", "Europe/Berlin", "+05:30"])
    some_bytes = lambda: random.choice([b"abcd", b"efgh", b"0012"])  # noqa: E731
    strings = texts(random)
    kinds: list[tuple[pa.DataType, Cells]] = [
        *((getattr(pa, f"int{bits}")(), whole(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)) for bits in (8, 16, 32, 64)),
        *((getattr(pa, f"uint{bits}")(), whole(0, 2**bits - 1)) for bits in (8, 16, 32, 64)),
        (pa.int64(), whole(0, 3)),
        (pa.int64(), whole(-500, 20_000)),
        (pa.float32(), fraction),
        (pa.float64(), fraction),
        (pa.float64(), lambda: random.choice([float("nan"), float("inf"), 1.5, 2.0])),
        (pa.bool_(), lambda: random.random() < 0.3),
        (pa.string(), strings),
        (pa.large_string(), strings),
        (pa.dictionary(pa.int32(), pa.string()), strings),
        (pa.dictionary(pa.int8(), pa.int64()), whole(0, 9)),
        (pa.binary(), some_bytes),
        (pa.binary(4), some_bytes),
        (pa.date32(), lambda: moment(random).date()),
        (pa.date64(), lambda: moment(random).date()),
        *((pa.timestamp(unit, zone), lambda: moment(random).replace(tzinfo=timezone.utc if zone else None)) for unit in ("ms", "us", "ns")),
        (pa.time32("ms"), lambda: moment(random).time()),
        (pa.time64("us"), lambda: moment(random).time()),
        (pa.duration("us"), lambda: timedelta(seconds=random.randrange(9_000))),
        (pa.decimal128(12, scale), lambda: Decimal(random.randint(-(10**9), 10**9)).scaleb(-scale)),
        (pa.decimal128(30, scale), lambda: Decimal(random.randint(-(10**28), 10**28)).scaleb(-scale)),
        (pa.null(), lambda: None),
        (pa.list_(pa.int64()), lambda: [random.randrange(3)]),
        (pa.struct([("a", pa.int64())]), lambda: {"a": random.randrange(3)}),
    ]
    return random.choice(kinds)


def write_parquet(random: Random, names: list[str], rows: int, file: Path) -> None:
    arrays = []
    for _ in names:
        kind, cell = parquet_column(random)
        values = with_gaps(cell, random, rows)
        arrays.append(pa.array(values, kind.value_type).dictionary_encode() if pa.types.is_dictionary(kind) else pa.array(values, kind, safe=False))
    arrays.append(pa.array([random.choice(["yes", "no"]) for _ in range(rows)]))
    labels = [f"n{at}" if name in names[:at] else name for at, name in enumerate([*names, "target"])]
    pq.write_table(
        pa.table(arrays, names=labels),
        file,
        compression=random.choice(["snappy", "gzip", "zstd", "none"]),
        version=random.choice(["1.0", "2.4", "2.6"]),
        data_page_version=random.choice(["1.0", "2.0"]),
        use_dictionary=random.random() < 0.6,
        use_deprecated_int96_timestamps=random.random() < 0.2,
        row_group_size=random.choice([37, 1000]),
        store_schema=random.random() < 0.5,
    )


def sheet_column(random: Random) -> tuple[str, Cells]:
    """How the cells are shown, and what is in them."""
    kinds: list[tuple[str, Cells]] = [
        ("General", lambda: random.randrange(-50, 900)),
        ("General", lambda: random.gauss(0, 1) * 10.0 ** random.randint(-6, 12)),
        ("0.00%", lambda: random.randrange(100) / 100),
        ('#,##0.00 "€"', lambda: random.randrange(10**6) / 100),
        ("General", lambda: random.random() < 0.4),
        ("yyyy-mm-dd", lambda: moment(random).date()),
        ("yyyy-mm-dd hh:mm:ss", lambda: moment(random).replace(microsecond=0)),
        ("d. mmm yy", lambda: moment(random).date()),
        ("hh:mm", lambda: time(random.randrange(24), random.randrange(60))),
        ("[h]:mm:ss", lambda: timedelta(seconds=random.randrange(400_000))),
        ("yyyy-mm-dd", lambda: random.choice([datetime(1900, 1, 1), moment(random).replace(microsecond=0)])),
        ("General", lambda: random.choice(["#N/A", 1, 2, 3.5])),
        ("General", lambda: random.choice(["7", 7, 8, "n.v."])),
        ("@", texts(random)),
        ("@", texts(random)),
    ]
    return random.choice(kinds)


def write_workbook(random: Random, names: list[str], rows: int, file: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    right, down = random.choice([0, 0, 1]), random.choice([0, 0, 2])
    if down:
        sheet.cell(1, 1 + right, "Report of the year")
    columns = [sheet_column(random) for _ in names]
    for at, name in enumerate([*names, "target"]):
        sheet.cell(1 + down, 1 + right + at, name)
    for at, (shown, cell) in enumerate(columns):
        for row, value in enumerate(with_gaps(cell, random, rows)):
            written = sheet.cell(2 + down + row, 1 + right + at, value)
            if value is not None:
                written.number_format = shown
    for row in range(rows):
        sheet.cell(2 + down + row, 1 + right + len(names), random.choice(["yes", "no"]))
    if random.random() < 0.3:
        book.create_sheet("Empty")
    book.save(file)


def with_gaps(cell: Cells, random: Random, rows: int) -> list[Any]:
    gaps = random.choice([0, 0, 0.1])
    return [None if random.random() < gaps else cell() for _ in range(rows)]


folder, count = Path(sys.argv[1]), int(sys.argv[2])
for number in range(count):
    chance = Random(number)
    own = [chance.choice([f"c{at}", f"Größe {at}", f"date {at}", "x", f" p{at} "]) for at in range(chance.randrange(2, 8))]
    write, suffix = chance.choice([(write_parquet, "parquet"), (write_parquet, "parquet"), (write_workbook, "xlsx")])
    write(chance, own, chance.choice([25, 60, 130]), folder / f"typed {number}.{suffix}")
