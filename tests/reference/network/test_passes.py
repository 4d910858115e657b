import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import rates, seeds

from dropout_course.reference import (
    Network,
    backward_pass,
    draw_multipliers,
    draw_network,
    forward_pass,
    softmax_cross_entropy,
    squared_loss,
)

BEND = {"relu": torch.relu, "sigmoid": torch.sigmoid, "identity": lambda a: a}
EACH = pytest.mark.parametrize("activation", BEND)
LOSS = pytest.mark.parametrize("loss", ["cross entropy", "squared"])


def drawn(sizes, rng, activation="relu"):
    """A network whose biases are not 0, so that they count."""
    network = draw_network(sizes, rng, activation=activation)
    return Network(network.weights, [rng.normal(size=b.shape) for b in network.biases], activation)


def in_torch(network, x, multipliers):
    """``(output, weights, biases, x)`` of the same pass in torch."""
    weights = [torch.tensor(w, requires_grad=True) for w in network.weights]
    biases = [torch.tensor(b, requires_grad=True) for b in network.biases]
    x = torch.tensor(x, requires_grad=True)
    m = [torch.tensor(m) for m in multipliers]
    h = x * m[0]
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        a = torch.nn.functional.linear(h, w.T, b)
        h = (BEND[network.activation](a) if layer < len(weights) - 1 else a) * m[layer + 1]
    return h, weights, biases, x


def with_loss(loss, network, multipliers, x, target):
    """Ours and theirs: ``(loss, output, dweights, dbiases, dx)``."""
    passed = forward_pass(network, x, multipliers)
    output, weights, biases, leaf = in_torch(network, x, multipliers)
    if loss == "cross entropy":
        value, doutput = softmax_cross_entropy(passed.output, target)
        theirs = torch.nn.functional.cross_entropy(output, torch.tensor(target))
    else:
        value, doutput = squared_loss(passed.output, target)
        theirs = torch.nn.functional.mse_loss(output, torch.tensor(target))
    theirs.backward()
    gradients = backward_pass(network, passed, doutput)
    return [value, passed.output, *gradients.weights, *gradients.biases, gradients.x], [
        theirs.detach().numpy(),
        output.detach().numpy(),
        *(tensor.grad.numpy() for tensor in [*weights, *biases, leaf]),
    ]


@EACH
@LOSS
@settings(max_examples=40)
@given(
    sizes=st.lists(st.integers(1, 5), min_size=2, max_size=5),
    examples=st.integers(1, 6),
    shared=st.booleans(),
    p=rates(),
    seed=seeds(),
)
def test_value_and_every_gradient_are_those_of_torch(activation, loss, sizes, examples, shared, p, seed):
    rng = np.random.default_rng(seed)
    network = drawn(sizes, rng, activation)
    multipliers = draw_multipliers(network, [p] * len(sizes), () if shared else examples, rng)
    x = rng.normal(size=(examples, sizes[0]))
    labels, targets = rng.integers(sizes[-1], size=examples), rng.normal(size=(examples, sizes[-1]))
    target = labels if loss == "cross entropy" else targets
    ours, theirs = with_loss(loss, network, multipliers, x, target)
    for our, their in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(our, their, rtol=1e-10, atol=1e-10 * (1 + np.abs(their).max()))


@given(seed=seeds())
def test_a_place_without_a_multiplier_is_left_alone(seed):
    rng = np.random.default_rng(seed)
    network, x = drawn([3, 4, 2], rng), rng.normal(size=(5, 3))
    ones = [np.ones(3), np.ones(4), np.ones(2)]
    for multipliers in (None, [None] * 3, [None, ones[1], None], ones):
        passed = forward_pass(network, x, multipliers)
        np.testing.assert_array_equal(passed.output, forward_pass(network, x, ones).output)
        gradients = backward_pass(network, passed, passed.output)
        np.testing.assert_array_equal(gradients.x, backward_pass(network, passed, passed.output).x)
    np.testing.assert_array_equal(
        forward_pass(network, x).output, np.maximum(x @ network.weights[0] + network.biases[0], 0)
        @ network.weights[1] + network.biases[1]
    )  # fmt: skip


@given(shape=st.sampled_from([(3,), (1, 3), (4, 3), (2, 4, 3)]), seed=seeds())
def test_gradients_of_many_examples_are_the_sums_of_those_of_each(shape, seed):
    rng = np.random.default_rng(seed)
    network, x = drawn([3, 4, 2], rng), rng.normal(size=shape)
    multipliers = draw_multipliers(network, (0.2, 0.5, 0), shape[:-1], rng)
    passed = forward_pass(network, x, multipliers)
    assert passed.output.shape == (*shape[:-1], 2)
    doutput = rng.normal(size=passed.output.shape)
    gradients = backward_pass(network, passed, doutput)
    dweights, dbiases = [np.zeros((3, 4)), np.zeros((4, 2))], [np.zeros(4), np.zeros(2)]
    for i in np.ndindex(shape[:-1]):
        one = forward_pass(network, x[i], [m[i] for m in multipliers])
        np.testing.assert_allclose(one.output, passed.output[i], rtol=1e-12, atol=1e-12)
        alone = backward_pass(network, one, doutput[i])
        np.testing.assert_allclose(alone.x, gradients.x[i], rtol=1e-12, atol=1e-12)
        for sums, parts in ((dweights, alone.weights), (dbiases, alone.biases)):
            for total, part in zip(sums, parts, strict=True):
                total += part
    for ours, total in zip([*gradients.weights, *gradients.biases], dweights + dbiases, strict=True):
        np.testing.assert_allclose(ours, total, rtol=1e-10, atol=1e-10)


@given(unit=st.integers(0, 3), seed=seeds())
def test_one_example_gives_no_gradient_to_weights_into_and_out_of_a_dropped_unit(unit, seed):
    rng = np.random.default_rng(seed)
    network = drawn([3, 4, 2], rng, "sigmoid")  # of which no unit is silent by itself
    mask = np.where(np.arange(4) == unit, 0.0, 2.0)
    gradients = backward_pass(
        network, forward_pass(network, rng.normal(size=3), [None, mask, None]), np.ones(2)
    )
    into, out_of = gradients.weights
    np.testing.assert_array_equal(into.any(axis=0), mask > 0)
    np.testing.assert_array_equal(out_of.any(axis=1), mask > 0)
    np.testing.assert_array_equal(gradients.biases[0] != 0, mask > 0)


@given(seed=seeds())
def test_a_thinned_network_is_the_network_without_the_dropped_units(seed):
    rng = np.random.default_rng(seed)
    network, x = drawn([3, 4, 2], rng), rng.normal(size=(5, 3))
    keep = [np.array([True, False, True]), np.array([False, True, True, False])]
    thinned = Network(
        [network.weights[0][np.ix_(*keep)], network.weights[1][keep[1]]],
        [network.biases[0][keep[1]], network.biases[1]],
    )
    masked = forward_pass(network, x, [keep[0].astype(float), keep[1].astype(float), None])
    np.testing.assert_allclose(masked.output, forward_pass(thinned, x[:, keep[0]]).output, rtol=1e-12)


@given(seed=seeds())
def test_a_pass_tells_what_each_layer_was_given_and_what_it_summed(seed):
    rng = np.random.default_rng(seed)
    network, x = drawn([3, 4, 2], rng), rng.normal(size=(5, 3))
    m = draw_multipliers(network, (0.2, 0.5, 0.5), 5, rng)
    passed = forward_pass(network, x, m)
    np.testing.assert_array_equal(passed.inputs[0], x * m[0])
    np.testing.assert_array_equal(passed.sums[0], passed.inputs[0] @ network.weights[0] + network.biases[0])
    np.testing.assert_array_equal(passed.inputs[1], np.maximum(passed.sums[0], 0) * m[1])
    np.testing.assert_array_equal(passed.output, passed.sums[1] * m[2])
    for kept, given_ in zip(passed.multipliers, m, strict=True):
        np.testing.assert_array_equal(kept, given_)


def test_single_precision_stays_single():
    network = Network([np.ones((2, 3), np.float32)], [np.ones(3, np.float32)])
    passed = forward_pass(network, np.ones((4, 2), np.float32), [np.ones(2), None])
    gradients = backward_pass(network, passed, passed.output)
    for array in (passed.output, gradients.x, gradients.weights[0], gradients.biases[0]):
        assert array.dtype == np.float32


NETWORK = draw_network([3, 4, 2], np.random.default_rng(0))


@pytest.mark.parametrize("shape", [(), (2,), (5, 4), (3, 1)])
def test_examples_that_do_not_fit_are_refused(shape):
    with pytest.raises(ValueError, match="x must") as error:
        forward_pass(NETWORK, np.ones(shape))
    assert str(error.value) == f"x must have the shape (..., 3) for this network, not {shape}"


@pytest.mark.parametrize("places", [0, 2, 4])
def test_multipliers_must_name_every_place(places):
    with pytest.raises(ValueError, match="multipliers must") as error:
        forward_pass(NETWORK, np.ones(3), [None] * places)
    assert str(error.value) == (
        "multipliers must name one for each of the 3 places (input, hidden layers, output), "
        f"None where nothing drops, not {places}"
    )


def test_a_multiplier_for_more_examples_than_there_are_is_refused():
    with pytest.raises(ValueError, match=r"^a multiplier of shape \(6, 4\) does not fit .* \(5, 4\)"):
        forward_pass(NETWORK, np.ones((5, 3)), [None, np.ones((6, 4)), None])


def test_a_gradient_that_is_not_of_the_outputs_shape_is_refused():
    passed = forward_pass(NETWORK, np.ones((5, 3)))
    with pytest.raises(ValueError, match=r"^doutput must have the output's shape \(5, 2\), not \(2,\)$"):
        backward_pass(NETWORK, passed, np.ones(2))


@pytest.mark.parametrize("sizes", [(3, 5, 2), (4, 4, 2), (3, 4, 4, 2), (3, 2)])
def test_a_pass_of_another_network_is_refused(sizes):
    other = draw_network(sizes, np.random.default_rng(0))
    passed = forward_pass(other, np.ones((5, sizes[0])))
    with pytest.raises(
        ValueError, match=r"^passed must be a forward pass of this network, not of one with other sizes$"
    ):
        backward_pass(NETWORK, passed, np.ones((5, 2)))


def test_what_is_no_array_of_floats_is_refused_under_its_name():
    with pytest.raises(TypeError, match=r"^x must be a numpy array, not list"):
        forward_pass(NETWORK, [1.0, 2.0, 3.0])
    with pytest.raises(TypeError, match=r"^multiplier must be a numpy array, not float"):
        forward_pass(NETWORK, np.ones(3), [None, 1.0, None])
    with pytest.raises(TypeError, match=r"^doutput must be a numpy array, not list"):
        backward_pass(NETWORK, forward_pass(NETWORK, np.ones(3)), [1.0, 1.0])
