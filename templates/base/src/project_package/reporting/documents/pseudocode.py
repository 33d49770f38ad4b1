"""`docs/pseudocode.md`: the pipeline, the fitted model, its features and examples, in words and diagrams."""

import json
from typing import Any

from project_package.reporting.documents.diagrams import model_diagram, pipeline_diagram
from project_package.reporting.documents.experiments import settings
from project_package.reporting.documents.markdown import bullets, code, codes, escape, fenced, number, table
from project_package.reporting.documents.run import Run

NOT_DESCRIBED = "The fitted model was not examined by this run."


def parts(run: Run) -> dict[str, str]:
    """The parts `pipeline`, `model`, `features` and `examples`."""
    described = bool(run.examination)
    return {
        "pipeline": pipeline_diagram(run) or "The stages are run by hand, in the order that the README names.",
        "model": _model(run) if described else NOT_DESCRIBED,
        "features": _features(run) if described else NOT_DESCRIBED,
        "examples": _examples(run) if described else NOT_DESCRIBED,
    }


def _model(run: Run) -> str:
    model, target = run.examination["model"], run.params.data.target
    estimator = model["estimator"]
    words = [f"Take the {len(model['inputs'])} features of a row, made from the columns as described below."]
    for step in model["steps"]:
        columns = codes(step["columns"]) if step["columns"] else "all features"
        words.append(f"{columns}: {escape('; then '.join(step['does']))}.")
    parts = f" It consists of {escape('; '.join(estimator['parts']))}." if estimator["parts"] else ""
    words.append(
        f"Give the {number(model['prepared'])} prepared columns to {code(estimator['class'])} of "
        f"{escape(estimator['library'])} ({escape(estimator['summary'])}).{parts} "
        f"Settings other than the library's: {settings(estimator['params'], 'none')}."
    )
    words.append(_answer(run))
    numbered = "\n".join(f"{place}. {sentence}" for place, sentence in enumerate(words, start=1))
    return f"{numbered}\n\n{model_diagram(model, target)}"


def _answer(run: Run) -> str:
    data = run.params.data
    if data.task == "regression":
        return f"Its answer is the predicted {code(data.target)}."
    classes = codes(run.manifest.get("classes") or [])
    answer = f"Its answer is a probability for each class of {code(data.target)} ({classes})"
    return f"{answer}; the prediction is the class with the largest."


def _features(run: Run) -> str:
    sources = run.examination["sources"]
    rows = [
        [
            code(f"{entry['module']}.{entry['function']}"),
            escape(entry["does"]),
            codes(name for name in entry["makes"] if name in sources),
        ]
        for entry in run.examination["features"]
    ]
    return table(["Function", "What it computes, row by row", "Features that the model uses"], rows)


def _examples(run: Run) -> str:
    kind = (
        "a typical row of each class"
        if run.params.data.task != "regression"
        else "typical rows with a low, a middle and a high target"
    )
    intro = f"Inputs are made up, so that they belong to nobody: {kind}, from medians and the commonest values."
    blocks = [
        f"**{escape(example['of'])}**\n\n{_json(example['input'])}\n\ngives\n\n{_json(_rounded(example['output']))}"
        for example in run.examination["examples"]
    ]
    return "\n\n".join([intro, *blocks]) if blocks else bullets([], "There are no rows to make examples of.")


def _json(content: dict[str, Any]) -> str:
    return fenced(json.dumps(content, indent=2, ensure_ascii=False), "json")


def _rounded(output: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in output.items()}
