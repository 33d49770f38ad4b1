"""What the ablation says about the features: one judgement, for every document and for the readiness score."""

from typing import Any, Literal

from project_package.reporting.documents.run import Run

Worth = Literal["missed", "no measurable difference", "disturbing"]

# The error is estimated from a few folds, and many features are looked at: two of them are passed by chance alone.
ERRORS = 3
# Of the score with all features: less does not matter even if it is certain.
LEAST = 0.005
RULE = (
    f"A feature is missed, or disturbs, where the difference exceeds {ERRORS} standard errors and {100 * LEAST:g} % of "
    "the score with all features; anything less is no measurable difference."
)


def worth(entry: dict[str, Any], full: float) -> Worth:
    """Class a feature by what the model loses without it.

    Args:
        entry: the `loss` of score without the feature and its standard `error`; of a single fold there is none.
        full: the score with all features.
    """
    loss, error = entry["loss"], entry["error"]
    if loss is None or error is None or abs(loss) <= max(ERRORS * error, LEAST * abs(full)):
        return "no measurable difference"
    return "missed" if loss > 0 else "disturbing"


def worths(run: Run) -> dict[str, Worth]:
    """The class of each feature that was examined."""
    ablation = run.examination.get("ablation", {})
    measured = [entry for entry in ablation.get("features", []) if entry["loss"] is not None]
    return {entry["feature"]: worth(entry, ablation["full"]) for entry in measured}


def unexamined(run: Run) -> list[str]:
    """The model's features that the ablation left out."""
    examined = worths(run)
    return [name for name in run.manifest.get("features", []) if name not in examined]


def extent(run: Run) -> str:
    """How many features were examined, and with which model, in a sentence."""
    examined, left = len(worths(run)), len(unexamined(run))
    which = f"{examined} of {examined + left} features were examined, the least important ones"
    lighter = run.examination["ablation"].get("lighter", {})
    trees = ", ".join(f"{name} = {number}" for name, number in lighter.items())
    model = (
        f"with a lighter model than the trained one, of fewer trees ({trees})"
        if trees
        else "with the trained model's settings"
    )
    return f"{which if left else f'All {examined} features were examined'}, {model}."
