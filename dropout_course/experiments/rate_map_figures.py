"""What the rate map came to, as figures, tables and words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..figures import (
    SERIES,
    Figure,
    Series,
    Spot,
    Table,
    draw_means,
    draw_series,
    label,
    new_drawing,
    render,
    style,
)
from ..palette import LIGHT
from ..results import Result
from .captions import layers_in_words
from .contrasts import cell_in_words, mean_in_words
from .verdict_table import verdict_table

TASKS = {"plain": "1,000 images", "noisy": "1,000, a fifth mislabelled", "few": "500 images"}
NAMES = {"accuracy": "accuracy", "nll": "NLL"}

FITTED = 0.7  # beyond it nothing much is learned, and nothing else could be seen beside it
ONE_FOR_ALL = {
    0.0025: Spot(0.1, above=False),
    0.015: Spot(0.45, above=True),
    0.1: Spot(0.55, above=False, side="right"),
}
"""Learning rates that the figure compares, and where their names stand."""


def by_rate(result: Result) -> Figure:
    """Against the rate: train and test accuracy, test NLL, and what one learning rate for all would show."""
    train, test, *_ = SERIES
    arms = list(result["arms"]["plain"].values())
    learned = [arm for arm in arms if arm["p"] <= FITTED]
    with style():
        drawing, (accuracy, nll, trap) = new_drawing(height=640, rows=3)
        accuracy.set_title("Accuracy (%)")
        _line(accuracy, arms, ("train", "accuracy"), train, "train", Spot(0.3, above=True))
        _line(accuracy, arms, ("test", "accuracy"), test, "test", Spot(0.05, above=False))
        nll.set_title("Test NLL (nats): lower is better")
        _line(nll, learned, ("test", "nll"), test, "test", Spot(0.1, above=True))
        trap.set_title("Test accuracy (%), one learning rate for all")
        spoken = [
            f"Train accuracy: {_spoken(arms, 'train', 'accuracy')}.",
            f"Test accuracy: {_spoken(arms, 'test', 'accuracy')}.",
            f"Test NLL: {_spoken(learned, 'test', 'nll')}.",
        ]
        for look, (learning_rate, at) in zip(SERIES, ONE_FOR_ALL.items(), strict=False):
            found = _at(result, learning_rate)
            _line(trap, found, ("test", "accuracy"), look, f"{learning_rate:g}", at)
            spoken.append(
                f"Test accuracy at learning rate {learning_rate:g}: {_spoken(found, 'test', 'accuracy')}."
            )
        trap.set_xlabel("drop probability p")
        words = (
            f"{caption(result)} Lowest panel: cells of the map, means of {_map_seeds(result)} seeds, "
            "named by their learning rate."
        )
        alternative = f"Three panels against the rate. {' '.join(spoken)}"
        return render(drawing, "rate-map", caption=words, alternative=alternative)


def by_task(result: Result) -> Figure:
    """Against the rate, each with its own learning rate: test accuracy and test NLL on the three tasks."""
    with style():
        drawing, panels = new_drawing(height=460, rows=2)
        panels[0].set_title("Test accuracy (%)")
        panels[1].set_title("Test NLL (nats): lower is better")
        spoken = []
        for look, (task, says) in zip(SERIES, TASKS.items(), strict=False):
            arms = [arm for arm in result["arms"][task].values() if arm["p"] <= FITTED]
            for axes, metric in zip(panels, NAMES, strict=True):
                _line(axes, arms, ("test", metric), look)
                spoken.append(f"Test {NAMES[metric]}, {says}: {_spoken(arms, 'test', metric)}.")
            panels[0].plot([], [], color=look.color, marker=look.marker, linestyle=look.linestyle, label=says)
        panels[1].set_xlabel("drop probability p")
        drawing.legend(*panels[0].get_legend_handles_labels(), loc="outside upper left", frameon=False)
        return render(drawing, "rate-map-tasks", caption=caption(result), alternative=" ".join(spoken))


def cells(result: Result, on: str = "test") -> Figure:
    """The map: accuracy in every cell, the darker the higher, each rate's own learning rate framed."""
    rates = list(result["map"])
    learning_rates = [cell["learning_rate"] for cell in result["map"][rates[0]]]
    found = np.array([[100 * cell[on]["accuracy"]["mean"] for cell in result["map"][key]] for key in rates])
    arms = [result["arms"]["plain"][key] for key in rates]
    own = [learning_rates.index(arm["learning_rate"]) for arm in arms]
    with style():
        drawing, (axes,) = new_drawing(height=24 * len(rates) + 70)
        axes.set_title(f"{on.capitalize()} accuracy (%)")
        _draw_cells(axes, found, own)
        axes.set_xticks(range(len(learning_rates)), [f"{rate:g}" for rate in learning_rates])
        axes.set_yticks(range(len(rates)), [f"{arm['p']:g}" for arm in arms])
        axes.set_xlabel("learning rate")
        axes.set_ylabel("p")
        spoken = "; ".join(
            f"p = {arm['p']:g}: "
            + ", ".join(f"{number:.1f} at {rate:g}" for number, rate in zip(row, learning_rates, strict=True))
            for arm, row in zip(arms, found, strict=True)
        )
        words = (
            f"{_setting(result)} Means of {_map_seeds(result)} seeds. Framed: the learning rate that "
            f"{result['settings']['tasks']['plain']['sizes']['validation']:,} validation images choose; "
            f"there, up to p = {FITTED:g}, 95% intervals over seeds and images reach at most "
            f"{_widest_half(result, on):.1f} points to either side."
        )
        return render(drawing, "rate-map-cells", caption=words, alternative=f"{on} accuracy, %. {spoken}.")


def _draw_cells(axes: Any, found: NDArray[np.float64], own: Sequence[int]) -> None:
    """A number in each cell, the one in the column ``own[row]`` of each row framed."""
    axes.grid(visible=False)
    low, high = found.min(), found.max()
    for (row, column), number in np.ndenumerate(found):
        share = (number - low) / (high - low)
        axes.add_patch(_cell(column, row, share, framed=False))
        if column == own[row]:
            axes.add_patch(_cell(column, row, share, framed=True))
        axes.text(column, row, f"{number:.1f}", ha="center", va="center", fontsize=10.5)
    rows, columns = found.shape
    axes.tick_params(length=0)
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)


def _widest_half(result: Result, on: str) -> float:
    """Half of the widest interval, in points, of the framed cells in which something is learned."""
    framed = [
        cell[on]["accuracy"]
        for key, arm in result["arms"]["plain"].items()
        for cell in result["map"][key]
        if cell["learning_rate"] == arm["learning_rate"] and arm["p"] <= FITTED
    ]
    widest: float = max(accuracy["high"] - accuracy["low"] for accuracy in framed)
    return 100 * widest / 2


def curves(
    result: Result, rates: Sequence[str] = ("p0", "p20", "p50", "p70"), metric: str = "accuracy"
) -> Figure:
    """Learning curves on training and validation images, a panel for each rate, the gap between shaded."""
    epochs = result["settings"]["epochs_kept"]
    scale = 100 if metric == "accuracy" else 1
    title = "Accuracy (%)" if metric == "accuracy" else "NLL (nats)"
    arms = [result["arms"]["plain"][key] for key in rates]
    ends = [scale * x for arm in arms for of in arm["curves"].values() for x in of[metric]["mean"]]
    bottom, top = min(ends), max(ends)
    span = top - bottom
    with style():
        drawing, panels = new_drawing(height=165 * len(rates) + 20, rows=len(rates))
        spoken = []
        for axes, arm in zip(panels, arms, strict=True):
            axes.set_title(f"{title}, p = {arm['p']:g}")
            told = _draw_gap(axes, epochs, arm["curves"], metric)
            spoken += [f"p = {arm['p']:g}, {words}" for words in told]
            axes.set_ylim(bottom - 0.2 * span, top + 0.25 * span)
            axes.set_xlim(0, epochs[-1] + 1)
        panels[-1].set_xlabel("epochs")
        words = (
            f"{_setting(result)} Means of {len(result['settings']['seeds'])} seeds with 95% intervals over "
            f"seeds; each rate with the learning rate that "
            f"{result['settings']['tasks']['plain']['sizes']['validation']:,} validation images chose. "
            "Training images are seen with dropout off. Shaded: the gap."
        )
        return render(
            drawing, f"rate-map-curves-{metric}", caption=words, alternative=f"{'; '.join(spoken)}."
        )


def _draw_gap(axes: Any, epochs: Sequence[int], curves: Mapping[str, Any], metric: str) -> list[str]:
    """Both curves of ``metric`` with the gap between; what they show, in words."""
    scale = 100 if metric == "accuracy" else 1
    means, spoken, half = [], [], len(epochs) // 2
    for look, name in zip(SERIES, ("train", "validation"), strict=False):
        mean, low, high = ([scale * x for x in curves[name][metric][end]] for end in ("mean", "low", "high"))
        draw_series(axes, look._replace(marker=""), epochs, mean, low, high)
        above = (name == "train") == (metric == "accuracy")
        label(axes, name, look, epochs, mean, Spot(epochs[-4], above=above, side="center"))
        means.append(mean)
        spoken.append(
            f"{name}: {mean[0]:.2f} after epoch 1, {mean[half]:.2f} after {epochs[half]}, "
            f"{mean[-1]:.2f} at the end"
        )
    axes.fill_between(epochs, *means, color=LIGHT["series3"], alpha=0.25, linewidth=0)
    return spoken


def table(result: Result, task: str = "plain") -> Table:
    """Each rate with its learning rate and what it came to."""

    def row(arm: Result) -> tuple[str, ...]:
        cells = (cell_in_words(arm["test"][metric], metric) for metric in NAMES)
        gap = arm["train"]["accuracy"]["mean"] - arm["test"]["accuracy"]["mean"]
        return f"{arm['p']:g}", f"{arm['learning_rate']:g}", *cells, f"{100 * gap:.1f}"

    header = ("p", "learning rate", "test accuracy", "test NLL", "gap, points")
    words = f"{TASKS[task]}. 95% intervals in parentheses; gap: train less test accuracy."
    return Table(words, header, tuple(row(arm) for arm in result["arms"][task].values()))


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict on the three tasks."""
    return verdict_table(result, TASKS)


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    return (
        f"{_setting(result)} Means of {len(settings['seeds'])} seeds with 95% intervals over seeds and "
        f"images; each rate with the learning rate that other seeds chose on "
        f"{settings['tasks']['plain']['sizes']['validation']:,} validation images."
    )


def _setting(result: Result) -> str:
    settings = result["settings"]
    sizes, recipe = settings["tasks"]["plain"]["sizes"], settings["recipe"]
    return (
        f"Fashion-MNIST, {sizes['train']:,} training images unless it says otherwise, {sizes['test']:,} test "
        f"images; network {layers_in_words(recipe['hidden'])}, dropout after each hidden layer, "
        f"{recipe['epochs']} epochs."
    )


def _map_seeds(result: Result) -> int:
    return len(result["settings"]["tasks"]["plain"]["tuning_seeds"])


def _at(result: Result, learning_rate: float) -> list[dict[str, Any]]:
    """The cells of the map at one learning rate, as arms."""
    return [
        {"p": result["arms"]["plain"][key]["p"], "test": cell["test"]}
        for key, row in result["map"].items()
        for cell in row
        if cell["learning_rate"] == learning_rate and result["arms"]["plain"][key]["p"] <= FITTED
    ]


def _line(
    axes: Any,
    arms: Sequence[Mapping[str, Any]],
    what: tuple[str, str],
    look: Series,
    name: str = "",
    at: Spot | None = None,
) -> None:
    """``what``, a set and a metric, against the rate, with its intervals and its name."""
    on, metric = what
    scale = 100 if metric == "accuracy" else 1
    p = [arm["p"] for arm in arms]
    mean = draw_means(axes, look, p, [arm[on][metric] for arm in arms], scale)
    if at:
        label(axes, name, look, p, mean, at)
    ticks = [rate for rate in p if rate != 0.05]
    axes.set_xticks(ticks, [f"{rate:g}" for rate in ticks])
    axes.margins(y=0.12)


def _cell(column: int, row: int, share: float, *, framed: bool) -> Any:
    """A rectangle, the darker the higher its ``share`` of the range; or only its frame."""
    from matplotlib.patches import Rectangle

    place, size = (column - 0.47, row - 0.45), (0.94, 0.9)
    if framed:
        return Rectangle(place, *size, fill=False, edgecolor=LIGHT["ink"], linewidth=1.6)
    return Rectangle(place, *size, facecolor=LIGHT["series1"], linewidth=0, alpha=0.03 + 0.42 * share**3)


def _spoken(arms: Sequence[Mapping[str, Any]], on: str, metric: str) -> str:
    cells = ((arm["p"], mean_in_words(arm[on][metric], metric)) for arm in arms)
    return ", ".join(f"{mean} ({interval}) at p = {p:g}" for p, (mean, interval) in cells)
