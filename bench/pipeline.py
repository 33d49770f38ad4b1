"""What each stage of an emitted project costs: CPU seconds, which a busy machine changes least, wall time and memory.

    node dist/cli.js /tmp/bench --data FILE --target COLUMN --yes
    cd /tmp/bench && uv run python <repository>/bench/pipeline.py          each stage, then DVC with nothing to do
    python <repository>/bench/pipeline.py --make large.csv [rows] [columns]   a table to try, its target `y`
"""

import os
import subprocess
import sys
import time
from pathlib import Path

STAGE = "import sys, {0}; print(*sorted({{name.partition('.')[0] for name in sys.modules}} & set({1!r})))"
HEAVY = ("pandas", "sklearn", "scipy", "matplotlib", "optuna", "pyarrow", "jinja2", "pydantic")


def make(file: str, rows: int, columns: int) -> None:
    """A table of numbers, a third of the columns categories; a few of them tell the target."""
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(0)
    numbers = pd.DataFrame(chance.normal(size=(rows, columns - 1 - columns // 3)).round(4)).add_prefix("n")
    words = pd.DataFrame(chance.integers(0, 12, (rows, columns // 3))).add_prefix("c")
    odds = numbers["n0"] - numbers["n1"] * (words["c0"] > 5) + 0.2 * words["c1"] - 2
    target = np.where(chance.random(rows) < 1 / (1 + np.exp(-odds)), "yes", "no")
    table = pd.concat([numbers, words.map(lambda code: f"level {code}")], axis=1).assign(y=target)
    table.to_csv(file, index=False)


def cost(command: str) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak memory in MB of a command."""
    start = time.perf_counter()
    process = subprocess.Popen(command, shell=True, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"`{command}` ends with exit code {os.waitstatus_to_exitcode(status)}.")
    return used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024


def main() -> None:
    """Print a table: a row per stage, their sum, and `dvc repro` afterwards, which has nothing to do."""
    if "--make" in sys.argv:
        file, *sizes = sys.argv[sys.argv.index("--make") + 1 :]
        return make(file, *map(int, sizes or (1_000_000, 18)))
    from ruamel.yaml import YAML

    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    stages = YAML(typ="safe").load(Path("dvc.yaml"))["stages"]
    print("| stage | CPU s | wall s | MB | imports |\n| --- | --: | --: | --: | --- |")
    total = [0.0, 0.0]
    for name, stage in stages.items():
        used, wall, memory = cost(stage["cmd"])
        total = [total[0] + used, total[1] + wall]
        seen = STAGE.format(stage["cmd"].split()[-1], HEAVY)
        imports = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True).stdout.strip()
        print(f"| {name} | {used:.1f} | {wall:.1f} | {memory:.0f} | {imports} |", flush=True)
    print(f"| all | {total[0]:.1f} | {total[1]:.1f} | | |")
    for what in ("commit --force", "repro"):
        used, wall, memory = cost(f"dvc {what} --quiet")
    print(f"| dvc repro, nothing to do | {used:.1f} | {wall:.1f} | {memory:.0f} | |")


if __name__ == "__main__":
    main()
