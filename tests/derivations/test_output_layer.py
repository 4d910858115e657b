"""The derivations of the page on the output layer, each over all masks of some logits."""

import numpy as np
import pytest
from derivations.test_cells import run, weights_of_masks
from hypothesis import given
from hypothesis import strategies as st
from strategies import seeds

PAGE = "placement/output-layer"
MIDDLING = st.floats(0.05, 0.9)


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def mean_loss(z, label, p):
    """Over all masks, drawn out by hand."""
    masks, chances = weights_of_masks(len(z), p)
    noisy = masks * z / (1 - p)
    return chances @ (np.logaddexp.reduce(noisy, axis=1) - noisy[:, label])


@pytest.fixture(scope="module")
def floor():
    space, _ = run(PAGE, "def floor")
    return space["floor"]


@pytest.fixture(scope="module")
def says():
    space, _ = run(PAGE, "def says")
    return space["says"]


@given(p=MIDDLING, seed=seeds(), size=st.floats(0.1, 100))
def test_no_logits_get_below_the_floor(floor, p, seed, size):
    z = size * np.random.default_rng(seed).normal(size=5)
    assert mean_loss(z, 0, p) >= floor(p, 5) - 1e-12


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_the_floor_is_approached_by_a_sure_answer_and_by_none_that_is_less_sure(floor, p):
    sure = np.array([1.0, -1, -1, -1, -1])
    assert mean_loss(60 * sure, 0, p) == pytest.approx(floor(p, 5), abs=1e-4)
    assert mean_loss(0.2 * sure, 0, p) > floor(p, 5) + 1e-3


def test_a_dropped_right_logit_is_not_moved_and_only_pushes_the_others_down():
    z, keep, p = np.array([2.0, 1.0, 0.0]), np.array([0, 1, 1]), 0.5
    m = keep / (1 - p)
    slope = m * (softmax(m * z) - [1, 0, 0])  # dz = m * (q - y)
    assert slope[0] == 0
    assert (slope[1:] > 0).all()


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("a", [0.3, 1.0, 4.0])
def test_with_two_classes_training_ends_where_the_page_says(p, a):
    """The slope of the mean loss in a, by differences, is zero for the q of the formula."""

    def loss(at):
        z = np.array([at, -at])
        return q * mean_loss(z, 0, p) + (1 - q) * mean_loss(z, 1, p)

    def sigma(z):
        return 1 / (1 + np.exp(-z))

    q = (1 - p) * sigma(2 * a / (1 - p)) + p * sigma(a / (1 - p))
    assert (loss(a + 1e-4) - loss(a - 1e-4)) / 2e-4 == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("p", [0.5, 0.7, 0.9])
@pytest.mark.parametrize("q", [0.6, 0.9, 0.99])
def test_from_one_half_on_what_it_says_is_too_timid(says, p, q):
    assert says(q, p) < q - 1e-3
    assert says(q, 0) == pytest.approx(q, abs=1e-3)


def test_to_shift_all_logits_changes_nothing_without_dropout_and_much_with_it():
    z = np.array([6.0, -3, -3, -3])
    np.testing.assert_allclose(softmax(z), softmax(z + 5))
    assert mean_loss(z + 5, 0, 0.5) > mean_loss(z, 0, 0.5) + 0.1
