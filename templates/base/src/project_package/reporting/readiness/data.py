"""Section 1: features and data."""

from project_package.reporting.documents.model_facts import extent, unexamined, worth
from project_package.reporting.documents.run import Run
from project_package.reporting.documents.words import count, quoted
from project_package.reporting.readiness.evidence import Finding, Test, functions, has_stage, lacking, tests_that_name
from project_package.reporting.readiness.workflows import at_every_change

EXAMINATION = "reports/examination.json"
# What a test names that adds a feature, trains with it, and asks for answers.
NEW_FEATURE = ("FEATURES", "train_model", "answers")


def schema_is_checked(run: Run) -> Finding:
    """A stage compares the data with the schema before anything is learned."""
    checks = [check for check in run.validation.get("checks", []) if check["name"] == "schema"]
    if not checks:
        return lacking("a run of the stage 'validate', which writes 'reports/data_validation.json'")
    if checks[0]["verdict"] != "passed":
        return lacking("data that are what 'data/schema.yaml' says")
    columns, rows = count(len(run.schema.columns), "column"), count(run.validation["rows"], "row")
    rules = f"{columns} compared with their rules in {rows}"
    if not has_stage(run, "validate"):
        missing = "the stage 'validate' in 'dvc.yaml', with its module as the command"
        return Finding(0.5, ("reports/data_validation.json",), rules, missing)
    return Finding(1, ("reports/data_validation.json", "dvc.yaml"), rules)


def features_are_beneficial(run: Run) -> Finding:
    """Each column is shuffled, and the drop in score is measured."""
    if not run.importance:
        return lacking("the drop in score with each column shuffled: the stage 'evaluate'")
    classes = {name: worth(entry) for name, entry in run.importance.items()}
    found = list(classes.values())
    evidence = (
        f"{extent(run)} {found.count('missed')} missed, {found.count('disturbing')} disturbing, "
        f"{found.count('no measurable difference')} without a measurable difference"
    )
    disturbing = [name for name, kind in classes.items() if kind == "disturbing"]
    missing = [f"removing what disturbs: {quoted(disturbing)}"] if disturbing else []
    if left := unexamined(run):
        missing.append(f"an examination of the others ('MOST_COLUMNS' in 'importance.py'): {quoted(left)}")
    if "no measurable difference" in found:
        missing.append("a reason to keep those without a measurable difference, or a model without them")
    return Finding(0.5 if missing else 1, ("reports/feat_imp.csv",), evidence, "; ".join(missing))


def features_are_affordable(run: Run) -> Finding:
    """The time that each feature takes is measured in every run, which stops where it is too much."""
    names = run.manifest.get("features", [])
    unknown = [name for name in names if name not in run.feature_cost]
    if unknown or not names:
        return lacking(f"measured times in 'reports/feature_cost.json' of {quoted(unknown) if unknown else 'a model'}")
    limit = run.params.features.max_milliseconds
    dear = [name for name in names if run.feature_cost[name] > limit]
    if dear:
        return lacking(f"features that take {limit:g} ms for 1,000 rows at most; {quoted(dear)} take more")
    evidence = f"of {count(len(names), 'feature')}, each takes less than the {limit:g} ms for 1,000 rows that it may"
    if not has_stage(run, "featurize"):
        missing = "the stage 'featurize' in 'dvc.yaml', which stops at a feature that takes more"
        return Finding(0.5, ("reports/feature_cost.json",), evidence, missing)
    return Finding(1, ("reports/feature_cost.json", "dvc.yaml"), evidence)


def forbidden_columns_stay_out(run: Run) -> Finding:
    """Columns that are kept out by their role leave no trace in any feature."""
    rule = run.examination.get("forbidden_columns")
    if not rule:
        return lacking("the comparison of features with and without forbidden columns: the stage 'examine'")
    if not rule["passed"]:
        return lacking(f"features that do without forbidden columns: {quoted(rule['changed'])}")
    return Finding(1, (EXAMINATION,), f"the features come out the same without {quoted(rule['columns'])}")


def privacy_is_controlled(run: Run) -> Finding:
    """Columns are scanned for personal data, and those in the model are known to be."""
    if "personal_data" not in run.examination:
        return lacking("a scan for personal data: the stage 'examine'")
    sensitive = {column.name for column in run.schema.columns if column.sensitive}
    found = run.examination["personal_data"]
    loose = [entry["column"] for entry in found if entry["used"] and entry["column"] not in sensitive]
    if loose:
        return lacking(f"for {quoted(loose)}, which look personal: 'role: excluded', or 'sensitive: true' if needed")
    scanned = f"{count(len(run.schema.columns), 'column')} scanned by name and content, {len(found)} look personal"
    evidence = f"{scanned}, none of them is used unmarked"
    return Finding(0.5, (EXAMINATION,), evidence, "who may read the data, and for how long they are kept")


def feature_code_is_tested(run: Run) -> Finding:
    """Every public function of `features/` is called by a test."""
    names = functions(run.root, "features")
    tested = {name: files for name in names if (files := tests_that_name(run.root, name))}
    if not tested:
        return lacking("tests of the functions in 'features/'")
    proofs = tuple(sorted({file for files in tested.values() for file in files}))
    evidence = f"{len(tested)} of {count(len(names), 'function')} in 'features/' are used in tests"
    untested = [name for name in names if name not in tested]
    return Finding(0.5 if untested else 1, proofs, evidence, f"tests of {quoted(untested)}" if untested else "")


def features_are_added_quickly(run: Run) -> Finding:
    """A new feature is one function: a test adds one, trains, and asks the model for rows as they come in use."""
    tests = sorted(set.intersection(*(set(tests_that_name(run.root, name)) for name in NEW_FEATURE)))
    if not tests:
        return lacking("a test that adds a feature and follows it from training to an answer")
    evidence = "a test adds a function to 'FEATURES', and training and answers take it up without another change"
    return at_every_change(run.root, tests, evidence)


TESTS: dict[str, Test] = {
    "Feature expectations are captured in a schema": schema_is_checked,
    "All features are beneficial": features_are_beneficial,
    "No feature's cost is too much": features_are_affordable,
    "Features adhere to meta-level requirements": forbidden_columns_stay_out,
    "The data pipeline has appropriate privacy controls": privacy_is_controlled,
    "New features can be added quickly": features_are_added_quickly,
    "All input feature code is tested": feature_code_is_tested,
}
