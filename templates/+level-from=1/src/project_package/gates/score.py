"""Gates on the score of the test set: high enough, better than no skill, not worse than a line, not by heart."""

from project_package.gates.evidence import Evidence
from project_package.gates.gate import Gate, percent, shown, verdict
from project_package.utils.resampling import difference, interval
from project_package.utils.scores import perfect

# With fewer rows of a class, one row more or less decides over the score.
FEWEST_OF_A_CLASS = 10
# Whoever always answers the positive class finds all of it: of skill this score tells nothing, so another one compares.
TELLS_SKILL = {"recall": "balanced_accuracy"}


def minimum_gate(seen: Evidence) -> Gate:
    """The score on the test set against `gate.min`; of a binary task only with rows enough of both classes."""
    gate = seen.params.gate
    value = seen.metrics[gate.metric]
    if few := _few_of_a_class(seen):
        return Gate("minimum", "not judged", f"{gate.metric} on the test set is {shown(value)}, {few}", value, gate.min)
    cross_validated = seen.metrics.get("cv", {}).get(gate.metric, {}).get("mean", value)
    if cross_validated is not None and cross_validated < gate.min <= value:
        sentence = (
            f"{gate.metric} on the test set is {shown(value, gate.min)}{_interval(seen)}, but by cross-validation only "
            f"{shown(cross_validated, gate.min)}, below the {gate.min} of gate.min: these test rows were luck."
        )
        return Gate("minimum", "failed", sentence, cross_validated, gate.min)
    passed = value >= gate.min
    relation = "reaches" if passed else "is below"
    best = perfect(gate.metric)
    beyond = f", which no model can reach: {gate.metric} is at most {best:g}" if gate.min > best else ""
    sentence = (
        f"{gate.metric} on the test set is {shown(value, gate.min)}{_interval(seen)}; "
        f"it {relation} the {gate.min} of gate.min{beyond}."
    )
    return Gate("minimum", verdict(passed), sentence, value, gate.min)


def _few_of_a_class(seen: Evidence) -> str | None:
    """Why a binary task is not judged by this test set; none where it has rows enough of both classes."""
    positive = int((seen.target == seen.params.data.positive).sum())
    fewest = min(positive, len(seen.target) - positive)
    if seen.params.data.task != "binary" or fewest >= FEWEST_OF_A_CLASS:
        return None
    return (
        f"but of one class it has only {fewest} rows: a judgement needs at least {FEWEST_OF_A_CLASS}, so more data or "
        "a larger `split.test_size`."
    )


def _interval(seen: Evidence) -> str:
    metric, data = seen.params.gate.metric, seen.params.data
    low, high = interval(metric, seen.target, seen.predicted, data, seen.resampling)
    return f" (95 % interval {shown(low)} to {shown(high)})"


def dummy_gate(seen: Evidence) -> Gate:
    """Better than the no-skill baseline on the same rows, beyond what the choice of the rows explains."""
    value, (low, high), scores = _compared(seen, "dummy")
    passed = low > 0
    relation = "better than" if passed else "not distinguishable from" if high >= 0 else "worse than"
    sentence = f"The model ({scores[0]}) is {relation} the no-skill baseline ({scores[1]}): {_apart(value, low, high)}."
    return Gate("dummy", verdict(passed), sentence, value, 0.0)


def linear_gate(seen: Evidence) -> Gate:
    """Not worse than the linear baseline on the same rows, beyond what the choice of the rows explains."""
    value, (low, high), scores = _compared(seen, "linear")
    passed = high >= 0
    relation = "worse than" if not passed else "better than" if low > 0 else "not distinguishable from"
    sentence = f"The model ({scores[0]}) is {relation} the linear baseline ({scores[1]}): {_apart(value, low, high)}."
    return Gate("linear", verdict(passed), sentence, value, 0.0)


def _compared(seen: Evidence, baseline: str) -> tuple[float, tuple[float, float], tuple[str, str]]:
    """Difference to a baseline, its interval by paired bootstrap, and both scores in words."""
    metric = TELLS_SKILL.get(seen.params.gate.metric, seen.params.gate.metric)
    value, low, high = difference(
        metric, seen.target, seen.predicted, seen.baselines[baseline], seen.params.data, seen.resampling
    )
    other = seen.metrics["baselines"][baseline][metric]
    return value, (low, high), (f"{metric} {shown(seen.metrics[metric])}", shown(other))


def _apart(value: float, low: float, high: float) -> str:
    if low == value == high == 0:
        return "no difference in any draw of the test rows"
    return f"difference {value:+.3f}, 95 % interval {low:+.3f} to {high:+.3f}"


def overfitting_gate(seen: Evidence) -> Gate:
    """Of what the model gains over no skill on the training set, enough must be left on the test set.

    Of a binary task it is judged only with rows enough of both classes.
    """
    metric, limit = seen.params.gate.metric, seen.params.gate.min_retained
    none = seen.metrics["baselines"]["dummy"][metric]
    on_train, on_test = seen.metrics["train"][metric], seen.metrics[metric]
    kept = (on_test - none) / (on_train - none) if on_train > none else 0.0
    if few := _few_of_a_class(seen):
        sentence = f"{metric} is {shown(on_train)} on the training set and {shown(on_test)} on the test set, {few}"
        return Gate("overfitting", "not judged", sentence, kept, limit)
    sentence = (
        f"{metric} is {shown(on_train)} on the training set and {shown(on_test)} on the test set: "
        f"{100 * max(0.0, kept):.0f} % of the gain over the no-skill baseline is left, "
        f"at least {percent(limit)} must be."
    )
    return Gate("overfitting", verdict(kept >= limit), sentence, kept, limit)


def plausible_gate(seen: Evidence) -> Gate:
    """A score that is nearly perfect needs a reason: mostly an answer stands among the features."""
    gate = seen.params.gate
    best, none = perfect(gate.metric), seen.metrics["baselines"]["dummy"][gate.metric]
    value = (seen.metrics[gate.metric] - none) / (best - none) if best > none else 0.0
    limit, reason = gate.near_perfect.limit, gate.near_perfect.reason
    score = f"{gate.metric} {shown(seen.metrics[gate.metric])}"
    way = f"{score} is {shown(value, limit)} of the way from no skill to perfect"
    if value < limit:
        return Gate(
            "plausible", "passed", f"{way}, below the {limit} from which on a reason is asked for.", value, limit
        )
    if reason:
        return Gate("plausible", "passed", f"{way}; the reason given is: {reason}", value, limit)
    sentence = (
        f"{way}: in most cases because a column holds what is only known afterwards, or because rows of the training "
        "set stand in the test set. If it is right, write why into gate.near_perfect.reason in params.yaml."
    )
    return Gate("plausible", "failed", sentence, value, limit)
