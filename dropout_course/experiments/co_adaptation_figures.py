"""The figures and tables of the co-adaptation experiment."""

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..figures import (
    SERIES,
    WIDTH,
    Figure,
    Spot,
    Table,
    draw_means,
    label,
    new_drawing,
    render,
    style,
)
from ..results import Result
from .captions import set_up_in_words
from .co_adaptation_probes import named
from .contrasts import cell_in_words
from .verdict_table import verdict_table

LAYER_NAMES = {"layer1": "layer 1", "layer2": "layer 2"}
PANELS = {
    "correlation": ("How alike two units are: mean |r|", 1, ".2f"),
    "rank": ("Directions used: effective rank, of 256", 1, ".0f"),
    "predictability": ("Predicted from the others: R²", 1, ".2f"),
    "cancellation": ("Cancelled within a sum (%)", 100, ".0f"),
}
"""Title, factor and format of each statistic."""

STEPS = 6  # between no change and the largest: finer is not seen and weighs


def figure(result: Result) -> Figure:
    """Against the rate, for both layers: four statistics of the activations."""
    rows = list(result["rates"].values())
    rates = [row["p"] for row in rows]
    with style():
        drawing, panels = new_drawing(height=640, rows=len(PANELS))
        for axes, (name, (title, factor, _)) in zip(panels, PANELS.items(), strict=True):
            axes.set_title(title)
            for layer, look in zip(LAYER_NAMES, SERIES, strict=False):
                means = draw_means(axes, look, rates, [row[layer][name] for row in rows], factor)
                spot = Spot(0.28, above=_above(result, name, layer), side="center")
                label(axes, LAYER_NAMES[layer], look, rates, means, spot)
            axes.set_xticks(rates, [f"{p:g}" for p in rates])
            axes.margins(y=0.25)
        panels[-1].set_xlabel("drop probability p in training")
        words = ". ".join(f"{title}: {_spoken(result, name)}" for name, (title, *_) in PANELS.items())
        return render(
            drawing,
            result["experiment"],
            caption=f"Four readings, with dropout off. {_caption(result)}",
            alternative=f"Four panels against the drop probability. {words}.",
        )


def damage_figure(result: Result) -> Figure:
    """Against the share of units switched off: accuracy of both networks, a panel for each layer."""
    draws = result["settings"]["damage"]["draws"]
    with style():
        drawing, panels = new_drawing(height=560, rows=2)
        for axes, layer in zip(panels, LAYER_NAMES, strict=True):
            axes.set_title(f"Accuracy (%) with units of {LAYER_NAMES[layer]} off")
            for (name, scaling), look in zip(LOSSES, SERIES, strict=True):
                shares, found = _losing(result, name, layer, scaling)
                draw_means(axes, look, shares, found, 100)
            axes.set_xticks(shares, [f"{100 * share:g}" for share in shares])
            axes.margins(y=0.12)
        names = [f"p = {result['rates'][name]['p']:g}, {scaling}" for name, scaling in LOSSES]
        lines = panels[0].get_lines()  # they run too close together for names beside them
        panels[0].legend(lines, names, loc="lower left", frameon=False, handlelength=3.2)
        panels[-1].set_xlabel("units switched off (%)")
        return render(
            drawing,
            f"{result['experiment']}-damage",
            caption=(
                "Units switched off for good in trained networks; rescaled: the others made stronger "
                f"to match. Each accuracy is a mean over {draws} choices of units. "
                f"{_caption(result)}"
            ),
            alternative=_losses_in_words(result),
        )


LOSSES = (("p0", "plain"), ("p0", "rescaled"), ("p50", "plain"), ("p50", "rescaled"))
"""Which lines the damage figure shows: rate and scaling."""


def _losing(result: Result, name: str, layer: str, scaling: str) -> tuple[list[float], list[Result]]:
    """Shares of units switched off, and the accuracies then."""
    shares = [0.0, *result["settings"]["damage"]["shares"]]
    row = result["rates"][name][layer]
    return shares, [row["intact"], *(row[named(scaling, share)] for share in shares[1:])]


def features_figure(result: Result) -> Figure:
    """What training wrote into the same units without dropout and with it, as images, pair by pair."""
    from matplotlib.figure import Figure as Drawing

    units, columns = result["features"]["units"], 4
    rows = 2 * len(units) // columns
    with style():
        drawing = Drawing(figsize=(WIDTH / 72, rows * WIDTH / columns / 72), layout="constrained")
        grid = drawing.subplots(rows, columns)
        for below, name in enumerate(("p0", "p50")):  # the same unit twice, one above the other
            _draw_features(grid[below::2], result, name)
        return render(
            drawing,
            f"{result['experiment']}-features",
            caption=(
                f"The first {len(units)} units of layer 1, none chosen, each without dropout (above) and at "
                "p = 0.5 (below): weights after training less weights before, at the place of their pixels. "
                "Red excites, blue inhibits, each picture to its own scale. Both networks started alike, "
                f"from seed {result['settings']['seeds'][0]}."
            ),
            alternative=(
                f"{len(units)} pairs of images of weights. Outlines of shirts, coats and shoes can be made "
                "out in many, without dropout as with it; what a unit shows differs within most pairs."
            ),
        )


def _draw_features(grid: Any, result: Result, name: str) -> None:
    """A picture in each place of ``grid``, row by row; each row says at which rate."""
    for axes, image in zip(grid.flat, pictures(result, name), strict=True):
        axes.imshow(image, cmap="RdBu_r", vmin=-STEPS, vmax=STEPS, interpolation="none")
        axes.set(xticks=[], yticks=[])
    for axes in grid[:, 0]:
        axes.set_ylabel(f"p = {result['rates'][name]['p']:g}")


def table(result: Result) -> Table:
    """At each rate: accuracy intact, with half of a layer off and with noisy weights."""
    rates = result["rates"].values()
    rows = (
        ("intact", "layer1", "intact"),
        ("half of layer 1 off", "layer1", "plain50"),
        ("half of layer 2 off", "layer2", "plain50"),
        ("noise into layer 1", "layer1", "noise100"),
        ("noise into layer 2", "layer2", "noise100"),
    )

    def cells(layer: str, name: str) -> list[str]:
        return [cell_in_words(row[layer][name], "accuracy") for row in rates]

    return Table(
        "Test accuracy of the networks of the figure. Noise is put on the weights into a layer, as large as "
        "each weight. 95% intervals in parentheses.",
        ("damage", *(f"p = {row['p']:g}" for row in rates)),
        tuple(
            (says, *(cell_in_words(row[layer][name], "accuracy") for row in rates))
            for says, layer, name in rows
        ),
    )


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, interval and verdict in both layers."""
    return verdict_table(result, LAYER_NAMES)


def _above(result: Result, name: str, layer: str) -> bool:
    """Whether the name of this line goes above it: that of the higher one does."""
    first, second = (result["rates"]["p20"][of][name]["mean"] for of in LAYER_NAMES)
    return bool((first > second) == (layer == "layer1"))


def _spoken(result: Result, name: str) -> str:
    _, factor, digits = PANELS[name]

    def cells(layer: str) -> str:
        rows = result["rates"].values()
        return ", ".join(
            f"{factor * row[layer][name]['mean']:{digits}} "
            f"({factor * row[layer][name]['low']:{digits}} to {factor * row[layer][name]['high']:{digits}}) "
            f"at p = {row['p']:g}"
            for row in rows
        )

    return "; ".join(f"{words}: {cells(layer)}" for layer, words in LAYER_NAMES.items())


def _losses_in_words(result: Result) -> str:
    def line(name: str, layer: str, scaling: str) -> str:
        cells = zip(*_losing(result, name, layer, scaling), strict=True)
        numbers = ", ".join(f"{found['mean']:.1%} with {share:.0%} off" for share, found in cells)
        return f"{LAYER_NAMES[layer]}, p = {result['rates'][name]['p']:g}, {scaling}: {numbers}"

    spoken = [line(name, layer, scaling) for layer in LAYER_NAMES for name, scaling in LOSSES]
    return f"Two panels: accuracy against the share of units switched off. {'; '.join(spoken)}."


def pictures(result: Result, name: str) -> NDArray[np.floating]:
    """What training at the rate ``name`` wrote: (units, 28, 28), in whole steps from -STEPS to STEPS."""
    change = np.frombuffer(base64.b64decode(result["features"][name]), dtype=np.int8)
    return np.asarray(np.round(change.reshape(-1, 28, 28) / 127 * STEPS))


def _caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    return (
        f"{set_up_in_words(settings)}, {settings['recipe']['epochs']} epochs, the learning rate tuned for "
        f"each p; "
        f"means of {len(settings['seeds'])} seeds with 95% intervals over seeds and images."
    )
