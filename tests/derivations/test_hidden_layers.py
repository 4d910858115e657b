"""What the page on hidden layers derives: how noise reads from above, by the layer in which it acts."""

import numpy as np
import pytest
from derivations.test_cells import run, weights_of_masks
from hypothesis import given
from strategies import seeds

PAGE = "placement/hidden-layers"


def network(seed, width=4, biases=True):
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=(width, width)) for _ in range(3)]
    return weights, [biases * rng.normal(size=width) for _ in range(3)], rng.normal(size=width)


def logits(weights, biases, x, multipliers):
    """Two hidden layers; ``multipliers`` of each, (masks, units)."""
    h = x[None]
    for w, b, m in zip(weights, biases, multipliers, strict=False):
        h = np.maximum(h @ w + b, 0) * m
    return h @ weights[-1] + biases[-1]


@given(seed=seeds())
def test_only_dropout_on_the_last_hidden_layer_keeps_every_mean_logit(seed):
    p, ones = 0.5, np.ones((1, 4))
    masks, chances = weights_of_masks(4, p)
    weights, biases, x = network(seed)
    at_test = logits(weights, biases, x, (ones, ones))[0]
    last = chances @ logits(weights, biases, x, (ones, masks / (1 - p)))
    np.testing.assert_allclose(last, at_test, atol=1e-9)


def test_in_an_earlier_layer_the_mean_of_what_follows_can_only_grow():
    """relu is convex: units of the second layer are larger on average than at test time, never smaller."""
    p = 0.5
    masks, chances = weights_of_masks(4, p)
    grown = 0
    for seed in range(20):
        (first, second, _), (b, c, _), x = network(seed)
        h = np.maximum(x @ first + b, 0)
        noisy = chances @ np.maximum((h * masks / (1 - p)) @ second + c, 0)
        quiet = np.maximum(h @ second + c, 0)
        assert (noisy >= quiet - 1e-12).all()
        grown += (noisy > quiet + 1e-6).any()
    assert grown > 10


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_two_passes_agree_as_the_page_says_and_more_with_each_layer_above(p):
    """A wide network whose weights are drawn afresh: the cosine of two passes is that of the formula."""
    space, _ = run(PAGE, "def agreement")
    rng, width = np.random.default_rng(1), 4000
    h = np.maximum(rng.normal(size=width), 0)
    passes = h * (rng.random((2, width)) >= p)
    for above in range(3):
        cosine = passes[0] @ passes[1] / np.prod(np.linalg.norm(passes, axis=1))
        assert cosine == pytest.approx(space["agreement"](p, above), abs=0.05)
        passes = np.maximum(passes @ rng.normal(size=(width, width)).astype(np.float32) / width**0.5, 0)
    told = [space["agreement"](p, above) for above in range(4)]
    assert told == sorted(told)
