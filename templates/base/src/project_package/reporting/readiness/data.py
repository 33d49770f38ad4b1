"""Section 1: features and data."""

from project_package.reporting.documents.ablation import extent, unexamined, worths
from project_package.reporting.documents.markdown import codes, score
from project_package.reporting.documents.run import Run
from project_package.reporting.readiness.evidence import PACKAGE, Finding, Test, functions, has_stage, tests_that_name

EXAMINATION = "reports/examination.json"


def schema_is_checked(run: Run) -> Finding:
    """A stage compares the data with the schema before anything is learned."""
    checks = {check["name"]: check for check in run.validation.get("checks", [])}
    if "schema" not in checks:
        return Finding(missing="a run of the stage `validate`, which writes `reports/data_validation.json`")
    if not checks["schema"]["passed"]:
        return Finding(missing="data that are what `data/schema.yaml` says")
    rules = f"{len(run.schema.columns)} columns compared with their rules in {run.validation['rows']:,} rows"
    if not has_stage(run, "validate"):
        missing = "the stage `validate` in `dvc.yaml`, with its module as the command"
        return Finding(0.5, ("reports/data_validation.json",), rules, missing)
    return Finding(1, ("reports/data_validation.json", "dvc.yaml"), rules)


def features_are_beneficial(run: Run) -> Finding:
    """Each feature is left out once, and the loss is measured."""
    classes, left = worths(run), unexamined(run)
    if not classes:
        return Finding(missing="an ablation of the features: the stage `examine` with more than one feature")
    ablation, found = run.examination["ablation"], list(classes.values())
    evidence = (
        f"{extent(run)} Left out in turn ({ablation['metric']} with all {score(ablation['full'])}), "
        f"{found.count('missed')} are missed, {found.count('disturbing')} disturb, "
        f"{found.count('no measurable difference')} make no measurable difference"
    )
    missing = [
        f"{what}: {codes(names)}"
        for what, names in (
            ("removing what disturbs", [name for name, kind in classes.items() if kind == "disturbing"]),
            ("an examination of the others (`MOST_FEATURES` in `examination/ablation.py`)", left),
        )
        if names
    ]
    if "no measurable difference" in found:
        missing.append("a reason to keep those that make no measurable difference, or a model without them")
    return Finding(0.5 if missing else 1, (EXAMINATION,), evidence, "; ".join(missing))


def features_are_affordable(run: Run) -> Finding:
    """The time that each feature takes is measured in every run."""
    unknown = [name for name in run.manifest.get("features", []) if name not in run.feature_cost]
    if not run.feature_cost or not run.manifest:
        return Finding(missing="measured times in `reports/feature_cost.json`")
    if unknown:
        return Finding(missing=f"measured times of {codes(unknown)}")
    return Finding(
        1,
        ("reports/feature_cost.json",),
        f"the time of each of {len(run.manifest['features'])} features, in `reports/report.html`",
    )


def forbidden_columns_stay_out(run: Run) -> Finding:
    """Columns that are kept out by their role leave no trace in any feature."""
    rule = run.examination.get("forbidden_columns")
    if not rule:
        return Finding(missing="the comparison of features with and without forbidden columns: the stage `examine`")
    if not rule["passed"]:
        return Finding(missing=f"features that do without forbidden columns: {codes(rule['changed'])}")
    return Finding(1, (EXAMINATION,), f"the features come out the same without {codes(rule['columns'])}")


def privacy_is_controlled(run: Run) -> Finding:
    """Columns are scanned for personal data, and those in the model are known to be."""
    if "personal_data" not in run.examination:
        return Finding(missing="a scan for personal data: the stage `examine`")
    sensitive = {column.name for column in run.schema.columns if column.sensitive}
    found = run.examination["personal_data"]
    loose = [entry["column"] for entry in found if entry["used"] and entry["column"] not in sensitive]
    if loose:
        return Finding(
            missing=f"for {codes(loose)}, which look personal: `role: excluded`, or `sensitive: true` if needed"
        )
    return Finding(
        1,
        (EXAMINATION,),
        f"{len(run.schema.columns)} columns scanned, {len(found)} look personal, none of them is used unmarked",
    )


def features_are_added_quickly(run: Run) -> Finding:
    """One command makes a feature with its test."""
    file = PACKAGE / "features/__init__.py"
    path = run.root / file
    if not path.is_file() or "# create-ml-project: features" not in path.read_text(encoding="utf-8"):
        return Finding(missing="the marked place for new features in `features/__init__.py`")
    evidence = "one list of functions with a place for the next, which `create-ml-project add feature` fills and tests"
    return Finding(0.5, (file.as_posix(),), evidence, "a measured time from idea to production")


def feature_code_is_tested(run: Run) -> Finding:
    """Every public function of `features/` is called by a test."""
    names = sorted(functions(run.root, "features"))
    tested = {name: files for name in names if (files := tests_that_name(run.root, name))}
    untested = [name for name in names if name not in tested]
    if not tested:
        return Finding(missing="tests of the functions in `features/`")
    proofs = tuple(sorted({file for found in tested.values() for file in found}))
    evidence = f"{len(tested)} of {len(names)} functions in `features/` are used in tests"
    if untested:
        return Finding(0.5, proofs, evidence, f"tests of {codes(untested)}")
    return Finding(1, proofs, evidence)


TESTS: list[Test] = [
    ("Feature expectations are captured in a schema", schema_is_checked),
    ("All features are beneficial", features_are_beneficial),
    ("No feature's cost is too much", features_are_affordable),
    ("Features adhere to meta-level requirements", forbidden_columns_stay_out),
    ("The data pipeline has appropriate privacy controls", privacy_is_controlled),
    ("New features can be added quickly", features_are_added_quickly),
    ("All input feature code is tested", feature_code_is_tested),
]
