"""The exercise of the page Co-adaptation: ``ablate(h, share, rng)`` switches units off for good."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_array, ask
from dropout_course.checks.inverted import draw_activations
from dropout_course.checks.law import new_generator
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property

PAGE = "Co-adaptation"
UNITS = 64  # a power of two: share * UNITS is a whole number to the last bit, however it is rounded
FEWEST, MOST = 12, 24  # units off; never half, and two draws agree with a chance below 1e-12
CALLS = 8  # of them some count strays from `share`, when each unit is off by chance, but once in 1e6

EACH_IMAGE = Misconception(
    "Each image loses other units", "That is dropout; draw the units once, for all images.", PAGE
)
WHOLE_IMAGES = Misconception(
    "Whole images are switched off", "h is (images, units): units are its columns.", PAGE
)
BY_CHANCE = Misconception(
    "How many units are off is left to chance", "A share is a number: take share * units of them.", PAGE
)
SWAPPED = Misconception("Off and on are swapped", "`share` of the units go, the others stay.", PAGE)
WRONG_NUMBER = Misconception(
    "The wrong number of units is off", "Of (images, units), it is share * units.", PAGE
)
RESCALED = Misconception(
    "The survivors are rescaled", "Leave them as they were: rescaling is a question of its own.", PAGE
)
CHANGED = Misconception("The survivors were changed", "Leave them as they were.", PAGE)
SAME_UNITS = Misconception("Every rng takes the same units", "Draw them from `rng`.", PAGE)
OWN_GENERATOR = Misconception(
    "The units come from a generator of its own", "Draw from `rng`: then it can be repeated.", PAGE
)

Array = NDArray[Any]


def draw_layer(rng: np.random.Generator) -> Array:
    """What a layer says to some images, (images, units), and nowhere 0."""
    return draw_activations((int(rng.integers(30, 51)), UNITS), rng)


def draw_number(rng: np.random.Generator) -> int:
    """How many units are to be off."""
    return int(rng.integers(FEWEST, MOST + 1))


def ablated(ablate: LearnerFunction, h: Array, number: int, rng: np.random.Generator) -> Array:
    """``h`` without so many units."""
    return as_array(ask(ablate, h.copy(), number / UNITS, rng), h.shape)


def units_off(y: Array) -> NDArray[np.bool_]:
    """Which units are off; raises when that depends on the image."""
    off = y == 0
    mixed = (off != off[0]).any(axis=0).sum()
    if mixed and (off == off[:, :1]).all():
        seen = f"{off[:, 0].sum()} of {len(off)} images lost all units, the others none"
        raise Failed(WHOLE_IMAGES, seen, "the same units off in each image")
    if mixed:
        seen = f"{mixed} of {UNITS} units are off for some images and on for others"
        raise Failed(EACH_IMAGE, seen, "the same units off in each image")
    return np.asarray(off[0])


def same_units(ablate: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """A unit is off for all images or for none."""
    h = draw_layer(rng)
    units_off(ablated(ablate, h, draw_number(rng), new_generator(rng)))
    return Evidence(f"the same units for all {len(h)} images")


def number_off(ablate: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """As many units are off as ``share`` says, at every call."""
    number, h = draw_number(rng), draw_layer(rng)
    counts = {int(units_off(ablated(ablate, h, number, new_generator(rng))).sum()) for _ in range(CALLS)}
    if counts == {number}:
        return Evidence(f"{number} of {UNITS} units are off, {CALLS} times")
    if len(counts) > 1:
        seen = f"from {min(counts)} to {max(counts)} of {UNITS} units are off in {CALLS} calls"
        raise Failed(BY_CHANCE, seen, f"{number} in each")
    misconception = SWAPPED if counts == {UNITS - number} else WRONG_NUMBER
    raise Failed(misconception, f"{counts.pop()} of {UNITS} units are off", f"{number}")


def survivors(ablate: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """What is not off is as it was."""
    number, h = draw_number(rng), draw_layer(rng)
    y = ablated(ablate, h, number, new_generator(rng))
    on = y != 0
    ratio = y[on] / h[on]
    if np.allclose(ratio, 1, rtol=1e-5):
        return Evidence("the others are as they were")
    if np.allclose(ratio, ratio[0], rtol=1e-5):
        raise Failed(RESCALED, f"they are multiplied by {ratio[0]:.4g} at share = {number / UNITS:.4g}", "1")
    strayed = ~np.isclose(ratio, 1, rtol=1e-5)
    raise Failed(CHANGED, f"{h[on][strayed][0]:.4g} became {y[on][strayed][0]:.4g}", "no change")


def from_rng(ablate: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """``rng`` decides which units are off, and nothing else does."""
    number, h = draw_number(rng), draw_layer(rng)
    seeds = [int(seed) for seed in rng.integers(2**63, size=2)]
    first, again, other = (
        units_off(ablated(ablate, h, number, np.random.default_rng(seed)))
        for seed in (seeds[0], seeds[0], seeds[1])
    )
    if (first != again).any():
        raise Failed(OWN_GENERATOR, "one state of `rng` took different units", "the same units")
    if (first == other).all():
        raise Failed(SAME_UNITS, "two states of `rng` took the same units", "different ones")
    return Evidence("one state of rng takes one set of units, another takes others")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "ablate": (
        Property("same units", "a unit is off for all images or for none", same_units),
        Property("number", "as many are off as share says", number_off),
        Property("survivors", "the others are as they were", survivors),
        Property("rng", "rng decides which", from_rng),
    )
}
