import re
from itertools import pairwise

import numpy as np
import pytest
from chance import Coin
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, norm
from strategies import seeds

from dropout_course.reference import Network, draw_network, forward_pass

SIZES = st.lists(st.integers(1, 6), min_size=2, max_size=5)


@given(sizes=SIZES, seed=seeds())
def test_a_drawn_network_has_the_asked_sizes_and_no_bias(sizes, seed):
    network = draw_network(sizes, np.random.default_rng(seed))
    assert [w.shape for w in network.weights] == list(pairwise(sizes))
    assert network.sizes == tuple(sizes)
    for b, size in zip(network.biases, sizes[1:], strict=True):
        np.testing.assert_array_equal(b, np.zeros(size))


def test_drawn_weights_are_normal_with_the_variance_that_he_et_al_ask_for():
    n_in, n_out = 500, 400
    (w,) = draw_network([n_in, n_out], np.random.default_rng(0)).weights
    z = w.ravel() * np.sqrt(n_in / 2)
    low, high = chi2.interval(1 - 1e-10, z.size)  # of the sum of so many squared standard normals
    assert low <= z @ z <= high
    assert chi2.cdf(high / 1.03**2, z.size) < 1e-6  # weights 3% too large are caught
    assert chi2.sf(low / 0.97**2, z.size) < 1e-6  # and 3% too small
    assert abs(z.sum()) <= norm.isf(1e-10 / 2) * np.sqrt(z.size)
    inside = Coin(z.size, norm.cdf(1) - norm.cdf(-1))
    assert inside.power(1 / np.sqrt(3)) > 1 - 1e-6  # uniform weights of that variance are caught
    assert inside.accepts(np.abs(z) < 1)


def test_layers_and_calls_are_drawn_afresh():
    rng = np.random.default_rng(0)
    first, second = draw_network([3, 3, 3], rng), draw_network([3, 3, 3], rng)
    weights = [*first.weights, *second.weights]
    assert len({w.tobytes() for w in weights}) == 4


def test_hidden_layers_are_bent_and_the_output_is_not():
    assert draw_network([1, 2, 3, 4], np.random.default_rng(0)).activations == ("relu", "relu", "identity")
    sigmoid = draw_network([1, 2, 3], np.random.default_rng(0), activation="sigmoid")
    assert sigmoid.activations == ("sigmoid", "identity")
    assert Network([np.ones((2, 3))], [np.ones(3)]).activations == ("identity",)


def test_relu_is_the_activation_unless_told():
    assert Network([np.ones((2, 3))], [np.ones(3)]).activation == "relu"
    assert draw_network([2, 3], np.random.default_rng(0)).activation == "relu"


@pytest.mark.parametrize(
    ("weights", "biases"),
    [
        ([], []),
        ([(2, 3)], []),
        ([], [(3,)]),
        ([(2, 3)], [(3,), (3,)]),
        ([(2, 3), (3, 4)], [(3,)]),
        ([(3,)], [(3,)]),
        ([(2, 3, 1)], [(3,)]),
        ([(2, 3)], [(2,)]),
        ([(2, 3)], [(1, 3)]),
        ([(2, 3)], [()]),
        ([(2, 3), (2, 4)], [(3,), (4,)]),
        ([(2, 3), (3, 4), (3, 1)], [(3,), (4,), (1,)]),
    ],
)
def test_layers_that_do_not_fit_are_refused(weights, biases):
    with pytest.raises(ValueError, match="layers are") as error:
        Network([np.ones(shape) for shape in weights], [np.ones(shape) for shape in biases])
    assert str(error.value) == (
        "layers are weights (in, out) and biases (out,), each taking what the one before gives, "
        f"not {weights} and {biases}"
    )


def test_layers_that_are_no_floats_are_refused_under_their_names():
    with pytest.raises(TypeError, match=re.escape("weights[1] must hold floats, not int64")):
        Network([np.ones((2, 3)), np.ones((3, 4), int)], [np.ones(3), np.ones(4)])
    with pytest.raises(TypeError, match=re.escape("biases[1] must be a numpy array, not list")):
        Network([np.ones((2, 3)), np.ones((3, 4))], [np.ones(3), [1.0] * 4])


def test_an_unknown_activation_is_refused():
    with pytest.raises(ValueError, match="activation") as error:
        draw_network([2, 3], np.random.default_rng(0), activation="tanh")
    assert str(error.value) == 'activation must be "relu", "sigmoid" or "identity", not \'tanh\''


@pytest.mark.parametrize("sizes", [(), (3,), (3, 0), (0, 3)])
def test_too_few_or_empty_layers_are_refused(sizes):
    with pytest.raises(ValueError, match="sizes") as error:
        draw_network(sizes, np.random.default_rng(0))
    assert str(error.value) == (
        f"sizes must be those of input, any hidden layers and output, each 1 or more, not {sizes!r}"
    )


def test_a_bare_seed_draws_no_network():
    with pytest.raises(TypeError, match="rng must be"):
        draw_network([2, 3], 0)


def test_networks_are_told_apart_by_identity_and_cannot_be_rebound():
    network = draw_network([2, 3], np.random.default_rng(0))
    assert network != draw_network([2, 3], np.random.default_rng(0))
    with pytest.raises(AttributeError):
        network.activation = "sigmoid"
    assert forward_pass(network, np.ones(2)).output.shape == (3,)
