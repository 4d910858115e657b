"""One seed, many workers: ``worker_mask(worker, shape, p, seed)`` draws the mask of one of them.

Whoever has the same number and seed must draw the same, and all others something else. The masks of two
workers are judged as one table of coins, so that one may not follow from the other.
"""

from itertools import product

import numpy as np

from dropout_course.checks.answers import ask
from dropout_course.checks.law import Draw, Mask, Shape, corner, draw_rate, law
from dropout_course.checks.masks import as_mask, zeros_and_ones
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Masks, Misconception, Property

ALL_ALIKE = Misconception(
    "All workers drop the same", "The generator must depend on the worker too, not on the seed alone."
)
SHARED = Misconception(
    "Two workers share a mask",
    "Different pairs must seed different generators: `default_rng` takes a list of numbers as well.",
)
NOT_REPEATED = Misconception(
    "The mask depends on more than seed and worker",
    "Make a generator of the two inside the function, and draw from that alone.",
)

SHAPE = (60, 60)  # even were all entries of a row alike, two would be equal with a chance below 1e-16
MAPS = (5, 4, 6, 7)
LARGEST_SEED = 1_000_000  # so that who takes the seed for a size fills no memory
SEEDS = 4
WORKERS = (*range(13), 16, 20, 25, 32, 50, 64, 99)  # where seed * 10 + worker, and the like, collide


def apart(worker_mask: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """No two workers share a mask, neither of one run nor of runs with neighbouring seeds."""
    first, p = int(rng.integers(0, LARGEST_SEED)), draw_rate(rng)
    masks: dict[bytes, tuple[int, int]] = {}
    for seed, worker in product(range(first, first + SEEDS), WORKERS):
        answer = ask(worker_mask, worker, SHAPE, p, seed)
        zeros_and_ones(answer, SHAPE, p)
        mask = as_mask(answer, SHAPE)
        other_seed, other = masks.setdefault(mask.tobytes(), (seed, worker))
        if (other_seed, other) != (seed, worker):
            reason = ALL_ALIKE if other_seed == seed else SHARED
            seen = f"worker {other} with seed {other_seed} and worker {worker} with seed {seed} drop the same"
            raise Failed(reason, seen, "masks that differ", Masks([corner(mask)]))
    return Evidence(f"{len(masks)} masks of {len(WORKERS)} workers with {SEEDS} seeds all differ")


def reproducible(worker_mask: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Seed and worker are all that a mask depends on."""
    worker, p, seed = int(rng.integers(0, 100)), draw_rate(rng), int(rng.integers(0, LARGEST_SEED))
    one, other = (as_mask(ask(worker_mask, worker, MAPS, p, seed), MAPS) for _ in range(2))
    if (one != other).any():
        seen = f"two calls for worker {worker} with seed {seed} gave two masks"
        raise Failed(NOT_REPEATED, seen, "the same mask", Masks([corner(one[0, 0]), corner(other[0, 0])]))
    return Evidence("two calls with one seed gave one worker the same mask")


def two_workers(worker_mask: LearnerFunction) -> Draw:
    """The masks of two neighbouring workers, one below the other, as a table of coins."""

    def draw(shape: Shape, p: float, rng: np.random.Generator) -> Mask:
        rows, columns = shape
        worker, seed = int(rng.integers(0, 6)), int(rng.integers(0, LARGEST_SEED))
        parts = ((rows // 2, columns), (rows - rows // 2, columns))
        masks = [as_mask(ask(worker_mask, worker + n, part, p, seed), part) for n, part in enumerate(parts)]
        return np.concatenate(masks)

    return draw


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "worker_mask": (
        Property("apart", "no two workers share a mask, nor do runs with different seeds", apart),
        Property("reproducible", "the same seed gives a worker the same mask", reproducible),
        *(each for each in law(two_workers) if each.name in ("rate", "independent", "edges")),
    )
}
