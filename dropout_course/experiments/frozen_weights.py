"""Frozen weights: in one optimiser step, do the weights into and out of dropped units stay where they are?

A weight belongs to a dropped unit, for one example, if either of its ends is dropped for that example. Each
optimiser first makes some steps, so that it has something to remember; then one step is looked at. A weight
counts as moved if it is not bit for bit the same.

A result holds, for each optimiser and batch (``cells.sgd.own``): the share of weights that moved, of dropped
units and of kept ones; the mean step of a dropped unit's weight in units of a kept one's (``relative_step``);
each as mean, low and high (95%, over seeds) and by seed; and how many units all examples had dropped
(``dropped_throughout``, a sum over seeds). Then the contrast with its interval and verdict under every
condition, and the verdicts on the claims.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data import Images
from ..figures import SERIES, Figure, Table, new_drawing, render, style
from ..reference import (
    Network,
    Pass,
    adam,
    adamw,
    backward_pass,
    draw_multipliers,
    draw_network,
    forward_pass,
    l2_gradient,
    momentum,
    nesterov,
    sgd,
    softmax_cross_entropy,
    update,
)
from ..results import Result, Verdict
from .captions import layers_in_words
from .contrasts import answer, judge_effects
from .experiment import Sample
from .intervals import seed_effect
from .provenance import as_json
from .stacks import Sizes, Train
from .summaries import over_seeds

NAME = "frozen-weights"
QUESTION = "Do the weights of dropped units stay where they are in an optimiser step?"

OPTIMISERS = {
    "sgd": "SGD",
    "momentum": "momentum",
    "nesterov": "Nesterov",
    "decay": "weight decay",
    "adam": "Adam",
    "adamw": "AdamW",
}

BATCHES = {
    "one": "a batch of one example",
    "shared": "one mask for the whole batch",
    "own": "a mask for every example",
}

CONDITIONS = {
    f"{optimiser}_{batch}": f"{name}, {words}"
    for optimiser, name in OPTIMISERS.items()
    for batch, words in BATCHES.items()
}

FEW = 0.01
"""Weights are called frozen if less than this share of them moves."""

CLAIMS = {"3.2": ("frozen",), "4.1": ("frozen",)}
"""Two ways to say one thing: a dropped unit's weights are not updated in that step."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        seeds: of initial weights, order of the images and masks; paired across optimisers.
        hidden: units in each hidden layer, all of which may be dropped.
        p: their drop probability.
        batch_size: examples in a step, but for the batches of one.
        steps_before: steps that each optimiser makes before the one that is looked at.
        learning_rate: of SGD, momentum, Nesterov and weight decay.
        adam_learning_rate: of Adam and AdamW.
        weight_decay: lambda of SGD with weight decay.
        adamw_weight_decay: lambda of AdamW.
        few: the share of weights below which they are called frozen.
        margin: what the share must be below that by.
        sizes: the images.
    """

    seeds: tuple[int, ...] = tuple(range(1, 11))
    hidden: tuple[int, ...] = (256, 256)
    p: float = 0.5
    batch_size: int = 100
    steps_before: int = 20
    learning_rate: float = 0.005
    adam_learning_rate: float = 1e-3
    weight_decay: float = 1e-4
    adamw_weight_decay: float = 1e-2
    few: float = FEW
    margin: float = 0.0
    sizes: Sizes = field(default_factory=lambda: Sizes(train=3000, validation=1000, test=2000, seed=0))


SETTINGS = Settings()


@dataclass(frozen=True)
class Step:
    """What one step did to the weights: shares that moved, and the mean length of a weight's step."""

    moved_dropped: float
    moved_kept: float
    relative_step: float
    dropped_throughout: int


def stacks_planned(settings: Settings) -> int:
    """None: a few steps of the reference network are enough."""
    return 0


def measure(settings: Settings, train: Train) -> Result:
    """Make the steps, count what moved, judge."""
    images = settings.sizes.load().train
    steps = {
        optimiser: {
            batch: [look_at_a_step(optimiser, batch, seed, settings, images) for seed in settings.seeds]
            for batch in BATCHES
        }
        for optimiser in OPTIMISERS
    }
    effects = {
        f"{optimiser}_{batch}": seed_effect([settings.few - step.moved_dropped for step in of_batch])
        for optimiser, batches in steps.items()
        for batch, of_batch in batches.items()
    }
    says = f"less than {settings.few:.0%} of the weights of dropped units move"
    contrasts = {"frozen": judge_effects(says, effects, metric="share", margin=settings.margin)}
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "cells": {
            optimiser: {batch: _cell(of_batch) for batch, of_batch in batches.items()}
            for optimiser, batches in steps.items()
        },
        "contrasts": contrasts,
        "claims": {claim: answer(parts, contrasts, list(CONDITIONS)) for claim, parts in CLAIMS.items()},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed under SGD and Adam."""
    images = settings.sizes.load().train
    again = {}
    for optimiser, batch in (("sgd", "shared"), ("adam", "own")):
        step = look_at_a_step(optimiser, batch, settings.seeds[0], settings, images)
        again[f"cells.{optimiser}.{batch}.moved.dropped.by_seed"] = [step.moved_dropped]
        again[f"cells.{optimiser}.{batch}.relative_step.by_seed"] = [step.relative_step]
    return again


def look_at_a_step(optimiser: str, batch: str, seed: int, settings: Settings, images: Images) -> Step:
    """Train for some steps, then make one more and see which weights it moved."""
    rule = _rules(settings)[optimiser]
    of_weights, of_images, of_masks = map(np.random.default_rng, np.random.SeedSequence(seed).spawn(3))
    network = draw_network((784, *settings.hidden, 10), of_weights)
    rates = (0.0, *[settings.p] * len(settings.hidden), 0.0)
    examples = 1 if batch == "one" else settings.batch_size
    states = None
    for _ in range(settings.steps_before + 1):
        rows = of_images.choice(len(images), examples, replace=False)
        chosen = images.take(rows)
        masks = draw_multipliers(network, rates, () if batch == "shared" else (examples,), of_masks)
        passed = forward_pass(network, chosen.inputs().astype(float), masks)
        _, dlogits = softmax_cross_entropy(passed.output, chosen.labels)
        before = network
        network, states = update(network, backward_pass(network, passed, dlogits), rule, states)
    return compare(before, network, passed)


def compare(before: Network, after: Network, passed: Pass) -> Step:
    """What the step from ``before`` to ``after`` did to the weights of dropped and of kept units.

    Every weight counts once for each example: as a dropped unit's where one of its ends was dropped.
    """
    examples = len(passed.output)
    keep = [np.broadcast_to(m != 0, (examples, m.shape[-1])).astype(float) for m in passed.multipliers]
    moved, length, kept = [], [], []
    for layer, (old, new) in enumerate(zip(before.weights, after.weights, strict=True)):
        kept.append(keep[layer].T @ keep[layer + 1])  # (in, out): for how many examples both ends are kept
        moved.append(old != new)
        length.append(np.abs(new - old))
    count = _flat(kept)
    of_dropped, of_kept = partial(np.average, weights=examples - count), partial(np.average, weights=count)
    return Step(
        moved_dropped=float(of_dropped(_flat(moved))),
        moved_kept=float(of_kept(_flat(moved))),
        relative_step=float(of_dropped(_flat(length)) / of_kept(_flat(length))),
        dropped_throughout=sum(int((~of_place.any(0)).sum()) for of_place in keep),
    )


def _flat(arrays: list[NDArray[Any]]) -> NDArray[np.float64]:
    return np.concatenate([array.ravel() for array in arrays]).astype(float)


def _rules(settings: Settings) -> dict[str, Any]:
    """The optimisers with their settings, as ``reference.update`` takes them."""
    lr, adam_lr = settings.learning_rate, settings.adam_learning_rate

    def decay(w: Any, dw: Any, state: None = None) -> Any:
        return sgd(w, l2_gradient(w, dw, weight_decay=settings.weight_decay), state, lr=lr)

    return {
        "sgd": partial(sgd, lr=lr),
        "momentum": partial(momentum, lr=lr),
        "nesterov": partial(nesterov, lr=lr),
        "decay": decay,
        "adam": partial(adam, lr=adam_lr),
        "adamw": partial(adamw, lr=adam_lr, weight_decay=settings.adamw_weight_decay),
    }


def _cell(steps: list[Step]) -> dict[str, Any]:
    return {
        "moved": {
            "dropped": over_seeds([step.moved_dropped for step in steps]),
            "kept": over_seeds([step.moved_kept for step in steps]),
        },
        "relative_step": over_seeds([step.relative_step for step in steps]),
        "dropped_throughout": sum(step.dropped_throughout for step in steps),
    }


def figure(result: Result) -> Figure:
    """By optimiser: what share of dropped units' weights moved, and how far against kept ones'."""
    with style():
        drawing, (moved, length) = new_drawing(height=560, rows=2)
        moved.set_title("Moved, of dropped units’ weights (%)")
        _rows(moved, result, lambda cell: {k: 100 * cell["moved"]["dropped"][k] for k in ENDS})
        moved.set_xlim(-5, 105)
        length.set_title("Their mean step; a kept unit’s is 1")
        _rows(length, result, lambda cell: cell["relative_step"])
        length.set_xlim(left=-0.05)
        moved.legend(
            loc="lower left", bbox_to_anchor=(-0.3, 1.1), frameon=False, fontsize=11, handletextpad=0.2
        )
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


ENDS = ("mean", "low", "high")


def _rows(axes: Any, result: Result, value: Any) -> None:
    """A row for each optimiser, with a mark for each kind of batch."""
    cells = result["cells"]
    for (batch, words), look, shift in zip(BATCHES.items(), SERIES[1:], (-0.22, 0.0, 0.22), strict=True):
        found = [value(of_optimiser[batch]) for of_optimiser in cells.values()]
        y = np.arange(len(cells)) + shift
        axes.hlines(
            y, [f["low"] for f in found], [f["high"] for f in found], colors=look.color, linewidth=1.6
        )
        axes.plot([f["mean"] for f in found], y, look.marker, color=look.color, label=words)
    axes.set_yticks(range(len(cells)), [OPTIMISERS[name] for name in cells])
    axes.invert_yaxis()


def table(result: Result) -> Table:
    """By optimiser and kind of batch: the share that moved, and the verdict unless it is "does not hold"."""

    def cell(optimiser: str, batch: str) -> str:
        share = result["cells"][optimiser][batch]["moved"]["dropped"]["mean"]
        verdict = result["contrasts"]["frozen"][f"{optimiser}_{batch}"]["verdict"]
        return f"{share:.0%}" if verdict == Verdict.DOES_NOT_HOLD else f"{share:.0%}\n{verdict}"

    rows = [(name, *(cell(optimiser, batch) for batch in BATCHES)) for optimiser, name in OPTIMISERS.items()]
    words = (
        "Share of the weights of dropped units that moved. “They are frozen”, which is to say that less than "
        f"{result['settings']['few']:.0%} move, holds where the table says so, and else does not."
    )
    return Table(words, ("optimiser", "batch of one", "one mask", "own masks"), tuple(rows))


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    layers = layers_in_words(settings["hidden"])
    return (
        f"Fashion-MNIST; network {layers}, p = {settings['p']:g} after each hidden layer, batches of "
        f"{settings['batch_size']} or of one; the step after {settings['steps_before']} others; means of "
        f"{len(settings['seeds'])} seeds with 95% intervals over seeds."
    )


def _alternative(result: Result) -> str:
    def spoken(batch: str) -> str:
        found = [
            (OPTIMISERS[name], of_optimiser[batch]["moved"]["dropped"]["mean"])
            for name, of_optimiser in result["cells"].items()
        ]
        return ", ".join(f"{name} {share:.0%}" for name, share in found)

    told = "; ".join(f"{words}: {spoken(batch)}" for batch, words in BATCHES.items())
    return f"Weights of dropped units that moved in one step. {told}."
