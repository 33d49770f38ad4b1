"""Score a file: `python -m project_package.app.batch --input new.csv --output scored.csv`.

In:  a file written like the project's raw file, with or without the target; one whose name ends in .csv, .tsv, .jsonl
     or .parquet may be of that format instead; of text, .gz too.
Out: the same records with `prediction`, and `probability_<class>` where there are classes; records that cannot be read
     stand in `<output>.rejected` with the reason.
"""

import argparse
import sys
from pathlib import Path

import pyarrow as pa

from project_package.app.files import score_file
from project_package.app.form import reading, refuse_other_ending
from project_package.utils.errors import ProjectError, run
from project_package.utils.scoring import load_scorer


def main() -> None:
    """Score a file and say how many records it had."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", required=True, type=Path, help="records to score")
    parser.add_argument("--output", required=True, type=Path, help="where they go with their predictions")
    arguments = parser.parse_args()
    source, target = arguments.input, arguments.output
    if not source.is_file():
        raise ProjectError(f"{source} is missing.")
    if target.exists() and not target.is_file():
        raise ProjectError(f"{target} is no file, so nothing is written over it.")
    if target.exists() and target.samefile(source):
        raise ProjectError(f"{target} is the input itself; the output needs a name of its own.")
    scorer = reading(source, load_scorer())
    refuse_other_ending(source, target, scorer)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        done = score_file(source, target, scorer)
    except (UnicodeError, EOFError, OSError, pa.ArrowException) as error:
        form = f"{scorer.schema.file.format}, {scorer.schema.file.encoding}"
        raise ProjectError(f"{source} cannot be scored into {target} as {form}: {error}") from error
    print(f"{done['scored']} records scored, {done['rejected']} rejected.", file=sys.stderr)


if __name__ == "__main__":
    run(main)
