"""The derivations of book/theory/what-dropout-does, in numbers: masks of examples, units and batches."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from strategies import rates, seeds

from dropout_course.reference import (
    Network,
    backward_pass,
    draw_multipliers,
    draw_network,
    dropped_throughout,
    forward_pass,
    keep_mask,
)


def masked(p, examples, seed):
    """A network of sigmoid units, of which none is silent by itself; examples; a mask for each of them."""
    rng = np.random.default_rng(seed)
    network = draw_network((3, 5, 4, 2), rng, activation="sigmoid")
    return network, rng.normal(size=(examples, 3)), draw_multipliers(network, (0, p, p, 0), examples, rng)


@given(p=rates(below_one=True), seed=seeds())
def test_a_masked_pass_is_the_pass_of_the_network_without_the_dropped_units(p, seed):
    network, x, masks = masked(p, 1, seed)
    first, second = (np.flatnonzero(m[0]) for m in masks[1:3])
    w1, w2, w3 = network.weights
    b1, b2, b3 = network.biases
    scale = 1 / (1 - p)
    cut = Network(
        [w1[:, first], scale * w2[np.ix_(first, second)], scale * w3[second]],
        [b1[first], b2[second], b3],
        "sigmoid",
    )
    np.testing.assert_allclose(
        forward_pass(network, x, masks).output, forward_pass(cut, x).output, rtol=1e-12
    )


@given(p=rates(below_one=True), examples=st.integers(1, 4), seed=seeds())
def test_a_weight_hears_from_the_examples_that_keep_both_its_ends_and_from_no_other(p, examples, seed):
    network, x, masks = masked(p, examples, seed)
    passed = forward_pass(network, x, masks)
    inner = backward_pass(network, passed, np.ones_like(passed.output)).weights[1]
    kept = [m > 0 for m in masks[1:3]]
    heard = (kept[0][:, :, None] & kept[1][:, None, :]).any(axis=0)  # (units before, units after)
    np.testing.assert_array_equal(inner != 0, heard)


def test_half_of_the_examples_reach_a_unit_and_a_quarter_a_weight_between_two_layers():
    first, second = keep_mask((2, 40_000), 0.5, np.random.default_rng(1))
    # 40,000 coins: a count more than 6.2 standard deviations off has probability 6e-10.
    for seen, chance in ((first, 0.5), (first & second, 0.25)):
        assert abs(seen.sum() - 40_000 * chance) < 6.2 * np.sqrt(40_000 * chance * (1 - chance))


def test_a_unit_is_dropped_for_a_whole_batch_as_often_as_the_power_says():
    keep = keep_mask((4000, 16, 100), 0.8, np.random.default_rng(2))  # batches of 16, 100 units each
    throughout, chance = (~keep.any(axis=1)).sum(), dropped_throughout(0.8, 16)
    spread = np.sqrt(400_000 * chance * (1 - chance))
    assert abs(throughout - 400_000 * chance) < 6.2 * spread  # false alarm 6e-10
    assert 6.2 * spread < 0.1 * 400_000 * chance  # a rate that is wrong by a tenth would be seen


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_the_number_of_dropped_units_is_binomial_not_fixed(p):
    dropped = (~keep_mask((20_000, 64), p, np.random.default_rng(3))).sum(axis=1)
    expected = 64 * p * (1 - p)
    # The variance of 20,000 counts has a relative deviation of sqrt(2 / 20,000) = 1%; 6.2 of these: 6e-10.
    assert dropped.var() == pytest.approx(expected, rel=0.062)


def test_pytorch_draws_a_mask_for_every_example_and_every_pass():
    layer, ones = torch.nn.Dropout(0.5), torch.ones(100, 512)
    torch.manual_seed(4)
    first, second = layer(ones), layer(ones)
    assert len(torch.unique(first, dim=0)) == 100  # two equal rows: 4950 * 2^-512
    assert not torch.equal(first, second)
    assert (first > 0).any(dim=0).all()  # a unit dropped for all: 512 * 2^-100
