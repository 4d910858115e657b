import numpy as np
import pytest

from dropout_course.experiments.test_time_answers import judged, log_mean, passes, with_factor
from dropout_course.reference import (
    Network,
    draw_multipliers,
    draw_network,
    forward_pass,
    log_softmax,
    softmax,
)

RNG = np.random.default_rng(0)
NETWORK = draw_network((6, 5, 4, 3), RNG)
NETWORK = Network(NETWORK.weights, [RNG.normal(size=b.shape) for b in NETWORK.biases])
X = RNG.random((7, 6))
P = 0.4


def test_a_pass_drops_after_each_hidden_layer_and_nowhere_else():
    found = passes(NETWORK, X, P, 3, np.random.default_rng(5))
    rng = np.random.default_rng(5)
    rest = Network(NETWORK.weights[1:], NETWORK.biases[1:])
    for answer in found:
        first, second, _ = draw_multipliers(rest, [P, P, 0.0], (7,), rng)
        expected = forward_pass(NETWORK, X, [None, first, second, None]).output
        np.testing.assert_allclose(answer, expected, rtol=1e-12)
    assert not np.allclose(found[0], found[1])


def test_without_dropout_a_pass_is_the_networks_own_answer():
    np.testing.assert_allclose(
        passes(NETWORK, X, 0.0, 1, np.random.default_rng(0))[0], forward_pass(NETWORK, X).output
    )


def test_to_forget_the_factor_of_the_classic_form_is_to_divide_every_activation_by_it():
    """The classic form of a network has the weights behind each dropout divided by 1 - p."""
    first, *behind = NETWORK.weights
    classic = Network([first, *(w / (1 - P) for w in behind)], NETWORK.biases)
    masks = [b.astype(float) for b in (RNG.random((7, 5)) >= P, RNG.random((7, 4)) >= P)]
    np.testing.assert_allclose(  # in training the two are one function of the mask
        forward_pass(classic, X, [None, *masks, None]).output,
        forward_pass(NETWORK, X, [None, *(b / (1 - P) for b in masks), None]).output,
    )
    np.testing.assert_allclose(forward_pass(classic, X).output, with_factor(NETWORK, X, 1 / (1 - P)))
    np.testing.assert_allclose(
        forward_pass(classic, X, [None, *[np.array([1 - P])] * 2, None]).output, with_factor(NETWORK, X, 1.0)
    )


def test_the_mean_of_class_probabilities_is_taken_in_logarithms():
    logits = RNG.normal(size=(4, 7, 3))
    np.testing.assert_allclose(log_mean(logits), np.log(softmax(logits).mean(axis=0)))
    np.testing.assert_allclose(log_mean(logits[:1]), log_softmax(logits[0]))


def test_a_probability_too_small_for_a_float_still_has_a_logarithm():
    logits = np.float32([[[0.0, -2000.0]], [[0.0, -3000.0]]])
    assert log_mean(logits)[0, 1] == pytest.approx(-2000 - np.log(2))


def test_an_answer_is_judged_by_its_best_class_and_the_labels_probability():
    q = np.array([[0.7, 0.2, 0.1], [0.1, 0.5, 0.4]])
    found = judged(np.log(q), np.array([0, 2])).final["test"]
    np.testing.assert_array_equal(found.correct, [True, False])
    np.testing.assert_allclose(found.nll, -np.log([0.7, 0.4]), rtol=1e-6)
    np.testing.assert_allclose(found.confidence, [0.7, 0.5], rtol=1e-6)
