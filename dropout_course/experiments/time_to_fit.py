"""Time to fit: how many epochs until a network fits its training images, by rate and by masks averaged.

A higher rate makes the gradient noisier *and* makes the task harder; the arms that average the gradient over
several masks at one rate turn down the noise alone. Every arm has the learning rate that was fastest for it.

A result holds, for each arm (``p0`` to ``p80``, ``p50_masks2``, ``p50_masks8``): its rate, masks and learning
rate; the epochs until the target, as mean, low and high (95%, over seeds) and by seed; how many seeds reached
it; and the learning curve, a mean over seeds. A seed that never reaches the target counts as the last epoch.
Then the contrasts with interval and verdict, and the verdict on the claim.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data import Images
from ..figures import SERIES, Figure, Table, new_drawing, render, style
from ..results import Result
from ..training import Recipe, Run
from .captions import layers_in_words
from .contrasts import answer, judge_effects
from .experiment import Sample
from .intervals import seed_effect
from .provenance import as_json
from .stacks import Sizes, Train
from .summaries import over_seeds
from .verdict_table import at_least, verdict_table

NAME = "time-to-fit"
QUESTION = "Does the noise that dropout puts into gradients lengthen the time to fit the training images?"

CONDITIONS = {"tuned": "each arm with the learning rate that was fastest for it"}

MARGIN = 1.0  # epoch


@dataclass(frozen=True)
class Arm:
    """What is trained: drop probability of the hidden layers, and masks that each gradient averages over."""

    p: float
    masks: int = 1


ARMS = {
    "p0": Arm(0.0),
    "p20": Arm(0.2),
    "p50": Arm(0.5),
    "p80": Arm(0.8),
    "p50_masks2": Arm(0.5, masks=2),
    "p50_masks8": Arm(0.5, masks=8),
}

CONTRASTS = {
    "p20_slower_than_p0": ("p = 0.2 needs more epochs than p = 0", "p20", "p0"),
    "p50_slower_than_p0": ("p = 0.5 needs more epochs than p = 0", "p50", "p0"),
    "p80_slower_than_p50": ("p = 0.8 needs more epochs than p = 0.5", "p80", "p50"),
    "one_mask_slower_than_two": ("at p = 0.5 one mask needs more epochs than two", "p50", "p50_masks2"),
    "one_mask_slower_than_eight": ("at p = 0.5 one mask needs more epochs than eight", "p50", "p50_masks8"),
}
"""Statement, and the arms whose epochs are subtracted from one another."""

CLAIMS = {"0.2": ("p50_slower_than_p0", "one_mask_slower_than_eight")}
"""The noisier training takes longer, and it is the noise that makes it so."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        arms: what is compared.
        seeds: of the models that are judged; equal seeds are paired across arms.
        tuning_seeds: of the models that choose the learning rate; none of the above.
        learning_rates: the grid to choose from.
        target: accuracy on the training images, dropout off, that counts as fitted.
        recipe: the network and its training; the learning rate stays, so that the time does not hang on it.
        sizes: the images.
        contrasts: what is compared.
        margin: the smallest difference that would matter, in epochs.
    """

    arms: Mapping[str, Arm] = field(default_factory=lambda: ARMS)
    seeds: tuple[int, ...] = tuple(range(1, 11))
    tuning_seeds: tuple[int, ...] = (101, 102)
    learning_rates: tuple[float, ...] = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16)
    target: float = 0.85
    recipe: Recipe = field(
        default_factory=lambda: Recipe(hidden=(128, 128), epochs=40, batch_size=100, schedule="constant")
    )
    sizes: Sizes = field(default_factory=lambda: Sizes(train=2000, validation=1000, test=2000, seed=0))
    contrasts: Mapping[str, tuple[str, str, str]] = field(default_factory=lambda: CONTRASTS)
    margin: float = MARGIN


SETTINGS = Settings()


def stacks_planned(settings: Settings) -> int:
    """None: the gradients are averaged here, not in the shared training loop."""
    return 0


def measure(settings: Settings, train: Train) -> Result:
    """Choose the learning rates, train what is judged, compare, judge."""
    images = settings.sizes.load().train
    chosen = {name: _fastest(arm, settings, images) for name, arm in settings.arms.items()}
    curves = {
        name: _curves(arm, [chosen[name]], settings.seeds, settings, images)
        for name, arm in settings.arms.items()
    }
    epochs = {name: epochs_needed(curve, settings.target) for name, curve in curves.items()}
    contrasts = {
        name: judge_effects(
            says,
            {"tuned": seed_effect(epochs[slow] - epochs[fast])},
            metric="epochs",
            margin=settings.margin,
        )
        for name, (says, slow, fast) in settings.contrasts.items()
    }
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "arms": {
            name: {
                "p": arm.p,
                "masks": arm.masks,
                "learning_rate": chosen[name],
                "epochs": over_seeds(epochs[name]),
                "seeds_that_fitted": int((curves[name].max(1) >= settings.target).sum()),
                "curve": curves[name].mean(0).tolist(),
            }
            for name, arm in settings.arms.items()
        },
        "contrasts": contrasts,
        "claims": {claim: answer(parts, contrasts, list(CONDITIONS)) for claim, parts in CLAIMS.items()},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed without dropout and at p = 0.5, one mask each."""
    images = settings.sizes.load().train
    names = ("p0", "p50")
    curves = {
        name: _curves(
            settings.arms[name],
            [result["arms"][name]["learning_rate"]],
            settings.seeds[:1],
            settings,
            images,
        )
        for name in names
    }
    return {
        f"arms.{name}.epochs.by_seed": epochs_needed(curves[name], settings.target).tolist() for name in names
    }


def epochs_needed(curves: NDArray[np.float64], target: float) -> NDArray[np.float64]:
    """The first epoch, counted from 1, after which a model's accuracy is ``target``; else the last epoch.

    Args:
        curves: accuracy after each epoch, (models, epochs).
        target: the accuracy.
    """
    fitted = curves >= target
    return np.asarray(np.where(fitted.any(1), fitted.argmax(1) + 1.0, curves.shape[1]))


def _fastest(arm: Arm, settings: Settings, images: Images) -> float:
    """The learning rate with the fewest epochs on the tuning seeds; among equals the one that ends higher."""
    curves = _curves(arm, settings.learning_rates, settings.tuning_seeds, settings, images)
    by_rate = curves.reshape(len(settings.learning_rates), len(settings.tuning_seeds), -1)

    def slowness(i: int) -> tuple[float, float]:
        return float(epochs_needed(by_rate[i], settings.target).mean()), -float(by_rate[i, :, -1].mean())

    return settings.learning_rates[min(range(len(by_rate)), key=slowness)]


def _curves(
    arm: Arm, rates: Sequence[float], seeds: Sequence[int], settings: Settings, images: Images
) -> NDArray[np.float64]:
    """Accuracy after each epoch of a model for each learning rate and seed: (models, epochs)."""
    from .averaged_masks import accuracy_by_epoch  # here, since describing an experiment needs no torch
    from .trainer import one_thread

    hidden = [arm.p] * len(settings.recipe.hidden)
    runs = [Run((0.0, *hidden), rate, seed) for rate in rates for seed in seeds]
    with one_thread():
        return accuracy_by_epoch(runs, settings.recipe, images, masks=arm.masks)


def figure(result: Result) -> Figure:
    """Learning curves of four arms; below, for all, the epochs until the target with their intervals."""
    shown = dict(zip(("p0", "p50_masks8", "p50", "p80"), SERIES, strict=True))
    target = result["settings"]["target"]
    with style():
        drawing, (curves, epochs) = new_drawing(height=520, rows=2)
        curves.set_title("Accuracy on the training images (%)")
        curves.axhline(100 * target, color=SERIES[0].color, linewidth=0.8, linestyle=(0, (1, 2)))
        for (name, look), lift in zip(shown.items(), (0, 4, -5, 0), strict=True):
            arm = result["arms"][name]
            accuracy = 100 * np.array(arm["curve"])
            x = np.arange(1, len(accuracy) + 1)
            curves.plot(x, accuracy, color=look.color, linestyle=look.linestyle)
            curves.plot(x[4::10], accuracy[4::10], look.marker, color=look.color)
            curves.annotate(
                in_short(arm),
                (x[-1], accuracy[-1]),
                xytext=(5, lift),
                textcoords="offset points",
                va="center",
                color=look.color,
            )
        curves.set_xlim(0, 58)  # room for the names
        curves.set_xticks(range(0, 41, 10))
        curves.set_xlabel("epochs")
        epochs.set_title(f"Epochs until {target:.0%} are right")
        _epochs(epochs, result, {name: look.color for name, look in shown.items()})
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


def _epochs(axes: Any, result: Result, colors: Mapping[str, str]) -> None:
    """One row an arm; a hollow point is an arm of which some seed never got there."""
    arms = result["arms"]
    for row, (name, arm) in enumerate(arms.items()):
        color, found = colors.get(name, "#566070"), arm["epochs"]
        axes.hlines(row, found["low"], found["high"], colors=color, linewidth=1.6)
        inside = color if _all_fitted(arm) else "#ffffff"
        axes.plot(found["mean"], row, "o", color=color, markerfacecolor=inside)
    axes.set_yticks(range(len(arms)), map(in_short, arms.values()))
    axes.invert_yaxis()
    axes.set_xlim(0, result["settings"]["recipe"]["epochs"] + 1)
    axes.set_xlabel("epochs (hollow: not every seed got there)")


def in_short(arm: Mapping[str, Any]) -> str:
    """An arm as one names it."""
    masks = f", {arm['masks']} masks" if arm["masks"] > 1 else ""
    return f"p = {arm['p']:g}{masks}"


def table(result: Result) -> Table:
    """Each arm with its learning rate and the epochs it took."""
    seeds = len(result["settings"]["seeds"])

    def cells(arm: Result) -> tuple[str, ...]:
        found, fitted = arm["epochs"], arm["seeds_that_fitted"]
        if _all_fitted(arm):
            epochs = f"{found['mean']:.1f}\n({found['low']:.1f}–{found['high']:.1f})"
        else:
            epochs = f"not within {result['settings']['recipe']['epochs']}"
        return in_short(arm), f"{arm['learning_rate']:g}", epochs, f"{fitted} of {seeds}"

    header = ("arm", "learning rate", "epochs", "seeds that got there")
    words = f"Epochs until {result['settings']['target']:.0%} of the training images are right, dropout off."
    return Table(words, header, tuple(map(cells, result["arms"].values())))


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict.

    A seed that never got there counts as the last epoch: then the slower arm is slower by *at least* this.
    """
    slower = {name: slow for name, (_, slow, _) in result["settings"]["contrasts"].items()}
    contrasts = {
        name: contrast if _all_fitted(result["arms"][slower[name]]) else at_least(contrast, "tuned")
        for name, contrast in result["contrasts"].items()
    }
    return verdict_table({"contrasts": contrasts}, {"tuned": "verdict"})


def _all_fitted(arm: Mapping[str, Any]) -> bool:
    return bool(arm["seeds_that_fitted"] == len(arm["epochs"]["by_seed"]))


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    sizes, recipe = settings["sizes"], settings["recipe"]
    layers = layers_in_words(recipe["hidden"])
    return (
        f"Fashion-MNIST, {sizes['train']:,} training images; network {layers}, dropout after each hidden "
        f"layer, constant learning rate, the fastest of {len(settings['learning_rates'])} for each arm; "
        f"means of {len(settings['seeds'])} seeds with 95% intervals over seeds. "
        "“8 masks”: each example meets eight masks in every step, and their gradients are averaged."
    )


def _alternative(result: Result) -> str:
    spoken = []
    for arm in result["arms"].values():
        found, fitted = arm["epochs"], arm["seeds_that_fitted"]
        if _all_fitted(arm):
            told = f"{found['mean']:.1f} epochs ({found['low']:.1f} to {found['high']:.1f})"
        else:
            told = f"{fitted} of {len(found['by_seed'])} seeds within {len(arm['curve'])} epochs"
        spoken.append(f"{in_short(arm)}: {told}")
    target = f"{result['settings']['target']:.0%} of the training images are right"
    return f"Learning curves, and the epochs until {target}. {'; '.join(spoken)}."
