"""What a comparison of arms came to, as figure, tables and words."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..figures import SERIES, Figure, Table, new_drawing, render, style
from ..results import Result
from .captions import network_in_words
from .contrasts import cell_in_words, mean_in_words
from .verdict_table import verdict_table

TITLES = {"accuracy": "accuracy (%)", "nll": "NLL (nats): lower is better"}
NAMES = {"accuracy": "accuracy", "nll": "NLL", "ece": "ECE"}
ROW = 26  # pixels from one arm to the next


def dots(
    result: Result,
    names: Mapping[str, str],
    *,
    conditions: Mapping[str, str] | None = None,
    on: str = "test",
    metrics: Sequence[str] = tuple(TITLES),
) -> Figure:
    """A row for each arm, with a point and its interval for each condition: accuracy above, NLL below.

    Args:
        result: of a comparison.
        names: of the arms, as the figure writes them, in their order from top to bottom.
        conditions: of the conditions likewise; at most four. Where there is one, it needs no name.
        on: the set.
        metrics: a panel for each.
    """
    conditions = conditions or dict.fromkeys(result["conditions"], "")
    with style():
        drawing, panels = new_drawing(height=len(metrics) * (ROW * len(names) + 56), rows=len(metrics))
        for axes, metric in zip(panels, metrics, strict=True):
            axes.set_title(f"{on.capitalize()} {TITLES[metric]}")
            _rows(axes, result, names, conditions, on, metric)
        if len(conditions) > 1:
            drawing.legend(*panels[0].get_legend_handles_labels(), loc="outside upper left", frameon=False)
        return render(
            drawing,
            result["experiment"],
            caption=caption(result),
            alternative=alternative(result, names, conditions, on, metrics),
        )


def _rows(
    axes: Any, result: Result, names: Mapping[str, str], conditions: Mapping[str, str], on: str, metric: str
) -> None:
    scale = 100 if metric == "accuracy" else 1
    for i, (condition, says) in enumerate(conditions.items()):
        look = SERIES[i]
        lift = 0.22 * (i - (len(conditions) - 1) / 2)
        rows = [
            (row + lift, result["arms"][condition][arm][on][metric])
            for row, arm in enumerate(names)
            if arm in result["arms"][condition]
        ]
        y = [row for row, _ in rows]
        low, mean, high = ([scale * found[end] for _, found in rows] for end in ("low", "mean", "high"))
        axes.hlines(y, low, high, colors=look.color, linewidth=1.6)
        axes.plot(mean, y, look.marker, color=look.color, label=says)
    axes.set_yticks(range(len(names)), names.values())
    axes.set_ylim(len(names) - 0.5, -0.5)


def alternative(
    result: Result,
    names: Mapping[str, str],
    conditions: Mapping[str, str],
    on: str,
    metrics: Sequence[str] = tuple(TITLES),
) -> str:
    """The figure in words."""

    def spoken(condition: str, metric: str) -> str:
        arms = result["arms"][condition]
        cells = [
            (name, mean_in_words(arms[arm][on][metric], metric)) for arm, name in names.items() if arm in arms
        ]
        return "; ".join(f"{name}: {mean} ({interval})" for name, (mean, interval) in cells)

    return " ".join(
        f"{on.capitalize()} {NAMES[metric]}{says and f', {says}'}: {spoken(condition, metric)}."
        for condition, says in conditions.items()
        for metric in metrics
    )


def arms_table(
    result: Result, names: Mapping[str, str], condition: str, columns: Sequence[tuple[str, str]] | None = None
) -> Table:
    """Each arm under one condition with its learning rate and what it came to.

    Args:
        result: of a comparison.
        names: of the arms, as the table writes them.
        condition: whose arms they are.
        columns: (set, metric) of what is shown.
    """
    columns = columns or (("train", "accuracy"), ("test", "accuracy"), ("test", "nll"))
    arms = result["arms"][condition]
    heads = tuple(f"{name} {NAMES[metric]}" for name, metric in columns)

    def cells(arm: str) -> tuple[str, ...]:
        found = (cell_in_words(arms[arm][name][metric], metric) for name, metric in columns)
        return f"{arms[arm]['run']['learning_rate']:g}", *found

    rows = tuple((name, *cells(arm)) for arm, name in names.items() if arm in arms)
    says = result["conditions"][condition]
    words = f"{says[0].upper()}{says[1:]}; 95% intervals in parentheses."
    return Table(words, ("arm", "learning rate", *heads), rows)


def verdicts(result: Result, headings: Mapping[str, str] | None = None) -> Table:
    """Each contrast with its effect, its interval and its verdict under each condition."""
    return verdict_table(result, headings or result["conditions"])


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    conditions = list(settings["conditions"].values())

    def each(say: Any) -> str:
        return " or ".join(dict.fromkeys(say(condition) for condition in conditions))

    train, test = (each(lambda c, name=name: f"{c['sizes'][name]:,}") for name in ("train", "test"))
    network = each(lambda c: network_in_words(c["recipe"], _kind(c)))
    epochs = each(lambda c: str(c["recipe"]["epochs"]))
    validation = each(lambda c: f"{c['sizes']['validation']:,}")
    return (
        f"Fashion-MNIST, {train} training and {test} test images; {network}, {epochs} epochs; "
        f"means of {len(settings['seeds'])} seeds with 95% intervals over seeds and images; "
        f"learning rate chosen for each arm on {validation} validation images with {_others(settings)}."
    )


def _others(settings: Mapping[str, Any]) -> str:
    """The seeds that chose."""
    count = len(settings["tuning_seeds"])
    return "another seed" if count == 1 else f"{count} other seeds"


def _kind(condition: Mapping[str, Any]) -> str:
    """Of network; the arms of a condition are of one."""
    run = next(iter(condition["arms"].values()))[0]
    return str(run.get("network", "mlp"))
