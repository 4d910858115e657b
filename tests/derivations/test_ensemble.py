"""What the page on the ensemble view derives, in numbers."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import rates, seeds

from dropout_course.reference import (
    all_masks,
    arithmetic_mean,
    draw_network,
    geometric_mean,
    keep_mask,
    member_outputs,
    softmax,
    subnetworks,
    weight_scaling,
)


def masks_with_probabilities(n, p):
    masks = all_masks(n)
    return masks, np.where(masks, 1 - p, p).prod(axis=1)


@given(n=st.integers(1, 6), p=rates())
def test_two_masks_are_equal_as_often_as_the_page_counts(n, p):
    _, probabilities = masks_with_probabilities(n, p)
    np.testing.assert_allclose((probabilities**2).sum(), (p**2 + (1 - p) ** 2) ** n, rtol=1e-12)


@given(n=st.integers(2, 6), p=rates())
def test_a_weight_between_two_units_belongs_to_the_masks_that_keep_both(n, p):
    masks, probabilities = masks_with_probabilities(n, p)
    both = masks[:, 0] & masks[:, 1]
    np.testing.assert_allclose(probabilities[both].sum(), (1 - p) ** 2, rtol=1e-12, atol=1e-15)


def test_masks_as_long_as_the_experiments_never_come_twice():
    drawn = keep_mask((2000, 512), 0.5, np.random.default_rng(1))  # a pair is equal by chance: 1e-148
    assert len(np.unique(drawn, axis=0)) == 2000


def some_answers(seed):
    """Members that disagree, with unequal probabilities: (members, examples, classes), (members,)."""
    rng = np.random.default_rng(seed)
    network, x = draw_network((3, 4, 3), rng), rng.normal(size=(5, 3))
    members = subnetworks(network, (0.2, 0.4, 0))
    return member_outputs(network, x, members), members.probabilities


@given(seed=seeds())
def test_the_normalisers_of_the_members_fall_out_of_the_geometric_mean(seed):
    logits, probabilities = some_answers(seed)
    powers = np.exp(arithmetic_mean(logits, probabilities))  # no normaliser of any member in it
    expected = powers / powers.sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(geometric_mean(softmax(logits), probabilities), expected, rtol=1e-9)


@given(seed=seeds())
def test_the_gain_of_the_geometric_mean_is_the_logarithm_of_what_the_products_lack_to_one(seed):
    logits, probabilities = some_answers(seed)
    q = softmax(logits)
    products = np.prod(q ** probabilities[:, None, None], axis=0)
    lack = np.log(products.sum(axis=-1, keepdims=True))
    members = arithmetic_mean(-np.log(q), probabilities)
    np.testing.assert_allclose(-np.log(geometric_mean(q, probabilities)), members + lack, rtol=1e-9)
    assert (lack <= 1e-12).all()


@given(seed=seeds())
def test_either_mean_has_at_most_the_nll_of_the_average_member_on_every_example(seed):
    logits, probabilities = some_answers(seed)
    q = softmax(logits)
    members = arithmetic_mean(-np.log(q), probabilities)
    for mean in (geometric_mean, arithmetic_mean):
        assert (-np.log(mean(q, probabilities)) <= members + 1e-12).all()
    agreeing = np.broadcast_to(q[:1], q.shape)
    for mean in (geometric_mean, arithmetic_mean):  # no disagreement, no gain
        np.testing.assert_allclose(mean(agreeing, probabilities), q[0], rtol=1e-9)


@given(seed=seeds(), p=st.sampled_from([0.2, 0.5, 0.8]))
def test_one_pass_gives_the_mean_logits_in_a_linear_network_of_any_depth(seed, p):
    rng = np.random.default_rng(seed)
    for hidden in ((), (3,), (3, 2)):
        network = draw_network((2, *hidden, 2), rng, activation="identity")
        x, places = rng.normal(size=(4, 2)), (p, *[p] * len(hidden), 0)
        members = subnetworks(network, places)
        mean = arithmetic_mean(member_outputs(network, x, members), members.probabilities)
        np.testing.assert_allclose(mean, weight_scaling(network, x, places), rtol=1e-9, atol=1e-9)


def test_below_a_relu_the_mean_over_all_masks_is_not_the_pass_at_the_mean():
    h, w = np.array([1.0, 1.0]), np.array([1.0, -1.0])
    outputs = [max(0.0, w @ (h * np.array(b) / 0.5)) for b in itertools.product([0, 1], repeat=2)]
    assert np.mean(outputs) == 0.5
    assert max(0.0, w @ h) == 0
