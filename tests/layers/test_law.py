"""Our inverted layer and torch's have one law: both are held against it, by bounds that state their rates.

A false alarm in any one test has a probability below 1e-9.
"""

import itertools

import pytest
import torch
from chance import Coin
from layers.draws import generator
from torch import nn

from dropout_course.layers import ClassicDropout, InvertedDropout


def inverted(p):
    return InvertedDropout(p, generator=generator(11))


def torchs(p):
    torch.manual_seed(12)  # torch.nn.Dropout knows no other generator
    return nn.Dropout(p)


def classic(p):
    return ClassicDropout(p, generator=generator(13))


LAYERS = pytest.mark.parametrize("make", [inverted, torchs, classic])
RATES = pytest.mark.parametrize("p", [0.1, 0.3, 0.5, 0.8])


@LAYERS
@RATES
def test_units_drop_at_the_stated_rate(make, p):
    coin = Coin(2_000_000, p)
    assert coin.power(1.03 * p) > 1 - 1e-6
    assert coin.power(0.97 * p) > 1 - 1e-6
    assert coin.accepts((make(p)(torch.ones(2000, 1000)) == 0).numpy())


@LAYERS
@RATES
def test_every_pattern_of_three_units_comes_as_often_as_independent_coins_make_it(make, p):
    dropped = (make(p)(torch.ones(300_000, 3)) == 0).numpy()
    for pattern in itertools.product([False, True], repeat=3):
        chance = p ** sum(pattern) * (1 - p) ** (3 - sum(pattern))
        assert Coin(len(dropped), chance).accepts((dropped == pattern).all(axis=1))


@LAYERS
@RATES
def test_two_calls_draw_independently(make, p):
    layer, x = make(p), torch.ones(500, 500)
    agreement = Coin(x.numel(), p**2 + (1 - p) ** 2)
    assert agreement.power(1.0) > 1 - 1e-6
    assert agreement.accepts(((layer(x) == 0) == (layer(x) == 0)).numpy())


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@RATES
def test_survivors_get_the_value_that_torch_gives_them(dtype, p):
    x = torch.full((1000,), 3.0, dtype=dtype)
    ours, theirs = inverted(p)(x), torchs(p)(x)
    assert ours.dtype == theirs.dtype
    torch.testing.assert_close(ours[ours != 0].unique(), theirs[theirs != 0].unique(), rtol=2e-7, atol=0)


@pytest.mark.parametrize("p", [0.0, 1.0])
@pytest.mark.parametrize("training", [True, False])
def test_at_both_ends_and_in_eval_mode_ours_equals_torchs_exactly(p, training):
    x = torch.randn(50, 3, generator=generator(0))
    assert torch.equal(inverted(p).train(training)(x), torchs(p).train(training)(x))
