"""Mask speed: how many random bits does a coin take, and what does it cost to draw more than that?

Four ways to toss coins, counted by a generator whose state says how many words were drawn, and timed as whole
layers, from float32 activations to scaled ones, beside ``torch.nn.functional.dropout`` on one thread.

A result holds, for each way and rate (``drawn.bytes.p30``): the random bits drawn for a coin, and the share
of coins that dropped; each as mean, low and high (95%, over seeds) and by seed. These are the same anywhere.
Seconds are not: ``speed.n10000.bytes.p30`` is how many times as fast as torch a layer was, as mean, low and
high (95%, over turns) and by turn, and the nanoseconds a unit that torch took in the same turns. Then the
contrasts with interval and verdict. They answer no claim of the ledger.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..figures import SERIES, Figure, Spot, Table, draw_means, label, new_drawing, render, style
from ..kernels import apply_mask, inverted_dropout
from ..results import Result, rate_key
from .coins import TOSSES, Toss, counted, entropy
from .contrasts import judge_effects
from .experiment import Sample
from .intervals import seed_effect
from .provenance import as_json
from .stacks import Train
from .timing import fastest
from .verdict_table import verdict_table

NAME = "mask-speed"
QUESTION = "How many random bits does a coin take, and how fast are masks that take no more than they need?"

CONDITIONS = {rate_key(p): f"at p = {p:g}" for p in (0.1, 0.3, 0.5, 0.8)}
CLAIMS: Mapping[str, tuple[str, ...]] = {}


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        rates: probabilities of *dropping* a unit.
        seeds: of the coins that are counted.
        coins: how many are counted for each seed.
        units: sizes of the layers that are timed.
        times: how many times as fast as torch the kernel has to be at each of these sizes.
        turns: how often each way is timed, all in turn; a pilot of 9 asked for 14.
        turn_seconds: how long a turn lasts; its fastest call counts.
        margin: the smallest effect that would matter, beyond ``times``.
    """

    rates: tuple[float, ...] = (0.1, 0.3, 0.5, 0.8)
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5)
    coins: int = 1_000_000
    units: tuple[int, ...] = (10_000, 1_000_000, 10_000_000)
    times: tuple[float, ...] = (3.0, 4.0, 4.0)
    turns: int = 25
    turn_seconds: float = 0.02
    margin: float = 0.0


SETTINGS = Settings()


NAMES = {
    "float64": "a float64",
    "float32": "a float32",
    "bytes": "bytes",
    "bytes_reused": "bytes, out=",
    "bits": "single bits",
}


def stacks_planned(settings: Settings) -> int:
    """None: nothing is trained."""
    return 0


def measure(settings: Settings, train: Train) -> Result:
    """Count on every seed, time in turns, judge the kernel's speed."""
    drawn = {
        way: {
            rate_key(p): _over([counted(toss, p, seed, settings.coins) for seed in settings.seeds])
            for p in settings.rates
        }
        for way, toss in TOSSES.items()
    }
    speed = {f"n{units}": _speed(units, settings) for units in settings.units}
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "drawn": drawn,
        "speed": speed,
        "contrasts": {
            f"fast_at_{units}": _contrast(units, times, speed[f"n{units}"], settings)
            for units, times in zip(settings.units, settings.times, strict=True)
        },
        "claims": {},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """Bits and dropped coins of the first seed, all ways and rates; no second is asked for again."""
    found: dict[str, list[float]] = {}
    for way, toss in TOSSES.items():
        for p in settings.rates:
            for name, number in counted(toss, p, settings.seeds[0], settings.coins).items():
                found[f"drawn.{way}.{rate_key(p)}.{name}.by_seed"] = [number]
    return found


def timed(
    units: int,
    p: float,
    turns: int,
    turn_seconds: float,
    ways: Sequence[str] = ("torch", "float64", "float32", "bytes", "bytes_reused", "bits"),
) -> dict[str, NDArray[np.float64]]:
    """Nanoseconds a unit that the layer took in each turn, tossing in each of the ``ways``, on one thread."""
    import torch  # here, since describing an experiment needs no torch

    from .trainer import one_thread

    x = np.random.default_rng(0).standard_normal(units, dtype=np.float32)
    rng = np.random.Generator(np.random.SFC64(1))  # the fastest that numpy has
    layers: dict[str, Callable[[], object]] = {
        "torch": partial(torch.nn.functional.dropout, torch.from_numpy(x), p),
        "bytes": partial(inverted_dropout, x, p, rng),
        "bytes_reused": partial(inverted_dropout, x, p, rng, out=inverted_dropout(x, p, rng)),
        **{way: partial(_layer, TOSSES[way], x, p, rng) for way in TOSSES if way != "bytes"},
    }
    with one_thread():
        _, *rounds = [
            [fastest(layers[way], turn_seconds) for way in ways] for _ in range(1 + turns)
        ]  # the first warms up
    return dict(zip(ways, 1e9 / units * np.array(rounds).T, strict=True))


def _layer(toss: Toss, x: NDArray[np.float32], p: float, rng: np.random.Generator) -> NDArray[np.float32]:
    return apply_mask(x, toss(x.size, p, rng), p)


def _speed(units: int, settings: Settings) -> dict[str, dict[str, Any]]:
    """For each way and rate, how many times as fast as torch."""
    taken = {p: timed(units, p, settings.turns, settings.turn_seconds) for p in settings.rates}
    ways = [way for way in taken[settings.rates[0]] if way != "torch"]
    return {
        way: {rate_key(p): _times_as_fast(taken[p]["torch"], taken[p][way]) for p in settings.rates}
        for way in ways
    }


def _times_as_fast(theirs: NDArray[np.float64], ours: NDArray[np.float64]) -> dict[str, Any]:
    ratios = (theirs / ours).tolist()
    mean, low, high = seed_effect(ratios).interval()
    return {"mean": mean, "low": low, "high": high, "by_turn": ratios, "torch_ns": fmean(theirs)}


def _contrast(
    units: int, times: float, speed: Mapping[str, Mapping[str, Any]], settings: Settings
) -> dict[str, Any]:
    """What is left of the kernel's speed beyond the ``times`` asked for."""
    rates = speed["bytes_reused"].items()
    left = {name: seed_effect([turn - times for turn in found["by_turn"]]) for name, found in rates}
    says = f"at {units:,} units the kernel is more than {times:g} times as fast as torch"
    return judge_effects(says, left, metric="times", margin=settings.margin)


def _over(found: list[dict[str, float]]) -> dict[str, Any]:
    """Mean and interval over seeds of each number."""
    return {name: _over_seeds([one[name] for one in found]) for name in found[0]}


def _over_seeds(values: list[float]) -> dict[str, Any]:
    mean, low, high = seed_effect(values).interval()
    return {"mean": mean, "low": low, "high": high, "by_seed": values}


def figure(result: Result) -> Figure:
    """Above, the bits that a coin takes beside those that it is worth; below, how fast its layer is."""
    p = result["settings"]["rates"]
    with style():
        drawing, (drawn, fast) = new_drawing(height=500, rows=2)
        drawn.set_title("Random bits drawn for a coin")
        fast.set_title(f"Times as fast as torch, {_middle(result):,} units")
        for look, way in zip(SERIES, ("float64", "bytes", "bits"), strict=False):
            for axes, cells in (
                (drawn, [cell["bits"] for cell in result["drawn"][way].values()]),
                (fast, list(result["speed"][f"n{_middle(result)}"][way].values())),
            ):
                mean = draw_means(axes, look, p, cells)
                label(axes, NAMES[way], look, p, mean, _spot(way, axes is drawn))
        rates = np.linspace(0.02, 0.9, 89)
        worth = [entropy(rate) for rate in rates]
        drawn.plot(rates, worth, color=SERIES[3].color, linestyle=SERIES[3].linestyle)
        label(drawn, "what a coin is worth, H(p)", SERIES[3], list(rates), worth, Spot(0.26, above=False))
        fast.axhline(1, color=SERIES[3].color, linewidth=1)
        for axes, ticks in ((drawn, (0.25, 1, 2, 8, 64)), (fast, (1, 2, 4, 8, 16))):
            axes.set_yscale("log")
            axes.set_ylim(0.6 * ticks[0], 2 * ticks[-1])
            axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
            axes.minorticks_off()
            axes.set_xticks(p, [f"{rate:g}" for rate in p])
        fast.set_xlabel("drop probability p")
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


def _spot(way: str, in_the_first_panel: bool) -> Spot:
    """Where beside its line a way's name stands: in the second panel two lines cross."""
    if way == "float64":
        return Spot(0.62, above=True) if in_the_first_panel else Spot(0.5, above=True, side="center")
    return Spot(SETTINGS.rates[0], above=in_the_first_panel or way == "bytes")


def table(result: Result) -> Table:
    """Each way of tossing: its bits, and its speed at each size, at p = 0.3."""
    sizes = result["settings"]["units"]
    header = ("a coin from", "bits", *(f"{_short(n)} units" for n in sizes))

    def cells(way: str) -> tuple[str, ...]:
        bits = result["drawn"][way.removesuffix("_reused")]["p30"]["bits"]["mean"]
        return (
            NAMES[way],
            f"{bits:.3g}",
            *(_cell(result["speed"][f"n{units}"][way]["p30"]) for units in sizes),
        )

    words = (
        "At p = 0.3: bits drawn for a coin, and how many times as fast as torch the layer was; with out= it "
        "writes into memory that it had before. " + _measured(result)
    )
    return Table(words, header, tuple(map(cells, NAMES)))


def _short(number: int) -> str:
    """A round number as one says it: a narrow column has no room for its zeros."""
    return f"{number // 10**6} million" if number >= 10**6 else f"{number:,}"


def verdicts(result: Result) -> Table:
    """The kernel against torch at each size and rate."""
    return verdict_table(result, CONDITIONS)


def caption(result: Result) -> str:
    """What was counted and timed, where, how often, with which interval."""
    settings = result["settings"]
    return (
        f"Bits: {settings['coins']:,} coins for each of {len(settings['seeds'])} seeds, counted by a "
        "generator that numbers its words; 95% intervals are narrower than the line. " + _measured(result)
    )


def _measured(result: Result) -> str:
    made = result.get("provenance", {})
    where = f"{made['processor']}, torch {made['packages']['torch']}" if made else "this machine"
    return (
        f"Times: whole layers beside torch.nn.functional.dropout, one thread ({where}); means of "
        f"{result['settings']['turns']} turns with 95% intervals."
    )


def _alternative(result: Result) -> str:
    """The figure in words: each way's numbers in the order of the rates."""

    def spoken(way: str) -> str:
        drawn = result["drawn"][way]["p30"]["bits"]["mean"]
        fast = result["speed"][f"n{_middle(result)}"][way].values()
        ratios = ", ".join(f"{found['mean']:.1f}" for found in fast)
        return f"{NAMES[way]}: {drawn:.2f} bits at p = 0.3, {ratios} times as fast as torch"

    rates = ", ".join(f"{p:g}" for p in result["settings"]["rates"])
    return (
        f"Two panels over p = {rates}. {'; '.join(map(spoken, ('float64', 'bytes', 'bits')))}. "
        "A coin is worth at most 1 bit, at p = 0.5."
    )


def _middle(result: Result) -> int:
    """The size that the figure shows."""
    units: list[int] = result["settings"]["units"]
    return units[len(units) // 2]


def _cell(found: Mapping[str, float]) -> str:
    return f"{found['mean']:.1f}\n({found['low']:.1f}\u2013{found['high']:.1f})"
