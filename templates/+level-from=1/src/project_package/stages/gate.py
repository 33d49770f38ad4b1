"""Gate: the last word on a run; everything is written by then, so a model that fails can be looked at.

In:  `reports/gates.json`, written by evaluate.
Out: nothing; exit code 3 with one sentence per required gate that was not passed.
"""

from collections import Counter

from project_package.gates.gate import objections
from project_package.utils.errors import GateError, run
from project_package.utils.reports import read_json


def main() -> None:
    """Run the stage on the files of the project."""
    gates = read_json("reports/gates.json")["gates"]
    if found := objections(gates):
        raise GateError("\n".join(found))
    counts = Counter(gate["verdict"] for gate in gates)
    print(f"{counts['passed']} gates passed, {counts['not judged']} not judged for lack of what they need.")


if __name__ == "__main__":
    run(main)
