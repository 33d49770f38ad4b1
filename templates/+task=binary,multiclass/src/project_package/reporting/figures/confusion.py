"""The confusion matrix as a figure."""

import pandas as pd
from matplotlib.figure import Figure

from project_package.utils.charts import new_figure, short

MOST_CLASSES = 30


def confusion_figure(actual: pd.Series, predicted: pd.Series) -> Figure:
    """Rows are actual classes, columns predicted ones; colour is the share of the actual class.

    Beyond 30 classes only the commonest are shown.
    """
    names = actual.value_counts().index[:MOST_CLASSES].tolist()
    names = sorted(names, key=lambda name: (isinstance(name, str), name))
    counts = pd.crosstab(actual, predicted).reindex(index=names, columns=names, fill_value=0).to_numpy()
    shares = counts / counts.sum(axis=1, keepdims=True).clip(min=1)
    size = 2.6 + 0.62 * max(3, len(names))
    figure, [axis] = new_figure(size + 0.4, size)
    axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axis.grid(visible=False)
    labels = [short(name, 24) for name in names]
    upright = max(map(len, labels)) * len(labels) > 40
    axis.set_xticks(range(len(names)), labels, rotation=90 if upright else 0)
    axis.set_yticks(range(len(names)), labels)
    if len(names) <= 12:
        for row, column in [(row, column) for row in range(len(names)) for column in range(len(names))]:
            axis.text(
                column,
                row,
                f"{counts[row, column]:,}\n{shares[row, column]:.0%}",
                ha="center",
                va="center",
                fontsize=9,
                color="white" if shares[row, column] > 0.55 else "#3a3f47",
            )
    axis.set(xlabel="predicted", ylabel="actual", title="Confusion matrix")
    return figure
