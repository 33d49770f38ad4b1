# /// script
# requires-python = ">=3.11"
# dependencies = ["scikit-learn==1.9.1", "pandas==3.1.1", "pyyaml==6.0.3"]
# ///
"""Write templates/datasets/ from the data sets that scikit-learn ships: `uv run scripts/make_datasets.py`.

One `<name>.csv.gz` and one `<name>.yaml`, which says where it comes from, for each. Columns have names that a
reader understands and classes their names instead of numbers; values are the original ones, in the original order.
"""

import gzip
from pathlib import Path

import pandas as pd
import yaml
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.utils import Bunch

FOLDER = Path(__file__).parents[1] / "templates" / "datasets"

DIABETES_COLUMNS = {
    "bp": "blood_pressure",
    "s1": "total_cholesterol",
    "s2": "ldl_cholesterol",
    "s3": "hdl_cholesterol",
    "s4": "cholesterol_to_hdl",
    "s5": "log_triglycerides",
    "s6": "glucose",
}
# scikit-learn numbers the cultivars; Forina et al. name them in this order, with 59, 71 and 48 samples.
CULTIVARS = ["barolo", "grignolino", "barbera"]

DESCRIPTIONS = {
    "breast_cancer": {
        "title": "Breast Cancer Wisconsin (Diagnostic)",
        "description": "Is a breast mass malignant? Thirty measures of the cell nuclei in an image of a fine needle aspirate.",
        "origin": "https://doi.org/10.24432/C5DW2B",
        "citation": "Wolberg, Mangasarian, Street and Street (1995), UCI Machine Learning Repository; from scikit-learn 1.9.1",
        "licence": "CC-BY-4.0",
        "target": "diagnosis",
        "task": "binary",
    },
    "wine": {
        "title": "Wine recognition",
        "description": "From which cultivar is a wine? Thirteen chemical measures of wines from one region of Italy.",
        "origin": "https://doi.org/10.24432/C5PC7J",
        "citation": "Forina, Armanino, Castino and Ubigli (1986); Aeberhard and Forina (1992), UCI Machine Learning Repository; from scikit-learn 1.9.1",
        "licence": "CC-BY-4.0",
        "target": "cultivar",
        "task": "multiclass",
    },
    "diabetes": {
        "title": "Diabetes progression",
        "description": "How far does diabetes progress within a year? Age, sex, body mass index, blood pressure and six blood serum measures.",
        "origin": "https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html",
        "citation": "Efron, Hastie, Johnstone and Tibshirani (2004), Least Angle Regression, Annals of Statistics 32; from scikit-learn 1.9.1",
        "licence": "none stated by the authors; distributed with scikit-learn (BSD-3-Clause)",
        "target": "progression",
        "task": "regression",
    },
}


def table_of(data: Bunch, target: str, classes: list[str] | None) -> pd.DataFrame:
    """Features under readable names, the target last; whole numbers without a decimal point."""
    table = data.data.rename(columns=DIABETES_COLUMNS).rename(columns=readable)
    table = table.apply(lambda column: column.astype("int64") if (column % 1 == 0).all() else column)
    table[target] = data.target.astype("int64") if classes is None else [classes[label] for label in data.target]
    return table


def readable(name: str) -> str:
    """`mean radius` as `mean_radius`; `od280/od315…` without the slash."""
    return name.replace(" ", "_").replace("/", "_")


def write(name: str, table: pd.DataFrame) -> None:
    text = table.to_csv(index=False, lineterminator="\n").encode()
    # No time and no file name in the header: equal data give equal bytes.
    (FOLDER / f"{name}.csv.gz").write_bytes(gzip.compress(text, compresslevel=9, mtime=0))
    facts = {**DESCRIPTIONS[name], "rows": len(table)}
    (FOLDER / f"{name}.yaml").write_text(yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=1000))


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    cancer = load_breast_cancer(as_frame=True)
    write("breast_cancer", table_of(cancer, "diagnosis", list(map(str, cancer.target_names))))
    write("wine", table_of(load_wine(as_frame=True), "cultivar", CULTIVARS))
    write("diabetes", table_of(load_diabetes(as_frame=True, scaled=False), "progression", None))


if __name__ == "__main__":
    main()
