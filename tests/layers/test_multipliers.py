import numpy as np
import pytest
import torch
from hypothesis import given
from layers.draws import generator
from scripted import ScriptedGenerator
from strategies import rates, seeds, shapes

from dropout_course import layers, reference

DRAWS = pytest.mark.parametrize("draw", ["keep_mask", "inverted_multiplier", "classic_multiplier"])
MULTIPLIERS = pytest.mark.parametrize("draw", ["inverted_multiplier", "classic_multiplier"])


def dealt(shape, seed):
    """The numbers that torch draws from ``seed``, for the reference to draw."""
    return ScriptedGenerator(torch.rand(shape, generator=generator(seed), dtype=torch.float64).numpy())


@DRAWS
@given(p=rates(), shape=shapes(), seed=seeds())
def test_torch_and_numpy_make_the_same_of_the_same_numbers(draw, p, shape, seed):
    ours = getattr(layers, draw)(shape, p, generator(seed)).numpy()
    theirs = getattr(reference, draw)(shape, p, dealt(shape, seed))
    np.testing.assert_array_equal(ours, theirs)
    assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)


@MULTIPLIERS
@given(p=rates(), shape=shapes(), seed=seeds())
def test_test_time_is_the_references_and_draws_nothing(draw, p, shape, seed):
    rng = generator(seed)
    ours = getattr(layers, draw)(shape, p, rng, training=False).numpy()
    theirs = getattr(reference, draw)(shape, p, np.random.default_rng(), training=False)
    np.testing.assert_array_equal(ours, theirs)
    assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
    assert torch.equal(rng.get_state(), generator(seed).get_state())


@DRAWS
def test_every_call_draws_afresh_from_the_generator_and_not_from_the_global_one(draw):
    rng, before = generator(), torch.get_rng_state()
    first, second = (getattr(layers, draw)((100,), 0.5, rng) for _ in range(2))
    assert not torch.equal(first, second)
    assert torch.equal(torch.get_rng_state(), before)


@given(seed=seeds())
def test_a_unit_stays_when_its_number_just_reaches_the_rate(seed):
    number = torch.rand((), generator=generator(seed), dtype=torch.float64).item()
    assert layers.keep_mask((), number, generator(seed))
    assert not layers.keep_mask((), np.nextafter(number, 2), generator(seed))


@DRAWS
def test_a_draw_lives_on_the_generators_device_whatever_the_default_is(draw):
    with torch.device("meta"):
        assert getattr(layers, draw)((3,), 0.5, generator()).device.type == "cpu"


@MULTIPLIERS
def test_so_does_what_test_time_multiplies_by(draw):
    with torch.device("meta"):
        assert getattr(layers, draw)((3,), 0.5, generator(), training=False).device.type == "cpu"


@DRAWS
@pytest.mark.parametrize("rng", [0, None, np.random.default_rng(0), torch])
def test_a_wrong_generator_is_refused_with_the_way_to_make_one(draw, rng):
    with pytest.raises(TypeError, match=r"^generator must") as error:
        getattr(layers, draw)((3,), 0.5, rng)
    assert str(error.value) == (
        f"generator must be a torch.Generator, not {rng!r} ({type(rng).__name__}): "
        "make one with torch.Generator().manual_seed(seed), once, and pass it to every layer"
    )


@MULTIPLIERS
def test_a_wrong_generator_is_refused_at_test_time_too(draw):
    with pytest.raises(TypeError, match=r"^generator must"):
        getattr(layers, draw)((3,), 0.5, 0, training=False)


@DRAWS
@pytest.mark.parametrize(
    ("p", "error"), [(1.5, ValueError), (-0.1, ValueError), (float("nan"), ValueError), (True, TypeError)]
)
def test_a_wrong_rate_is_refused(draw, p, error):
    with pytest.raises(error, match=r"^p must .*: p is the probability of dropping a unit"):
        getattr(layers, draw)((3,), p, generator())
