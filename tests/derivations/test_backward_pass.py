"""The derivations of book/formulas/backward-pass, in numbers: what is frozen, what coins do to gradients."""

from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from strategies import rates, seeds

from dropout_course.experiments.gradient_noise import expected_times
from dropout_course.reference import (
    Network,
    adam,
    adamw,
    backward_pass,
    draw_multipliers,
    draw_network,
    forward_pass,
    l2_gradient,
    momentum,
    nesterov,
    sgd,
    softmax_cross_entropy,
)

UNSATURATED = st.floats(0, 0.9)  # above, survivors are scaled so much that a sigmoid's slope rounds to 0
ETA, MU, BETA1, BETA2, DECAY = 0.1, 0.9, 0.9, 0.999, 0.01


def masked_pass(p, examples, seed, shared=False):
    """A sigmoid network, of which no unit is silent by itself, and the gradients of one batch."""
    rng = np.random.default_rng(seed)
    network = draw_network((3, 5, 4, 2), rng, activation="sigmoid")
    masks = draw_multipliers(network, (0, p, p, 0), () if shared else (examples,), rng)
    passed = forward_pass(network, rng.normal(size=(examples, 3)), masks)
    _, dlogits = softmax_cross_entropy(passed.output, rng.integers(2, size=examples))
    return masks, backward_pass(network, passed, dlogits)


@given(p=UNSATURATED, seed=seeds())
def test_for_one_example_weights_into_and_out_of_a_dropped_unit_get_no_gradient_and_others_do(p, seed):
    masks, gradients = masked_pass(p, 1, seed)
    kept = [m[0] > 0 for m in masks]
    for layer, dw in enumerate(gradients.weights):
        alive = kept[layer][:, None] & kept[layer + 1] & all(k.any() for k in kept[layer + 1 :])
        if layer < 2:
            np.testing.assert_array_equal(dw != 0, alive)
        else:
            np.testing.assert_array_equal(dw != 0, np.broadcast_to(kept[2][:, None], dw.shape))


@given(p=UNSATURATED, examples=st.integers(1, 5), seed=seeds())
def test_in_a_batch_a_unit_is_out_of_the_sum_only_if_every_example_drops_it(p, examples, seed):
    masks, gradients = masked_pass(p, examples, seed)
    out_of_the_last = gradients.weights[2].any(axis=1)
    np.testing.assert_array_equal(out_of_the_last, (masks[2] > 0).any(axis=0))


@given(p=rates(below_one=True), seed=seeds())
def test_autograd_multiplies_by_the_forward_passes_own_multiplier(p, seed):
    torch.manual_seed(seed)
    x = torch.ones(50, requires_grad=True, dtype=torch.float64)
    y = torch.nn.functional.dropout(x, p)
    y.sum().backward()
    np.testing.assert_array_equal(x.grad, y.detach())  # of ones, y is the multiplier


@pytest.fixture(params=range(3))
def remembered(request):
    """A weight, its past gradients, and then none."""
    rng = np.random.default_rng(request.param)
    return rng.normal(size=4), [*rng.normal(size=(7, 4)), np.zeros(4)]


def step_without_gradient(rule, w, gradients):
    """The last step, and what the rule remembered before it."""
    state = None
    for g in gradients:
        before, remembered = w, state
        w, state = rule(w, g, state)
    return w - before, before, remembered


def test_without_a_gradient_sgd_stands_still(remembered):
    step, _, _ = step_without_gradient(lambda *a: sgd(*a, lr=ETA), *remembered)
    np.testing.assert_array_equal(step, np.zeros(4))


def test_without_a_gradient_weight_decay_goes_by_minus_eta_lambda_w(remembered):
    def rule(w, g, state):
        return sgd(w, l2_gradient(w, g, weight_decay=DECAY), state, lr=ETA)

    step, w, _ = step_without_gradient(rule, *remembered)
    np.testing.assert_allclose(step, -ETA * DECAY * w, rtol=1e-10)


def test_without_a_gradient_momentum_goes_by_minus_eta_mu_v(remembered):
    step, _, v = step_without_gradient(lambda *a: momentum(*a, lr=ETA, mu=MU), *remembered)
    np.testing.assert_allclose(step, -ETA * MU * v, rtol=1e-10)


def test_without_a_gradient_nesterov_goes_by_minus_eta_mu_squared_v(remembered):
    step, _, v = step_without_gradient(lambda *a: nesterov(*a, lr=ETA, mu=MU), *remembered)
    np.testing.assert_allclose(step, -ETA * MU**2 * v, rtol=1e-10)


def test_without_a_gradient_adam_goes_by_what_it_remembers(remembered):
    step, _, (t, m, v) = step_without_gradient(lambda *a: adam(*a, lr=ETA), *remembered)
    t += 1
    size = np.sqrt(BETA2 * v / (1 - BETA2**t)) + 1e-8
    np.testing.assert_allclose(step, -ETA * BETA1 * m / (1 - BETA1**t) / size, rtol=1e-10)


def test_without_any_gradient_ever_only_decay_moves(remembered):
    w, _ = remembered
    nothing = [np.zeros(4)] * 5
    for rule in (sgd, momentum, nesterov, adam):
        step, _, _ = step_without_gradient(lambda *a, rule=rule: rule(*a, lr=ETA), w, nothing)
        assert not step.any()
    step, before, _ = step_without_gradient(lambda *a: adamw(*a, lr=ETA, weight_decay=DECAY), w, nothing)
    np.testing.assert_allclose(step, -ETA * DECAY * before, rtol=1e-10)


@pytest.mark.parametrize(
    ("rule", "expected"), [(momentum, MU), (nesterov, MU**2), (adam, BETA1 / np.sqrt(BETA2))]
)
def test_a_step_missed_after_many_alike_is_nine_tenths_of_one(rule, expected):
    w, state, steps = np.zeros(1), None, []
    for g in [*[1.0] * 20_000, 0.0]:
        before = w
        w, state = rule(w, np.array([g]), state, lr=1e-3)
        steps.append(w - before)
    assert steps[-1] / steps[-2] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_each_dropout_layer_multiplies_a_gradients_mean_square_by_1_over_1_minus_p(p):
    """Exactly, over all masks and all signs of the weights, for a linear network and a fixed error."""
    rng = np.random.default_rng(0)
    sizes = [rng.uniform(0.5, 2, shape) for shape in ((1, 2), (2, 2), (2, 1))]
    x = np.ones((1, 1))
    places = [np.array(m) for m in product([0.0, 1.0], repeat=2)]

    def squares(network, masks):
        passed = forward_pass(network, x, [None, *masks, None])
        return np.concatenate(
            [g.ravel() ** 2 for g in backward_pass(network, passed, np.ones((1, 1))).weights]
        )

    with_dropout, without = np.zeros(8), np.zeros(8)
    for signs in product([-1, 1], repeat=8):
        first, second, third = np.split(np.array(signs), [2, 6])
        shaped = [first.reshape(1, 2), second.reshape(2, 2), third.reshape(2, 1)]
        network = Network(
            [w * s for w, s in zip(sizes, shaped, strict=True)],
            [np.zeros(2), np.zeros(2), np.zeros(1)],
            activation="identity",
        )
        without += squares(network, [None, None])
        for b1, b2 in product(places, repeat=2):
            kept = b1.sum() + b2.sum()
            chance = (1 - p) ** kept * p ** (4 - kept)
            with_dropout += chance * squares(network, [b1 / (1 - p), b2 / (1 - p)])
    np.testing.assert_allclose(with_dropout / without, expected_times(p, layers=2), rtol=1e-9)


@given(p=rates(below_one=True), seed=seeds())
def test_the_mean_of_a_gradient_stays_where_the_error_is_fixed(p, seed):
    """Over all masks of one hidden layer of a linear network."""
    rng = np.random.default_rng(seed)
    network = Network(
        [rng.normal(size=(2, 3)), rng.normal(size=(3, 1))], [np.zeros(3), np.zeros(1)], "identity"
    )
    x = rng.normal(size=(1, 2))

    def gradient(mask):
        passed = forward_pass(network, x, [None, mask, None])
        return np.concatenate([g.ravel() for g in backward_pass(network, passed, np.ones((1, 1))).weights])

    mean = sum(
        (1 - p) ** sum(b) * p ** (3 - sum(b)) * gradient(np.array(b) / (1 - p))
        for b in product([0.0, 1.0], repeat=3)
    )
    np.testing.assert_allclose(mean, gradient(None), rtol=1e-9, atol=1e-12)
