"""Whoever takes a shape, a rate or a generator refuses a wrong one, in training and at test time."""

import numpy as np
import pytest
import torch

from dropout_course.reference import (
    classic_dropout,
    classic_multiplier,
    inverted_dropout,
    inverted_multiplier,
    keep_mask,
    moments,
    multiplier_moments,
)

DRAWS = {
    "mask": keep_mask,
    "inverted multiplier": inverted_multiplier,
    "classic multiplier": classic_multiplier,
    "inverted multiplier at test time": lambda *a: inverted_multiplier(*a, training=False),
    "classic multiplier at test time": lambda *a: classic_multiplier(*a, training=False),
}
LAYERS = {
    "inverted dropout": lambda p, rng: inverted_dropout(np.ones(3), p, rng),
    "classic dropout": lambda p, rng: classic_dropout(np.ones(3), p, rng),
    "inverted dropout at test time": lambda p, rng: inverted_dropout(np.ones(3), p, rng, training=False),
    "classic dropout at test time": lambda p, rng: classic_dropout(np.ones(3), p, rng, training=False),
}
DRAWN = {name: lambda p, rng, draw=draw: draw((3,), p, rng) for name, draw in DRAWS.items()} | LAYERS
RATED = DRAWN | {
    "moments": lambda p, rng: moments(np.ones(3), p, form="inverted"),
    "moments of the multiplier": lambda p, rng: multiplier_moments(p, form="classic"),
}


@pytest.mark.parametrize("call", RATED.values(), ids=RATED)
@pytest.mark.parametrize(
    ("p", "error"),
    [(1.5, ValueError), (-0.5, ValueError), (np.nan, ValueError), (True, TypeError), ("0.5", TypeError)],
)
def test_a_wrong_rate_is_refused(call, p, error):
    with pytest.raises(error, match=r"^p must .* not .*: p is the probability of dropping a unit"):
        call(p, np.random.default_rng(0))


@pytest.mark.parametrize("call", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize(
    "rng",
    [
        0,
        None,
        np.random.RandomState(0),
        np.random,
        np.random.PCG64(0),
        np.random.default_rng,
        torch.Generator(),
    ],
)
def test_a_wrong_generator_is_refused_with_the_way_to_make_one(call, rng):
    with pytest.raises(TypeError, match=r"^rng must") as error:
        call(0.5, rng)
    assert str(error.value) == (
        f"rng must be a numpy.random.Generator, not {rng!r} ({type(rng).__name__}): "
        "make one with np.random.default_rng(seed), once, and pass it to every call"
    )


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
@pytest.mark.parametrize("shape", [3.0, (2, 3.0), "23", None, np.ones(2), (2, None), ((2, 3),)])
def test_what_is_no_shape_is_refused(draw, shape):
    with pytest.raises(TypeError, match=r"^shape must") as error:
        draw(shape, 0.5, np.random.default_rng(0))
    assert str(error.value) == f"shape must be an int or a tuple of ints, such as x.shape, not {shape!r}"


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
@pytest.mark.parametrize("shape", [-1, (-1,), (2, -3), (0, -1)])
def test_a_negative_size_is_refused(draw, shape):
    with pytest.raises(ValueError, match=r"^shape must") as error:
        draw(shape, 0.5, np.random.default_rng(0))
    assert str(error.value) == f"shape must hold sizes of 0 or more, not {shape!r}"


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
@pytest.mark.parametrize("shape", [[2, 3], torch.Size([2, 3]), (np.int64(2), np.uint8(3))])
def test_any_sequence_of_whole_numbers_is_a_shape(draw, shape):
    assert draw(shape, 0.5, np.random.default_rng(0)).shape == (2, 3)
