import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from layers.draws import generator
from scripted import ScriptedGenerator
from strategies import rates, seeds

from dropout_course import layers, reference


@given(p=rates(), maps=st.integers(1, 3), side=st.integers(3, 7), block=st.integers(1, 3), seed=seeds())
def test_torch_and_numpy_make_the_same_of_the_same_numbers(p, maps, side, block, seed):
    shape = (2, maps, side, side + 1)
    starts = (2, maps, side - block + 1, side - block + 2)
    dealt = torch.rand(starts, generator=generator(seed), dtype=torch.float64).numpy()
    ours = layers.block_multiplier(shape, p, block, generator(seed)).numpy()
    theirs = reference.block_multiplier(shape, p, block, ScriptedGenerator(dealt))
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)


def test_test_time_changes_nothing_and_draws_nothing():
    rng = generator()
    assert (layers.block_multiplier((2, 5, 5), 0.5, 3, rng, training=False) == 1).all()
    assert torch.equal(rng.get_state(), generator().get_state())


@pytest.mark.parametrize(
    ("shape", "p", "block", "says"),
    [
        ((2, 5, 5), 1.5, 3, "^p must"),
        ((2, 5, 5), 0.5, 6, "^squares must have a side"),
        ((5,), 0.5, 1, "^squares are dropped from maps"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_uses_up_no_randomness(shape, p, block, says):
    rng = generator()
    with pytest.raises(ValueError, match=says):
        layers.block_multiplier(shape, p, block, rng)
    assert torch.equal(rng.get_state(), generator().get_state())


def test_a_wrong_generator_is_refused():
    with pytest.raises(TypeError, match=r"^generator must be a torch\.Generator"):
        layers.block_multiplier((2, 5, 5), 0.5, 3, 0)
