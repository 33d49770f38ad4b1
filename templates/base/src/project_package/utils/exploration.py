"""Looking at data before anything is learned: an overview, and figures that show each column beside the target."""

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from project_package.utils.charts import BLUE, GREY, ORANGE, new_figure, short
from project_package.utils.params import Data
from project_package.utils.schema import Schema

PANELS = 3
MOST_CLASSES = 6
MOST_CATEGORIES = 10
MOST_POINTS = 3000


def overview(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """One row per column: what the schema says of it, and what is in it."""
    columns = [column for column in schema.columns if column.name in table]
    rows = {
        column.name: {
            "role": column.role,
            "type": column.type,
            "order": column.order,
            "missing": table[column.name].isna().mean(),
            "distinct": table[column.name].nunique(),
            "commonest": next(iter(table[column.name].mode()), None),
        }
        for column in columns
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def target_figure(target: pd.Series, data: Data) -> Figure:
    """How the target is distributed: rows per class, or a histogram."""
    if data.task == "regression":
        figure, [axis] = new_figure()
        axis.hist(target.astype(float), bins=40, color=BLUE)
        axis.axvline(float(target.median()), color=ORANGE, label=f"median {target.median():.4g}")
        axis.set(xlabel=short(data.target), ylabel="rows", title=f"Distribution of {short(data.target)}")
        axis.legend()
        return figure
    counts = target.astype(str).value_counts().head(30)[::-1]
    figure, [axis] = new_figure(7.2, 1.6 + 0.4 * len(counts))
    bars = axis.barh(range(len(counts)), counts, color=[_colour(name, data) for name in counts.index], height=0.65)
    axis.bar_label(bars, [f" {count:,} ({count / len(target):.1%})" for count in counts])
    axis.set_yticks(range(len(counts)), [short(name) for name in counts.index])
    axis.margins(x=0.18)
    axis.set(xlabel="rows", title=f"Classes of {short(data.target)}")
    return figure


def missing_figure(table: pd.DataFrame) -> Figure:
    """The share of missing values, of the columns that have any."""
    shares = table.isna().mean()
    shares = shares[shares > 0].sort_values().tail(30)
    figure, [axis] = new_figure(7.2, 1.8 + 0.35 * len(shares))
    if shares.empty:
        axis.text(0.5, 0.5, "no value is missing", ha="center", va="center", transform=axis.transAxes)
    bars = axis.barh(range(len(shares)), 100 * shares, color=BLUE, height=0.65)
    axis.bar_label(bars, [f" {share:.2%}" for share in shares])
    axis.set_yticks(range(len(shares)), [short(name) for name in shares.index])
    axis.set(xlabel="per cent of rows", title="Missing values", xlim=(0, None))
    axis.margins(x=0.15)
    return figure


def numbers_figure(features: pd.DataFrame, target: pd.Series, names: list[str], data: Data) -> Figure:
    """Numbers beside the target: a distribution for each class, or a cloud with its running median."""
    figure, axes = _grid(names)
    for axis, name in zip(axes, names, strict=False):
        known = features[name].notna()
        values, outcome = features.loc[known, name].astype(float), target[known]
        if data.task == "regression":
            _cloud(axis, values, outcome.astype(float), data)
        else:
            _distributions(axis, values, outcome, data)
        axis.set_title(short(name, 28))
    return figure


def categories_figure(features: pd.DataFrame, target: pd.Series, names: list[str], data: Data) -> Figure:
    """Categories beside the target: its mean, or the share of the positive class (else the commonest class)."""
    figure, axes = _grid(names)
    if data.task == "regression":
        outcome, what = target.astype(float), f"mean of {short(data.target, 20)}"
    else:
        sought = data.positive if data.positive is not None else target.mode().iloc[0]
        outcome, what = (target == sought).astype(float), f"share of {short(sought, 20)}"
    for axis, name in zip(axes, names, strict=False):
        values = features[name].astype(object).where(features[name].notna(), "(missing)").astype(str)
        groups = outcome.groupby(values).agg(["mean", "size"]).nlargest(MOST_CATEGORIES, "size").sort_values("mean")
        labels = [f"{short(value, 20)} ({size:,})" for value, size in groups["size"].items()]
        axis.barh(range(len(groups)), groups["mean"], color=BLUE, height=0.65)
        axis.set_yticks(range(len(groups)), labels, fontsize=9)
        axis.axvline(float(outcome.mean()), color=GREY, linestyle="--", linewidth=1.2)
        axis.set(xlabel=what, title=short(name, 28))
    return figure


def correlation_figure(features: pd.DataFrame, most: int = 25) -> Figure:
    """Rank correlation (Spearman) of the numbers with each other."""
    numbers = features.select_dtypes("number").iloc[:, :most]
    together = numbers.corr(method="spearman").to_numpy()
    names = [short(name, 24) for name in numbers.columns]
    size = 2.8 + 0.36 * len(names)
    figure, [axis] = new_figure(size + 1, size)
    image = axis.imshow(together, cmap="RdBu_r", vmin=-1, vmax=1)
    axis.set_xticks(range(len(names)), names, rotation=90)
    axis.set_yticks(range(len(names)), names)
    axis.grid(visible=False)
    figure.colorbar(image, ax=axis, shrink=0.7)
    axis.set_title("Which numbers move together")
    return figure


def _grid(names: list[str]) -> tuple[Figure, list[Axes]]:
    """A panel for each name, three in a row; what is left over stays empty."""
    rows = max(1, -(-len(names) // PANELS))
    figure, axes = new_figure(12.5, 3.3 * rows, columns=PANELS, heights=(1,) * rows)
    for axis in axes[len(names) :]:
        axis.set_visible(False)
    return figure, axes


def _distributions(axis: Axes, values: pd.Series, target: pd.Series, data: Data) -> None:
    low, high = values.quantile([0.005, 0.995])
    edges = np.linspace(low, high if high > low else low + 1, 31).tolist()
    for name in target.astype(str).value_counts().index[:MOST_CLASSES]:
        own = values[target.astype(str) == name].clip(low, high)
        weights = np.full(len(own), 1 / max(1, len(own)))
        colour = _colour(name, data)
        axis.hist(own, edges, weights=weights, histtype="stepfilled", alpha=0.35, color=colour)
        axis.hist(own, edges, weights=weights, histtype="step", color=colour, label=short(name, 16))
    axis.set_ylabel("share of the class")
    axis.legend(fontsize=8)


def _cloud(axis: Axes, values: pd.Series, target: pd.Series, data: Data) -> None:
    sample = values.sample(min(len(values), MOST_POINTS), random_state=0).index
    axis.scatter(values[sample], target[sample], s=8, alpha=0.3, color=BLUE, edgecolors="none")
    bins = pd.qcut(values, 15, duplicates="drop") if values.nunique() > 15 else values
    running = pd.DataFrame({"x": values, "y": target}).groupby(bins, observed=True).median()
    axis.plot(running["x"], running["y"], color=ORANGE, label="median")
    axis.set_ylabel(short(data.target, 24))
    axis.legend(fontsize=8)


def _colour(name: str, data: Data) -> str:
    """The positive class in orange, the other in blue; of several classes a colour each, always the same."""
    if data.positive is not None:
        return ORANGE if name == str(data.positive) else BLUE
    return to_hex(colormaps["tab10"](sum(name.encode()) % 10))
