"""Cost: how many epochs until a validation accuracy, and how many seconds a step, told apart.

Epochs: networks at four rates, each with the learning rate that was fastest for it, until they reach fixed
accuracies on images that they do not learn from, and until they reach their best. The learning rate stays as
it is, so that the time does not hang on its fall. Seconds: the same step in PyTorch with and without
``torch.nn.Dropout``, timed in turns; half of the units are off, and the matrices are as large as before.

A result holds, for each target and rate (``epochs.t75.p0`` to ``epochs.best.p80``): the learning rate; the
epochs, as mean, low and high (95%, over seeds) and by seed; how many seeds got there. A seed that never got
there counts as the last epoch. For the best accuracy also what it was. The learning curves are those of
one target, means over seeds. For each width and rate (``steps.w128.p20``) it holds how many times as long a
step takes as without dropout, as mean, low and high (95%, over turns) and by turn. Then the contrasts with
interval and verdict, and the verdicts on the claims.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..figures import SERIES, Figure, Table, new_drawing, render, style
from ..results import Result, rate_key
from ..training import Recipe
from .captions import CLASSES, PIXELS, layers_in_words
from .contrasts import answer_readings, judge_effects
from .experiment import Sample
from .intervals import seed_effect
from .provenance import as_json
from .stacks import Sizes, Stack, Train, hidden_run
from .timing import fastest
from .verdict_table import at_least, verdict_table

NAME = "cost"
QUESTION = "Does dropout cost more epochs, or more seconds a step?"

TARGETS = {"t75": 0.75, "t78": 0.78, "t80": 0.80}
BEST, SHOWN = "best", "t80"
CONDITIONS = {
    **{name: f"until {target:.0%} of the validation images are right" for name, target in TARGETS.items()},
    BEST: "until the best validation accuracy",
    "w128": "seconds a step, hidden layers of 128 units",
    "w512": "seconds a step, hidden layers of 512 units",
}

CONTRASTS = {
    "p20_slower": ("p = 0.2 needs more epochs than p = 0", "p20", "p0"),
    "p50_slower": ("p = 0.5 needs more epochs than p = 0", "p50", "p0"),
    "p80_slower": ("p = 0.8 needs more epochs than p = 0.5", "p80", "p50"),
}
"""Statement, and the rates whose epochs are subtracted from one another."""

LONGER_STEP = "a step at p = 0.5 takes longer than one without dropout"

CLAIMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "2.6": {"epochs": ("p20_slower", "p50_slower")},
    "3.8": {"epochs": ("p50_slower",), "seconds": ("p50_step_longer",)},
}
"""Readings of each claim: training that takes longer may take more epochs or longer steps."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        rates: drop probabilities after each hidden layer; the input is not dropped.
        targets: validation accuracies to reach.
        seeds: of the models that are judged; equal seeds are paired across rates.
        tuning_seeds: of the models that choose the learning rate; none of the above.
        learning_rates: the grid to choose from, for each rate and target by itself.
        recipe: the network and its training.
        sizes: the images; the test set is not looked at.
        contrasts: what is compared.
        margin: the smallest difference that would matter, in epochs.
        widths: of the two hidden layers of the networks whose steps are timed.
        turns: how often each step is timed, all in turn.
        turn_seconds: how long a turn lasts; its fastest step counts.
        step_margin: the smallest share of a step that would matter.
        claims: the readings of each claim, and the contrasts that must all stand for it to stand.
    """

    rates: tuple[float, ...] = (0.0, 0.2, 0.5, 0.8)
    targets: Mapping[str, float] = field(default_factory=lambda: TARGETS)
    seeds: tuple[int, ...] = tuple(range(1, 11))
    tuning_seeds: tuple[int, ...] = (101, 102)
    learning_rates: tuple[float, ...] = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16)
    recipe: Recipe = field(
        default_factory=lambda: Recipe(hidden=(128, 128), epochs=40, batch_size=100, schedule="constant")
    )
    sizes: Sizes = field(default_factory=lambda: Sizes(train=2000, validation=1000, test=2000, seed=0))
    contrasts: Mapping[str, tuple[str, str, str]] = field(default_factory=lambda: CONTRASTS)
    margin: float = 1.0
    widths: tuple[int, ...] = (128, 512)
    turns: int = 20
    turn_seconds: float = 0.04
    step_margin: float = 0.05
    claims: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: CLAIMS)


SETTINGS = Settings()

Curves = Mapping[tuple[float, float], NDArray[np.float64]]
"""By rate and learning rate, the validation accuracy of each seed after each epoch: (seeds, epochs)."""


def stacks_planned(settings: Settings) -> int:
    """One for each seed."""
    return len(settings.tuning_seeds) + len(settings.seeds)


def measure(settings: Settings, train: Train) -> Result:
    """Choose the learning rates, train what is judged, time the steps, compare, judge."""
    grid = [(p, rate) for p in settings.rates for rate in settings.learning_rates]
    chosen = _fastest(_curves(grid, settings.tuning_seeds, settings, train), settings)
    curves = _curves(sorted({pair for of in chosen.values() for pair in of}), settings.seeds, settings, train)
    epochs = {
        target: {
            rate_key(p): _reached(curves[p, rate], rate, settings.targets.get(target)) for p, rate in pairs
        }
        for target, pairs in chosen.items()
    }
    steps = {f"w{width}": _steps(width, settings) for width in settings.widths}
    contrasts = {
        **{name: _slower(*terms, epochs, settings) for name, terms in settings.contrasts.items()},
        "p50_step_longer": judge_effects(
            LONGER_STEP,
            {name: seed_effect(np.array(of["p50"]["by_turn"]) - 1) for name, of in steps.items()},
            metric="percent",
            margin=settings.step_margin,
        ),
    }
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "epochs": epochs,
        "curves": {rate_key(p): curves[p, rate].mean(0).tolist() for p, rate in chosen[SHOWN]},
        "steps": steps,
        "contrasts": contrasts,
        "claims": {
            claim: answer_readings(readings, contrasts, list(CONDITIONS))
            for claim, readings in settings.claims.items()
        },
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """Epochs of the first seed at p = 0.5 until one of the targets; no second is asked for again."""
    rate = result["epochs"][SHOWN]["p50"]["learning_rate"]
    (curve,) = _curves([(0.5, rate)], settings.seeds[:1], settings, train).values()
    found = _epochs(curve, settings.targets[SHOWN])
    return {f"epochs.{SHOWN}.p50.epochs.by_seed": found.tolist()}


def _curves(
    pairs: Sequence[tuple[float, float]], seeds: Sequence[int], settings: Settings, train: Train
) -> Curves:
    """A stack for each seed, of a model for each pair of rate and learning rate."""
    run = partial(hidden_run, layers=len(settings.recipe.hidden))
    stacks = [
        Stack(tuple(run(*pair, seed) for pair in pairs), settings.recipe, settings.sizes, ("validation",))
        for seed in seeds
    ]
    outcomes = train(stacks)
    return {
        pair: np.stack([outcomes[run(*pair, seed)].curves["validation"][:, 0] for seed in seeds])
        for pair in pairs
    }


def _epochs(curves: NDArray[np.float64], target: float | None) -> NDArray[np.float64]:
    """The epochs of each seed, counted from 1, until ``target``, or until the best of all if there is none.

    A seed that never gets there counts as the last epoch.
    """
    if target is None:
        return np.asarray(curves.argmax(1) + 1.0)
    there = curves >= target
    return np.asarray(np.where(there.any(1), there.argmax(1) + 1.0, curves.shape[1]))


def _fastest(tried: Curves, settings: Settings) -> dict[str, list[tuple[float, float]]]:
    """For each target and rate the learning rate with the fewest epochs; for the best accuracy the highest.

    Among equals the one whose best is higher decides.
    """

    def badness(pair: tuple[float, float], target: float | None) -> tuple[float, float]:
        epochs = _epochs(tried[pair], target).mean() if target is not None else 0.0
        return float(epochs), -float(tried[pair].max(1).mean())

    def of_target(target: float | None) -> list[tuple[float, float]]:
        return [
            min(((p, rate) for rate in settings.learning_rates), key=lambda pair: badness(pair, target))
            for p in settings.rates
        ]

    return {**{name: of_target(target) for name, target in settings.targets.items()}, BEST: of_target(None)}


def _reached(curves: NDArray[np.float64], learning_rate: float, target: float | None) -> dict[str, Any]:
    found = {
        "learning_rate": learning_rate,
        "epochs": _over("by_seed", _epochs(curves, target)),
        "seeds_that_got_there": int((curves.max(1) >= (target or 0.0)).sum()),
    }
    return found if target is not None else found | {"accuracy": _over("by_seed", curves.max(1))}


def _slower(
    says: str, slow: str, fast: str, epochs: Mapping[str, Mapping[str, Any]], settings: Settings
) -> dict[str, Any]:
    differences = {
        target: seed_effect(np.subtract(*(of[name]["epochs"]["by_seed"] for name in (slow, fast))))
        for target, of in epochs.items()
    }
    return judge_effects(says, differences, metric="epochs", margin=settings.margin)


def _steps(width: int, settings: Settings) -> dict[str, Any]:
    """For each rate how many times as long a step takes as without dropout."""
    taken = timed(width, settings.rates, settings.turns, settings.turn_seconds, settings.recipe.batch_size)
    plain = taken[0.0]
    ratios = {rate_key(p): _over("by_turn", taken[p] / plain) for p in settings.rates if p}
    return {**ratios, "plain_ms": float(1000 * np.median(plain))}


def timed(
    width: int, rates: Sequence[float], turns: int, turn_seconds: float, batch_size: int
) -> dict[float, NDArray[np.float64]]:
    """Seconds a step of a plain PyTorch network took in each turn, at each rate, on one thread."""
    from .trainer import one_thread  # here, since describing an experiment needs no torch

    with one_thread():
        steps = {p: _step(width, p, batch_size) for p in rates}
        _, *rounds = [
            [fastest(step, turn_seconds) for step in steps.values()] for _ in range(1 + turns)
        ]  # the first warms up
    return dict(zip(rates, np.array(rounds).T, strict=True))


def _step(width: int, p: float, batch_size: int) -> Callable[[], None]:
    """A training step: forward, backward, SGD with momentum. Without dropout the layer is left out."""
    import torch
    from torch import nn

    generator = torch.Generator().manual_seed(0)
    x = torch.rand(batch_size, PIXELS, generator=generator)
    labels = torch.randint(CLASSES, (batch_size,), generator=generator)
    layers: list[nn.Module] = []
    for inputs in (PIXELS, width):
        layers += [nn.Linear(inputs, width), nn.ReLU(), *([nn.Dropout(p)] if p else [])]
    network = nn.Sequential(*layers, nn.Linear(width, CLASSES))
    optimiser = torch.optim.SGD(network.parameters(), lr=1e-4, momentum=0.9)
    loss = nn.CrossEntropyLoss()

    def step() -> None:
        optimiser.zero_grad()
        loss(network(x), labels).backward()
        optimiser.step()

    return step


def _over(by: str, values: NDArray[np.float64]) -> dict[str, Any]:
    mean, low, high = seed_effect(values).interval()
    return {"mean": mean, "low": low, "high": high, by: values.tolist()}


def figure(result: Result) -> Figure:
    """The epochs until each target by rate; below, how many times as long a step takes."""
    with style():
        drawing, (epochs, steps) = new_drawing(height=430, rows=2)
        epochs.set_title("Epochs until a validation accuracy")
        _epochs_panel(epochs, result)
        steps.set_title("Seconds a step, relative to no dropout")
        _steps_panel(steps, result)
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


def _rate(key: str) -> str:
    return f"p = {int(key[1:]) / 100:g}"


def _in_words(target: str) -> str:
    return "the best" if target == BEST else f"{TARGETS[target]:.0%}"


def _epochs_panel(axes: Any, result: Result) -> None:
    """A row for each target, a point for each rate; hollow where some seed never got there."""
    targets = list(result["epochs"])
    for i, look in enumerate(SERIES):
        key = rate_key(result["settings"]["rates"][i])
        for row, target in enumerate(targets):
            found = result["epochs"][target][key]
            y, inside = row + 0.18 * (i - 1.5), look.color if _all_there(found) else "#ffffff"
            axes.hlines(y, found["epochs"]["low"], found["epochs"]["high"], colors=look.color, linewidth=1.6)
            axes.plot(
                found["epochs"]["mean"],
                y,
                look.marker,
                color=look.color,
                markerfacecolor=inside,
                label=_rate(key) if row == 0 else None,
            )
    axes.set_yticks(range(len(targets)), map(_in_words, targets))
    axes.invert_yaxis()
    axes.set_xlim(0, result["settings"]["recipe"]["epochs"] + 1)
    axes.set_xlabel("epochs (hollow: not every seed got there)")
    axes.legend(frameon=False, ncols=4, loc="lower center", bbox_to_anchor=(0.45, 1.1), handletextpad=0.1)


def _steps_panel(axes: Any, result: Result) -> None:
    for i, (width, of_width) in enumerate(result["steps"].items()):
        keys = [key for key in of_width if key != "plain_ms"]
        x = [int(key[1:]) / 100 + 0.015 * (i - 0.5) for key in keys]
        low, mean, high = ([of_width[key][end] for key in keys] for end in ("low", "mean", "high"))
        look = SERIES[i]
        axes.vlines(x, low, high, colors=look.color, linewidth=1.6)
        axes.plot(x, mean, look.marker, color=look.color, label=f"{width[1:]} units")
    axes.axhline(1, color=SERIES[0].color, linewidth=0.8, linestyle=(0, (1, 2)))
    axes.set_xlabel("p")
    axes.set_xlim(0.1, 0.9)
    highest = max(of[key]["high"] for of in result["steps"].values() for key in of if key != "plain_ms")
    axes.set_ylim(0.9, highest + 0.3)  # room for the legend
    axes.legend(frameon=False, ncols=2, loc="upper right")


def _all_there(found: Mapping[str, Any]) -> bool:
    return bool(found["seeds_that_got_there"] == len(found["epochs"]["by_seed"]))


def _shown(found: Mapping[str, Any], epochs: int) -> str:
    if not _all_there(found):
        return f"{found['seeds_that_got_there']} of {len(found['epochs']['by_seed'])} seeds in {epochs}"
    mean, low, high = (found["epochs"][end] for end in ("mean", "low", "high"))
    digits = 1 if mean < 10 else 0  # a tenth of an epoch matters among a few
    return f"{mean:.{digits}f}\n({low:.{digits}f}\u2013{high:.{digits}f})"


def table(result: Result) -> Table:
    """Each rate and the epochs it took until each target."""
    last = result["settings"]["recipe"]["epochs"]
    rows = tuple(
        (_rate(key), *(_shown(of[key], last) for of in result["epochs"].values()))
        for key in map(rate_key, result["settings"]["rates"])
    )
    words = "Epochs until so many validation images are right, dropout off, 95% intervals in parentheses."
    return Table(words, ("rate", *map(_in_words, result["epochs"])), rows)


def verdicts(result: Result) -> Table:
    """The contrasts of epochs under each target, and the contrast of seconds at each width.

    A seed that never got there counts as the last epoch: then the slower rate is slower by *at least* this.
    """
    names = {name: slow for name, (_, slow, _) in result["settings"]["contrasts"].items()}
    of_epochs = {name: _bounded(result, name, slow) for name, slow in names.items()}
    headings = {target: _in_words(target) for target in result["epochs"]}
    widths = {width: f"{width[1:]} units" for width in result["steps"]}
    return verdict_table({"contrasts": result["contrasts"] | of_epochs}, headings | widths)


def _bounded(result: Result, name: str, slow: str) -> Result:
    contrast: Result = result["contrasts"][name]
    for target, of in result["epochs"].items():
        if not _all_there(of[slow]):
            contrast = at_least(contrast, target)
    return contrast


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    sizes, recipe = settings["sizes"], settings["recipe"]
    return (
        f"Fashion-MNIST, {sizes['train']:,} training and {sizes['validation']:,} validation images; network "
        f"{layers_in_words(recipe['hidden'])}, dropout after each hidden layer, constant learning rate, the "
        f"fastest of {len(settings['learning_rates'])} for each rate and target; means of "
        f"{len(settings['seeds'])} seeds with 95% intervals over seeds. Seconds: PyTorch, one thread, batches"
        f" of {recipe['batch_size']}, two hidden layers; means of {settings['turns']} turns, 95% intervals."
    )


def _alternative(result: Result) -> str:
    last = result["settings"]["recipe"]["epochs"]

    def of_target(target: str) -> str:
        found = result["epochs"][target]
        cells = (f"{_rate(key)} {_shown(found[key], last)}".replace("\n", " ") for key in found)
        return f"Epochs until {_in_words(target)}: {'; '.join(cells)}."

    def of_width(width: str) -> str:
        found = result["steps"][width]
        cells = (f"{_rate(key)} {found[key]['mean']:.2f}" for key in found if key != "plain_ms")
        return f"A step with {width[1:]} units, times that without dropout: {'; '.join(cells)}."

    return " ".join([*map(of_target, result["epochs"]), *map(of_width, result["steps"])])
