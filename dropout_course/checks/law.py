"""The law of a Bernoulli mask: every entry dropped with probability p, on its own, anew at every call.

A function that draws masks of any kind is judged here through a ``Draw``, which shows it as the one thing
they all are: a table of independent coins, a row for every example, a column for every unit or channel.

How sharp the statistical checks are (``stats`` gives the bounds, the tests verify both figures):

========================  =======================  ==================================================
check                     a right answer fails     a wrong one is caught with power above 1 - 1e-6
========================  =======================  ==================================================
rate                      below 1e-9               p off by 3% (relative), or rounded to a percent
independent rows          below 1e-9               an odd row copies the one above with probability 0.1
independent columns       below 1e-9               an odd column copies the one beside, likewise
independent lags          below 1e-9               an entry copies the k-th before it, probability 0.15
independent calls         below 1e-9               an entry repeats the last call's with probability 0.1
edges                     never                    p = 1 is taken for 0.999, or p = 0 for 0.001
========================  =======================  ==================================================

The rate is judged at four values of p: near 0.025 for the rounding, near 0.4, as far above 1/2, and above
0.9. Every lag k is looked at, along the mask read row by row; the power is that for k up to a fifth of the
mask, and an outright copy is caught where a fifth of the entries take part in it. The table is true for these
pairs and no others: what repeats only after more numbers than one such mask holds (some 36,000), or ties
three entries of which any two are independent, is not seen.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.property import (
    Evidence,
    Failed,
    LearnerFunction,
    Masks,
    Misconception,
    Property,
    Share,
)
from dropout_course.checks.stats import binomial_interval, largest_product_sum

Mask = NDArray[np.bool_]
Shape = tuple[int, int]
Draw = Callable[[Shape, float, np.random.Generator], Mask]

SINGLE = np.float32
"""What activations are made of where only zeros are looked for: in the sandbox, half the bytes travel."""

LOWER_RATES = (0.36, 0.45)  # far enough from 1/2 to tell keep from drop; their mirrors are 1 - p

# The least sizes of the masks that are asked for; more rows than these are drawn.
RATE_SHAPE = (860, 300)  # 258,000 draws: enough for 3% at the smallest p, 0.36
MIRROR_SHAPE = (400, 300)  # 120,000 draws: enough for 3% at the mirrors, from 0.55 on
HIGH_SHAPE = (220, 220)  # wide and high enough for no row or column to repeat by chance
HIGH_RATES = (0.9, 0.95)
FINE_SHAPE = (380, 400)  # 152,000 draws: enough to tell such a p from the percents beside it
FINE_RATES = (0.0243, 0.0247)
ROUND_RATES = (0.02, 0.03)
PAIR_SHAPE = (180, 200)  # 18,000 disjoint pairs of neighbours: enough for a coupling of 0.1
COUNT_SHAPE = (16, 32)
CALL_SHAPE = (90, 200)  # as many entries, each paired with the next call's
EDGE_SHAPE = (120, 150)  # 18,000 draws: with a chance of 0.001 for each, some go wrong
COUNT_CALLS = 8  # that a fair coin gives the same count so often has a chance below 1e-10

SWAPPED = Misconception("Keep and drop are swapped", "`p` is the probability to drop, 1 - p that to keep.")
RATE_OFF = Misconception("The drop rate is wrong", "An entry is dropped with probability p exactly.")
RATE_IGNORED = Misconception("The drop rate does not depend on p", "Compare your draws with `p`.")
ROUNDED = Misconception("The drop rate is rounded", "Compare a uniform number with `p` itself.")
HARDLY_RANDOM = Misconception("The mask is hardly random", "Every entry needs a draw of its own.")
EDGE = Misconception("The edge cases are wrong", "p = 0 keeps every entry and p = 1 drops every entry.")
ONE_FOR_ALL = Misconception(
    "One mask for the whole batch", "Every row needs its own draws: examples are dropped independently."
)
WHOLE_ROWS = Misconception("Whole rows are dropped together", "Every entry of a row needs a draw of its own.")
REPEATED = Misconception("Parts of the mask repeat", "Draw as many numbers as the mask has entries.")
EXACTLY_K = Misconception(
    "Exactly k entries are dropped",
    "The number dropped is random too: toss a coin for every entry instead of choosing a fixed number.",
)
COUPLED = Misconception("Entries depend on one another", "Each entry needs a draw of its own.")
SAME_EVERY_CALL = Misconception(
    "The same mask at every call", "Draw from the `rng` you are given; a seed inside the function repeats it."
)
OWN_GENERATOR = Misconception(
    "The mask comes from a generator of its own",
    "Draw from `rng` only: then an experiment can be repeated.",
)


def law(
    as_draw: Callable[[LearnerFunction], Draw], *others: Callable[[LearnerFunction], Draw]
) -> tuple[Property, ...]:
    """The properties of the law, for functions that ``as_draw`` can show as a ``Draw``.

    Where ``others`` can do so too, the entries must be independent in each of these tables.
    """
    statements = {
        rate: "an entry is dropped with probability p",
        independent: "the entries are independent",
        fresh: "every call draws a new mask",
        reproducible: "the same state of rng gives the same mask",
        edges: "p = 0 keeps all entries, p = 1 drops all",
    }
    return tuple(
        Property(
            judge.__name__, statement, through(judge, as_draw, *(others if judge is independent else ()))
        )
        for judge, statement in statements.items()
    )


def through(
    judge: Callable[[Draw, np.random.Generator], Evidence], *as_draws: Callable[[LearnerFunction], Draw]
) -> Callable[[LearnerFunction, np.random.Generator], Evidence]:
    """``judge`` for the learner's function instead of for each ``Draw`` that it is shown as."""

    def judge_function(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        first, *_ = [judge(as_draw(function), rng) for as_draw in as_draws]
        return first

    return judge_function


def rate(draw: Draw, rng: np.random.Generator) -> Evidence:
    """The share of dropped entries is p, small or large: to within 3%, and not the nearest round number."""
    p = rng.uniform(*LOWER_RATES)
    fail_if_rate_is_wrong(draw, rng.uniform(*FINE_RATES), FINE_SHAPE, rng)
    evidence = fail_if_rate_is_wrong(draw, p, RATE_SHAPE, rng)
    fail_if_rate_is_wrong(draw, 1 - p, MIRROR_SHAPE, rng)
    fail_if_rate_is_wrong(draw, rng.uniform(*HIGH_RATES), HIGH_SHAPE, rng)
    return evidence


def fail_if_rate_is_wrong(draw: Draw, p: float, least: Shape, rng: np.random.Generator) -> Evidence:
    """Raise when the share of dropped entries is not p; otherwise tell it.

    Rows or columns that repeat are counted once: a mask that is shared too widely fails ``independent``,
    and its rate is judged by the draws that it did make.
    """
    mask = draw(draw_table(least, rng), p, new_generator(rng))
    if is_constant(mask):
        fate = "kept" if mask.any() else "dropped"
        is_always = is_constant(draw(COUNT_SHAPE, draw_rate(rng), new_generator(rng)))
        reason = HARDLY_RANDOM if is_always or mask.all() != (p < 0.5) else ROUNDED
        raise Failed(reason, f"all {mask.size:,} entries are {fate} at p = {p:.4f}", "a draw for each")
    entries = distinct(mask)
    dropped, total = int((~entries).sum()), entries.size
    low, high = binomial_interval(total, p)
    share = Share(dropped / total, low / total, high / total, p)
    which = "entries" if total == mask.size else "entries that do not repeat"
    seen = f"{percent(share.seen)} of {total:,} {which} are dropped at p = {p:.4f}"
    if low <= dropped <= high:
        return Evidence(seen, share)
    known = ((SWAPPED, 1 - p), (RATE_IGNORED, 0.5), *((ROUNDED, rounded) for rounded in ROUND_RATES))
    reason = next((reason for reason, other in known if is_within(dropped, total, other)), RATE_OFF)
    if reason is RATE_OFF:
        seen += f", {abs(share.seen / p - 1):.1%} too {'many' if share.seen > p else 'few'}"
    raise Failed(reason, seen, f"between {percent(share.low)} and {percent(share.high)}", share)


def independent(draw: Draw, rng: np.random.Generator) -> Evidence:
    """No entry knows another: not the one above, not the one beside, not how many were dropped already."""
    p = draw_rate(rng)
    mask = draw(draw_table(PAIR_SHAPE, rng), p, new_generator(rng))
    picture = Masks([corner(mask)])
    fail_if_repeated(mask, picture)
    for axis, name in ((1, "row"), (0, "column")):
        counts = mask.sum(axis=axis)
        if np.ptp(counts) == 0:
            raise Failed(EXACTLY_K, f"each {name} keeps {counts[0]} entries", "a count that varies", picture)
    fail_if_coupled(mask[0::2], mask[1::2], "of the pairs one above the other are alike", picture)
    fail_if_coupled(mask[:, 0::2], mask[:, 1::2], "of the pairs side by side are alike", picture)
    fail_if_any_lag_is_coupled(mask, p, picture)
    generator = new_generator(rng)
    small = np.stack([draw(COUNT_SHAPE, p, generator) for _ in range(COUNT_CALLS)])
    counts = small.sum(axis=(1, 2))
    repeats = (small[1:] == small[:-1]).all(axis=(1, 2)).any()  # which is for ``fresh`` to judge
    if np.ptp(counts) == 0 and not repeats:
        seen = f"each of {COUNT_CALLS} masks keeps {counts[0]} of {small[0].size} entries"
        raise Failed(EXACTLY_K, seen, "a count that varies")
    return Evidence(f"rows, columns and counts of a {mask.shape} mask vary as fair coins do")


def fail_if_repeated(mask: Mask, picture: Masks) -> None:
    """Raise when rows or columns are copies: by chance that happens once in 1e38 masks."""
    rows, columns = mask.shape
    different_rows, different_columns = len(distinct_rows(mask)), len(distinct_rows(mask.T))
    if is_constant(mask):
        raise Failed(HARDLY_RANDOM, f"all {mask.size:,} entries are the same", "a draw for each", picture)
    if different_columns == 1:
        raise Failed(WHOLE_ROWS, "each row is wholly kept or wholly dropped", "a mix in every row", picture)
    if different_rows == 1:
        raise Failed(ONE_FOR_ALL, f"all {rows} rows are the same", f"{rows} different rows", picture)
    for name, different, total in (("rows", different_rows, rows), ("columns", different_columns, columns)):
        if different < total:
            raise Failed(REPEATED, f"{different} different {name} among {total}", f"{total}", picture)


def fail_if_coupled(ones: Mask, others: Mask, what: str, picture: Masks) -> None:
    """Raise when paired entries agree more or less often than independent ones would.

    P(alike) = r^2 + (1 - r)^2, with the share r that is seen in the pairs themselves: a wrong rate is for
    ``rate`` to judge. Fitting r makes the count vary less, so the binomial bounds err on the safe side.
    """
    alike, total = int((ones == others).sum()), ones.size
    share = (ones.mean() + others.mean()) / 2
    chance = float(share**2 + (1 - share) ** 2)
    if not is_within(alike, total, chance):
        raise Failed(COUPLED, f"{percent(alike / total)} {what}", percent(chance), picture)


def fail_if_any_lag_is_coupled(mask: Mask, p: float, picture: Masks) -> None:
    """Raise when entries so many places apart, whatever the number of places, vary together."""
    sums = lag_products((mask.ravel() - mask.mean()).astype(np.float32))  # half the work, and exact enough
    lag = 1 + int(np.abs(sums).argmax())
    if abs(sums[lag - 1]) > largest_product_sum(mask.size, p):
        correlation = sums[lag - 1] / (mask.size - lag) / mask.var()
        seen = f"entries {lag:,} places apart, row by row, have a correlation of {correlation:.2f}"
        raise Failed(COUPLED, seen, "0", picture)


def lag_products(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """For each lag k from 1 on the sum of values[i] * values[i + k]: the autocorrelation, by FFT."""
    length = (
        1 << (2 * values.size - 1).bit_length()
    )  # room for zeros, so that the end does not meet the start
    spectrum = np.fft.rfft(values, length)
    return np.fft.irfft(np.abs(spectrum) ** 2, length)[1 : values.size]


def fresh(draw: Draw, rng: np.random.Generator) -> Evidence:
    """Calls with one generator are draws of their own; the third tells who resets it after the first."""
    p = draw_rate(rng)
    shape, generator = draw_table(CALL_SHAPE, rng), new_generator(rng)
    calls = [draw(shape, p, generator) for _ in range(3)]
    for first, second in pairwise(calls):
        fail_if_one_repeats_the_other(first, second)
    return Evidence("three calls gave three masks")


def fail_if_one_repeats_the_other(first: Mask, second: Mask) -> None:
    """Raise when a call is like the one before, or the two are not drawn at all."""
    picture = Masks([corner(first), corner(second)])
    if (first == second).all():
        reason = HARDLY_RANDOM if is_constant(first) else SAME_EVERY_CALL
        raise Failed(reason, "two calls gave equal masks", "a new draw at each call", picture)
    if is_constant(first) and is_constant(second):
        raise Failed(
            HARDLY_RANDOM, "one call keeps everything, the other nothing", "a draw for each", picture
        )
    pairs = distinct(np.stack([first, second], axis=-1))
    fail_if_coupled(pairs[..., 0], pairs[..., 1], "of the entries are alike in two calls", picture)


def reproducible(draw: Draw, rng: np.random.Generator) -> Evidence:
    """``rng`` is all that a mask depends on."""
    p, seed = draw_rate(rng), int(rng.integers(2**63))
    first, second = (draw(COUNT_SHAPE, p, np.random.default_rng(seed)) for _ in range(2))
    if (first != second).any():
        raise Failed(OWN_GENERATOR, "one state of `rng` gave two different masks", "the same mask")
    return Evidence("one state of rng gave one mask")


def edges(draw: Draw, rng: np.random.Generator) -> Evidence:
    """At p = 0 and p = 1 nothing is left to chance."""
    shape = draw_table(EDGE_SHAPE, rng)
    all_kept, all_dropped = (draw(shape, p, new_generator(rng)) for p in (0.0, 1.0))
    seen = f"{percent(all_kept.mean())} kept at p = 0 and {percent(all_dropped.mean())} at p = 1"
    if not all_kept.any() and all_dropped.all():
        raise Failed(SWAPPED, seen, "100% and 0%")
    if not all_kept.all() or all_dropped.any():
        raise Failed(EDGE, seen, "100% and 0%")
    return Evidence(seen)


def draw_rate(rng: np.random.Generator) -> float:
    """A drop rate in [0.36, 0.45] or [0.55, 0.64]."""
    p = rng.uniform(*LOWER_RATES)
    return float(p if rng.random() < 0.5 else 1 - p)


def draw_table(least: Shape, rng: np.random.Generator) -> Shape:
    """A shape of at least so many rows, an even number more."""
    return least[0] + 2 * int(rng.integers(0, 10)), least[1]


def draw_sizes(rng: np.random.Generator, low: int, high: int, count: int) -> list[int]:
    """``count`` plain ints from low, low + 1, ..., high - 1."""
    return [int(size) for size in rng.integers(low, high, size=count)]


def new_generator(rng: np.random.Generator) -> np.random.Generator:
    """A generator for the learner's function, drawn from the inputs' own."""
    return np.random.default_rng(rng.integers(2**63))


def distinct(table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``table`` without its repeated rows (axis 0) or without its repeated columns, whichever are fewer."""
    rows = distinct_rows(table)
    columns = distinct_rows(table.swapaxes(0, 1))
    return rows if len(rows) < len(columns) else columns.swapaxes(0, 1)


def distinct_rows(table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``table`` without its repeated rows."""
    return table[list({row.tobytes(): number for number, row in enumerate(table)}.values())]


def is_constant(mask: Mask) -> bool:
    """Whether all entries are kept or all are dropped."""
    return bool((mask == mask[0, 0]).all())


def is_within(count: int, total: int, chance: float) -> bool:
    """Whether chance allows ``count`` among ``total`` draws."""
    low, high = binomial_interval(total, chance)
    return low <= count <= high


def corner(mask: Mask) -> Mask:
    """The part of a mask that fits into a small picture."""
    return mask[:10, :24].copy()


def percent(share: float) -> str:
    """A share as a reader writes it."""
    return f"{100 * share:.4g}%"
