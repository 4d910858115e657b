from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from strategies import seeds

from dropout_course.reference import (
    adam,
    adamw,
    backward_pass,
    draw_multipliers,
    draw_network,
    forward_pass,
    momentum,
    sgd,
    softmax_cross_entropy,
    update,
)

RULES = {
    "sgd": (partial(sgd, lr=0.1), partial(torch.optim.SGD, lr=0.1)),
    "momentum": (partial(momentum, lr=0.1), partial(torch.optim.SGD, lr=0.1, momentum=0.9)),
    "adam": (partial(adam, lr=0.01), partial(torch.optim.Adam, lr=0.01)),
    "adamw": (partial(adamw, lr=0.01), partial(torch.optim.AdamW, lr=0.01)),
}


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=10)
@given(seed=seeds())
def test_training_with_dropout_is_that_of_torch_step_by_step(rule, seed):
    rng = np.random.default_rng(seed)
    network, states = draw_network([3, 5, 2], rng, activation="sigmoid"), None
    ours, theirs = RULES[rule]
    parameters = [torch.tensor(a, requires_grad=True) for a in (*network.weights, *network.biases)]
    optimiser = theirs(parameters)
    for _ in range(10):
        x, labels = rng.normal(size=(8, 3)), rng.integers(2, size=8)
        m = draw_multipliers(network, (0.2, 0.5, 0), 8, rng)
        passed = forward_pass(network, x, m)
        loss, dlogits = softmax_cross_entropy(passed.output, labels)
        network, states = update(network, backward_pass(network, passed, dlogits), ours, states)

        w1, w2, b1, b2 = parameters
        h = torch.sigmoid((torch.tensor(x * m[0]) @ w1) + b1) * torch.tensor(m[1])
        their_loss = torch.nn.functional.cross_entropy(h @ w2 + b2, torch.tensor(labels))
        optimiser.zero_grad()
        their_loss.backward()
        optimiser.step()

        np.testing.assert_allclose(loss, their_loss.item(), rtol=1e-9)
        for our, their in zip([*network.weights, *network.biases], parameters, strict=True):
            np.testing.assert_allclose(our, their.detach(), rtol=1e-8, atol=1e-9)


def test_the_network_before_is_not_modified_and_keeps_its_activation():
    network = draw_network([3, 4, 2], np.random.default_rng(0), activation="sigmoid")
    before = [a.copy() for a in (*network.weights, *network.biases)]
    passed = forward_pass(network, np.ones((1, 3)))
    after, states = update(network, backward_pass(network, passed, np.ones((1, 2))), partial(sgd, lr=1))
    assert after.activation == "sigmoid"
    assert states == [None] * 4
    for a, a_before, a_after in zip(
        [*network.weights, *network.biases], before, [*after.weights, *after.biases], strict=True
    ):
        np.testing.assert_array_equal(a, a_before)
        assert not np.array_equal(a, a_after)


def test_one_mask_a_batch_freezes_the_dropped_units_under_sgd_alone():
    network = draw_network([3, 4, 2], np.random.default_rng(0), activation="sigmoid")
    x, all_there, one_gone = np.ones((6, 3)), np.ones(4), np.array([0.0, 1, 1, 1])
    for name, (rule, _) in RULES.items():
        before, states = network, None
        for mask in (all_there, one_gone):
            passed = forward_pass(before, x, [None, mask, None])
            _, dlogits = softmax_cross_entropy(passed.output, np.array([0] * 5 + [1]))
            after, states = update(before, backward_pass(before, passed, dlogits), rule, states)
            moved = (after.weights[0] != before.weights[0]).all(axis=0)
            before = after
        assert moved.tolist() == [name != "sgd", True, True, True]


def test_gradients_and_states_of_another_network_are_refused():
    shallow, deep = (draw_network(sizes, np.random.default_rng(0)) for sizes in ([3, 2], [3, 4, 2]))
    gradients = [backward_pass(net, forward_pass(net, np.ones(3)), np.ones(2)) for net in (shallow, deep)]
    _, states = update(shallow, gradients[0], partial(momentum, lr=0.1))
    for wrong, state, counts in ((gradients[0], None, "2 and 4"), (gradients[1], states, "4 and 2")):
        with pytest.raises(ValueError, match="needs a gradient") as error:
            update(deep, wrong, partial(momentum, lr=0.1), state)
        assert str(error.value) == (
            f"a network with 4 weight and bias arrays needs a gradient and a state for each, not {counts}"
        )
