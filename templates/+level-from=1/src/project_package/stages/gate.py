"""Gate: the last word on a run; everything is written by then, so a model that fails can be looked at.

In:  `reports/gates.json`, written by evaluate.
Out: nothing; exit code 3 with one sentence per gate that was not passed.
"""

from project_package.utils.errors import GateError, run
from project_package.utils.reports import read_json


def main() -> None:
    """Run the stage on the files of the project."""
    gates = read_json("reports/gates.json")["gates"]
    failed = [gate["sentence"] for gate in gates if not gate["passed"]]
    if failed:
        raise GateError("\n".join(failed))
    print(f"All {len(gates)} gates passed.")


if __name__ == "__main__":
    run(main)
