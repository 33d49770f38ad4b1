"""One quiet style for all figures, set when this module is imported, and the charts that every task has."""

from pathlib import Path

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, GREY = "#2f6db3", "#d9772b", "#3f8f5b", "#8a8f98"
matplotlib.rcParams.update(
    {
        "font.size": 11,
        "axes.titlesize": 13,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlepad": 12,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "#b9bec6",
        "axes.labelcolor": "#3a3f47",
        "axes.labelpad": 8,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#e6e9ed",
        "xtick.color": "#5b616b",
        "ytick.color": "#3a3f47",
        "legend.frameon": False,
        "lines.linewidth": 2,
        "text.color": "#24282e",
        # A `$` in the name of a column is a dollar sign.
        "text.parse_math": False,
    }
)


def new_figure(
    width: float = 7.2, height: float = 4.8, columns: int = 1, heights: tuple[float, ...] = (1,)
) -> tuple[Figure, list[Axes]]:
    """An empty figure with panels in one row, or below each other in the ratio of `heights`; sizes in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    grid = figure.subplots(len(heights), columns, squeeze=False, gridspec_kw={"height_ratios": heights})
    return figure, list(grid.flat)


def save_figure(figure: Figure, path: str | Path) -> None:
    """Write a PNG; equal figures give equal bytes."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    FigureCanvasAgg(figure)
    figure.savefig(path, dpi=130, metadata={"Software": None})


def short(name: object, width: int = 34) -> str:
    """A label that fits beside an axis; long ones often differ at their end, so they lose their middle."""
    text, half = " ".join(str(name).split()), width // 2
    return text if len(text) <= width else f"{text[: half - 1]}…{text[-half:]}"


def importance_figure(importance: pd.DataFrame, metric: str, most: int = 20) -> Figure:
    """The most important columns as bars, their 95 % intervals as whiskers."""
    shown = importance.head(most)[::-1]
    figure, [axis] = new_figure(8.0, 1.6 + 0.32 * len(shown))
    mean = shown["importance"]
    ends = [(mean - shown["low"]).clip(lower=0), (shown["high"] - mean).clip(lower=0)]
    axis.barh(range(len(shown)), mean, xerr=ends, color=BLUE, height=0.65, error_kw={"ecolor": GREY})
    axis.set_yticks(range(len(shown)), [short(name) for name in shown["feature"]])
    axis.grid(axis="y", visible=False)
    axis.margins(y=0.02)
    axis.set_xlabel(f"drop in {metric} when the column is shuffled, 95 % interval")
    axis.set_title("What the model relies on")
    return figure


def learning_curve_figure(curve: pd.DataFrame, metric: str) -> Figure:
    """Score over the number of rows, on the training and on the test set."""
    figure, [axis] = new_figure()
    axis.plot(curve["rows"], curve["train"], marker="o", color=GREY, label="training set")
    axis.plot(curve["rows"], curve["test"], marker="o", color=BLUE, label="test set")
    axis.xaxis.set_major_formatter("{x:,.0f}")
    axis.set_xlabel("training rows")
    axis.set_ylabel(metric)
    axis.set_title("Would more data help?")
    axis.legend()
    return figure
