"""Values as text: numbers as people read them, and names that stay whole in Markdown whatever they consist of."""

import re
from collections.abc import Iterable

DASH = "—"
LABELS = {
    "roc auc": "ROC AUC",
    "roc auc ovr": "ROC AUC, one against the rest",
    "f1": "F1",
    "f1 macro": "macro F1",
    "f1 weighted": "weighted F1",
    "brier score": "Brier score",
    "r2": "R²",
}


def number(value: object) -> str:
    """A number as people read it: five significant figures, thousands apart; anything else as text."""
    if value is None or value != value:
        return DASH
    if isinstance(value, bool) or not isinstance(value, int | float):
        return " ".join(str(value).split())
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 100_000 else f"{value:.5g}"


def positive(value: float | None, metric: str) -> float | None:
    """A score as people know it: errors, which scikit-learn's scorers carry with a minus sign, above zero."""
    return -value if value is not None and metric.startswith("neg_") else value


def score(value: object) -> str:
    """A score to four places, so that it can be compared with `metrics.json`; a small one keeps four figures."""
    if not isinstance(value, int | float) or value != value:
        return DASH
    if 0 < abs(value) < 0.001:
        return f"{value:.4g}"
    return f"{value:.4f}" if abs(value) < 1000 else f"{value:,.0f}"


def difference(value: float | None) -> str:
    """How far two scores are apart, with its sign."""
    if value is None:
        return DASH
    return f"{value:+.4f}" if abs(value) < 1000 else f"{value:+,.0f}"


def label(metric: str) -> str:
    """A metric's name in words: `neg_log_loss` is the log loss."""
    words = metric.removeprefix("neg_").replace("_", " ")
    return LABELS.get(words, words)


def percent(part: float | None, whole: float = 1) -> str:
    """A part of a whole in per cent."""
    return f"{100 * part / whole:.1f} %" if whole and part is not None else DASH


def count(amount: int, noun: str, plural: str | None = None) -> str:
    """`1 row`, `2 rows`."""
    return f"{amount:,} {noun if amount == 1 else plural or noun + 's'}"


def quoted(names: Iterable[object], most: int = 12) -> str:
    """Names in a plain sentence, the surplus counted."""
    names = list(names)
    shown = ", ".join(f"'{' '.join(str(name).split())}'" for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown or "none"


def escape(value: object) -> str:
    """A value as plain text of a cell or a sentence in Markdown."""
    text = " ".join(str(value).split())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~$#])", r"\\\1", text)


def code(value: object) -> str:
    """A value in code type; fenced with more backticks than it has itself."""
    text = " ".join(str(value).split()).replace("|", "\\|")
    if not text:
        return "(empty)"
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def fenced(text: str, language: str) -> str:
    """A block of code that no line of its text can end."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"
