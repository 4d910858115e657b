"""A law that is no coin: ``keep_k_forward(x, k, rng)`` keeps exactly k of a row's units, every choice alike.

What is left to chance, and how sharply it is judged, over some 20,000 rows:

=======================  =======================  =======================================================
check                    a right answer fails     a wrong one is caught with power above 1 - 1e-6
=======================  =======================  =======================================================
each unit, each pair     below 5e-10              two units that are kept together 25% too often
neighbouring rows        below 1e-11              an odd row copies the one above with probability 0.1
rows further apart       below 1e-10              a row copies the k-th above, likewise 0.2
=======================  =======================  =======================================================

Rows any number k apart are compared unit by unit; the power is that for k up to a fifth of the rows.
"""

from itertools import combinations
from math import comb

import numpy as np

from dropout_course.checks.answers import ask, precision
from dropout_course.checks.inverted import IN_PLACE, NOT_ZERO, draw_activations
from dropout_course.checks.law import (
    HARDLY_RANDOM,
    ONE_FOR_ALL,
    OWN_GENERATOR,
    SAME_EVERY_CALL,
    SINGLE,
    Mask,
    corner,
    lag_products,
    new_generator,
    percent,
)
from dropout_course.checks.masks import as_mask, zeros_and_ones
from dropout_course.checks.property import (
    Answer,
    Evidence,
    Failed,
    LearnerFunction,
    Masks,
    Misconception,
    Property,
    because_of,
)
from dropout_course.checks.scaling.pairs import Array, mask_is_told, output_and_mask
from dropout_course.checks.stats import binomial_interval, largest_product_sum

ROWS = 20_000
SIZES = ((8, 3), (7, 5), (9, 6))
"""Units and k: k and its neighbours differ from the number dropped."""
EACH = 1e-11  # of one comparison; ``choice`` makes at most 9 + 36 + 1 + 9

COUNT_VARIES = Misconception(
    "The number kept is left to chance", "Coins keep k on average; here each row keeps exactly k."
)
DROPS_K = Misconception("k units are dropped, not kept", "`k` is the number to keep in each row.")
EDGE = Misconception("The edge cases are wrong", "k = 0 keeps nothing, and k = n everything as it is.")
BY_COLUMN = Misconception("Columns keep k, not rows", "x is (batch, units): choose within each row.")
REPLACED = Misconception(
    "Units are drawn with replacement", "A unit drawn twice is still one unit: draw different ones."
)
WRONG_COUNT = Misconception("A row does not keep k units", "Each row keeps exactly k of its units.")
NOT_SCALED = Misconception(
    "The survivors are not scaled", "Without n / k the mean output is k / n x instead of x."
)
MULTIPLIED = Misconception(
    "The survivors are multiplied by k / n", "Divide: fewer units are left, so each must say more."
)
WRONG_SCALE = Misconception("The survivors have the wrong size", "A unit that is kept becomes n / k x.")
DROPPED_SHARE = Misconception(
    "The scale is that of the dropped share",
    "A unit is kept with probability k / n: its survivors say n / k x.",
)
NOT_ALIKE = Misconception(
    "Some units are kept more often", "Every unit of a row is kept with the same probability, k / n."
)
TIED = Misconception(
    "Which units go together is not free", "Every choice of k units must be as likely as every other."
)
ROWS_TIED = Misconception("Rows depend on one another", "Every row chooses anew.")


def forward(function: LearnerFunction, x: Array, k: int, rng: np.random.Generator) -> tuple[Array, Mask]:
    """The learner's output and mask."""
    y, answer = output_and_mask(ask(function, x.copy(), k, rng), x.shape)
    zeros_and_ones(answer, x.shape, 1 - k / x.shape[1])
    return y, as_mask(answer, x.shape)


def kept_by(function: LearnerFunction, rows: int, units: int, k: int, rng: np.random.Generator) -> Mask:
    """Which of the units of each row were kept, read off the output for an x of twos."""
    y, _ = output_and_mask(ask(function, np.full((rows, units), 2.0), k, rng), (rows, units))
    return np.not_equal(y, 0)


def draw_size(rng: np.random.Generator) -> tuple[int, int]:
    """Units and k."""
    units, k = SIZES[int(rng.integers(len(SIZES)))]
    return units, k


def count(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Each row keeps exactly k."""
    for units, k in SIZES:
        kept = kept_by(function, 40, units, k, new_generator(rng))
        by_row, by_column = kept.sum(axis=1), kept.sum(axis=0)
        if (by_row == k).all():
            continue
        reason = WRONG_COUNT
        if kept.all():
            reason = NOT_ZERO
        elif (by_row == units - k).all():
            reason = DROPS_K
        elif (by_column == k).all():
            reason = BY_COLUMN
        elif np.ptp(by_row) and (by_row.max() <= k or by_row.min() >= k):  # coins miss k on either side
            reason = REPLACED
        elif np.ptp(by_row):
            reason = COUNT_VARIES
        kept_units = " to ".join(str(count) for count in sorted({int(by_row.min()), int(by_row.max())}))
        seen = f"rows of {units} units keep {kept_units}"
        raise Failed(reason, seen, f"exactly k = {k}", Masks([corner(kept)]))
    return Evidence("each row keeps exactly k units")


def scale(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """With exactly k of n kept, survivors say n / k times x."""
    for units, k in SIZES:
        x = draw_activations((30, units), rng)
        y, _ = output_and_mask(ask(function, x.copy(), k, new_generator(rng)), x.shape)
        kept = y != 0
        if not kept.any():
            raise Failed(HARDLY_RANDOM, f"all {y.size} entries are dropped", f"k = {k} a row")
        factors = y[kept] / x[kept]
        if np.allclose(factors, units / k, rtol=precision(y)):
            continue
        known = ((NOT_SCALED, 1), (MULTIPLIED, k / units), (DROPPED_SHARE, units / (units - k)))
        reasons = (name for name, wrong in known if np.allclose(factors, wrong, rtol=precision(y)))
        reason = next(reasons, WRONG_SCALE)
        worst = factors[np.abs(factors - units / k).argmax()]
        raise Failed(reason, f"a kept unit is x times {worst:.4g} for k = {k} of {units}", f"{units / k:.4g}")
    return Evidence("units that are kept are x times n / k")


def ask_for_share(function: LearnerFunction, x: Array, p: float, rng: np.random.Generator) -> Answer:
    """A forward pass that keeps, of each row, a share of about 1 - p."""
    return ask(function, x.copy(), round((1 - p) * x.shape[1]), rng)


def mask(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The mask tells which entries were kept, also of those that are 0 in x."""
    return mask_is_told(function, ask_for_share, rng)


def ends(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """With k = 0 nothing is kept, with k = n everything."""
    units, _ = draw_size(rng)
    x = draw_activations((10, units), rng)
    (none, none_kept), (whole, all_kept) = (forward(function, x, k, new_generator(rng)) for k in (0, units))
    if none_kept.all() and not all_kept.any():
        raise Failed(
            DROPS_K, f"all units are kept for k = 0, and none for k = {units} of {units}", "none and all"
        )
    if none.any() or none_kept.any():
        raise Failed(EDGE, f"{none_kept.mean():.0%} are kept for k = 0", "none, and a y of zeros")
    if not np.allclose(whole, x, rtol=precision(whole)) or not all_kept.all():
        raise Failed(EDGE, f"{all_kept.mean():.0%} are kept for k = {units} of {units}", "all, and y = x")
    return Evidence("k = 0 gives zeros, and k = n gives x")


def untouched(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The caller's array is as it was."""
    units, k = draw_size(rng)
    x = draw_activations((30, units), rng)
    for number in (k, 0, units):
        given = x.copy()
        ask(function, given, number, new_generator(rng))
        if (given != x).any():
            raise Failed(IN_PLACE, f"{(given != x).mean():.0%} of x changed for k = {number}", "none")
    return Evidence("x is as it was")


def choice(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Every unit, and every pair of units, is kept as often as every other, and rows choose on their own."""
    units, k = draw_size(rng)
    rows = ROWS + 2 * int(rng.integers(0, 20))
    row = draw_activations((1, units), rng).astype(SINGLE)  # of different sizes: none may matter
    x = np.tile(row, (rows, 1))
    y, _ = output_and_mask(ask(function, x, k, new_generator(rng)), (rows, units))
    kept = np.not_equal(y, 0)
    picture = Masks([corner(kept)])
    if (kept == kept[0]).all():
        raise Failed(ONE_FOR_ALL, f"all {rows:,} rows are the same", "rows that differ", picture)
    if (kept.sum(axis=1) == units - k).all():
        raise Failed(DROPS_K, f"rows of {units} units keep {units - k}", f"k = {k}", picture)
    fail_if_not_alike(kept, units, k, picture)
    fail_if_neighbours_are_tied(kept, comb(units, k), picture)
    fail_if_distant_rows_are_tied(kept, k / units, picture)
    return Evidence(f"each unit and each pair is kept as often as the others, for k = {k} of {units}")


def fail_if_not_alike(kept: Mask, units: int, k: int, picture: Masks) -> None:
    """Raise when some unit, or some pair of units, is kept more or less often than chance allows."""
    together = kept.T.astype(float) @ kept
    single, pair = k / units, k * (k - 1) / (units * (units - 1))
    for i, j in [*((i, i) for i in range(units)), *combinations(range(units), 2)]:
        chance = single if i == j else pair
        low, high = binomial_interval(len(kept), chance, EACH)
        if not low <= together[i, j] <= high:
            which = f"unit {i} is" if i == j else f"units {i} and {j} are both"
            share = percent(together[i, j] / len(kept))
            seen = f"{which} kept in {share} of {len(kept):,} rows for k = {k} of {units}"
            raise Failed(NOT_ALIKE if i == j else TIED, seen, percent(chance), picture)


def fail_if_neighbours_are_tied(kept: Mask, choices: int, picture: Masks) -> None:
    """Raise when neighbouring rows are equal more or less often than two free choices are."""
    equal, total = int((kept[0::2] == kept[1::2]).all(axis=1).sum()), len(kept) // 2
    low, high = binomial_interval(total, 1 / choices, EACH)
    if not low <= equal <= high:
        seen = f"{percent(equal / total)} of neighbouring rows are equal"
        raise Failed(ROWS_TIED, seen, percent(1 / choices), picture)


def fail_if_distant_rows_are_tied(kept: Mask, share: float, picture: Masks) -> None:
    """Raise when a unit's coin in some row varies with the one so many rows on, whatever the number."""
    for unit, column in enumerate(kept.T):
        sums = lag_products((column - column.mean()).astype(np.float32))
        lag = 1 + int(np.abs(sums).argmax())
        if abs(sums[lag - 1]) > largest_product_sum(column.size, share, EACH):
            raise Failed(
                ROWS_TIED, f"unit {unit}'s fate repeats {lag:,} rows on", "rows on their own", picture
            )


def fresh(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Two calls with one generator are two choices."""
    units, k = draw_size(rng)
    generator = new_generator(rng)
    first, second = (kept_by(function, 200, units, k, generator) for _ in range(2))
    if (first == second).all():
        raise Failed(SAME_EVERY_CALL, "two calls gave equal masks", "a new choice at each call")
    return Evidence("two calls gave two choices")


def reproducible(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """``rng`` is all that the choice depends on."""
    (units, k), seed = draw_size(rng), int(rng.integers(2**63))
    first, second = (kept_by(function, 200, units, k, np.random.default_rng(seed)) for _ in range(2))
    if (first != second).any():
        raise Failed(OWN_GENERATOR, "one state of `rng` gave two different masks", "the same mask")
    return Evidence("one state of rng gave one choice")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "keep_k_forward": (
        Property("count", "each row keeps exactly k units", count),
        Property("scale", "units that are kept are x times n / k", because_of(scale, count)),
        Property("mask", "the mask is 1 where an entry was kept, else 0", because_of(mask, count)),
        Property("edges", "k = 0 gives zeros, k = n gives x", because_of(ends, count)),
        Property("input", "x itself is not changed", untouched),
        Property("fresh", "every call chooses anew", fresh),
        Property("reproducible", "the same state of rng gives the same mask", reproducible),
        Property("choice", "every choice of k units is as likely as every other, in every row", choice),
    )
}
