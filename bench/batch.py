"""How fast a batch scores a large file, and how much memory it takes: the raw rows again and again, up to so many MB.

In a trained project with its environment, from a CSV file: `python <repository>/bench/batch.py [MB]`.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml


def main() -> None:
    """Score a small and a large file, and print time and memory of both."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    package = next(Path("src").glob("*/app/batch.py"), Path("src/app/batch.py")).parents[1].name
    raw = Path(yaml.safe_load(Path("data/schema.yaml").read_text())["file"]["path"])
    header, _, rows = raw.read_bytes().partition(b"\n")
    with tempfile.TemporaryDirectory() as folder:
        new, scored = Path(folder) / "new.csv", Path(folder) / "scored.csv"
        for size in (max(1, megabytes // 20), megabytes):
            with new.open("wb") as stream:
                stream.write(header + b"\n")
                while stream.tell() < size * 1_000_000:
                    stream.write(rows)
            start = time.perf_counter()
            command = [sys.executable, "-m", f"{package}.app.batch", "--input", str(new), "--output", str(scored)]
            said = subprocess.run(command, env=os.environ | {"OMP_NUM_THREADS": "1"}, check=True, capture_output=True, text=True)
            seconds, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{new.stat().st_size / 1e6:,.0f} MB: {said.stderr.strip()} {seconds:.0f} s, at most {peak:.0f} MB in memory")


if __name__ == "__main__":
    main()
