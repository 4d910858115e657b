import itertools

import numpy as np
import pytest
from chance import FALSE_ALARM
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import rates, seeds

from dropout_course.reference import (
    Network,
    all_masks,
    arithmetic_mean,
    draw_multipliers,
    draw_network,
    forward_pass,
    geometric_mean,
    mean_and_std,
    member_outputs,
    monte_carlo,
    multiplier_moments,
    softmax,
    subnetworks,
    weight_scaling,
)

FORMS = pytest.mark.parametrize("form", ["inverted", "classic"])
MIDDLING = st.sampled_from([0.2, 0.5, 0.8])


def drawn(sizes, seed, activation="relu"):
    """A network with biases, and five examples."""
    rng = np.random.default_rng(seed)
    network = draw_network(sizes, rng, activation=activation)
    network = Network(network.weights, [rng.normal(size=b.shape) for b in network.biases], activation)
    return network, rng.normal(size=(5, sizes[0]))


@pytest.mark.parametrize("n", range(6))
def test_all_masks_are_the_binary_numbers_in_order(n):
    masks = all_masks(n)
    assert masks.dtype == np.bool
    assert masks.shape == (2**n, n)
    assert [tuple(row) for row in masks] == list(itertools.product([False, True], repeat=n))


def test_more_than_sixteen_units_are_too_many_to_enumerate():
    assert len(all_masks(16)) == 65536
    with pytest.raises(ValueError, match="subnetworks") as error:
        all_masks(17)
    assert str(error.value) == (
        "17 units make 2^17 subnetworks, too many to enumerate: let at most 16 units drop, "
        "or draw some subnetworks with monte_carlo"
    )


@FORMS
@given(p=st.tuples(rates(), rates(), rates()))
def test_every_subnetwork_stands_there_once_with_its_probability(form, p):
    network, _ = drawn([2, 3, 1], 0)
    probabilities, multipliers = subnetworks(network, p, form=form)
    assert [m.shape for m in multipliers] == [(len(probabilities), n) for n in (2, 3, 1)]
    rate_of = np.repeat(p, [2, 3, 1])
    survivor = [1.0 if form == "classic" or r == 1 else 1 / (1 - r) for r in rate_of]
    choices = [[True] if r == 0 else [False] if r == 1 else [False, True] for r in rate_of]
    m = np.concatenate(multipliers, axis=1)
    for row, probability, keep in zip(m, probabilities, itertools.product(*choices), strict=True):
        np.testing.assert_array_equal(row, np.where(keep, survivor, 0))
        np.testing.assert_allclose(probability, np.prod(np.where(keep, 1 - rate_of, rate_of)), rtol=1e-12)


@FORMS
@given(p=st.tuples(rates(), rates(), rates()))
def test_probabilities_sum_to_one_and_multipliers_have_their_mean(form, p):
    network, _ = drawn([2, 3, 1], 0)
    probabilities, multipliers = subnetworks(network, p, form=form)
    np.testing.assert_allclose(probabilities.sum(), 1, rtol=1e-12)
    for m, rate in zip(multipliers, p, strict=True):
        mean, variance = multiplier_moments(rate, form=form)
        np.testing.assert_allclose(probabilities @ m, mean, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(probabilities @ (m - mean) ** 2, variance, rtol=1e-6, atol=1e-12)


@given(seed=seeds())
def test_each_member_answers_with_its_own_units(seed):
    network, x = drawn([2, 3, 2], seed)
    members = subnetworks(network, (0.2, 0.5, 0))
    outputs = member_outputs(network, x, members)
    assert outputs.shape == (32, 5, 2)
    for i, output in enumerate(outputs):
        alone = forward_pass(network, x, [m[i] for m in members.multipliers]).output
        np.testing.assert_allclose(output, alone, rtol=1e-12, atol=1e-12)


def means(network, x, p, form):
    """Arithmetic and geometric mean of the class probabilities, mean logits, and weight scaling's logits."""
    members = subnetworks(network, p, form=form)
    logits = member_outputs(network, x, members)
    return (
        arithmetic_mean(softmax(logits), members.probabilities),
        geometric_mean(softmax(logits), members.probabilities),
        arithmetic_mean(logits, members.probabilities),
        weight_scaling(network, x, p, form=form),
    )


@FORMS
@given(p=MIDDLING, seed=seeds())
def test_for_one_layer_weight_scaling_is_the_geometric_mean_exactly_and_not_the_arithmetic(form, p, seed):
    network, x = drawn([6, 3], seed)
    arithmetic, geometric, logits, scaled = means(network, x, (p, 0), form)
    np.testing.assert_allclose(logits, scaled, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(geometric, softmax(scaled), rtol=1e-10, atol=1e-14)
    assert np.abs(arithmetic - softmax(scaled)).max() > 1e-6


@FORMS
@pytest.mark.parametrize(
    ("activation", "rates_"),
    [("identity", (0.5, 0.2, 0.2, 0)), ("relu", (0, 0, 0.5, 0)), ("sigmoid", (0, 0, 0.5, 0.2))],
    ids=["no bend", "after the last bend", "output too"],
)
@settings(max_examples=30)
@given(seed=seeds())
def test_it_is_exact_wherever_the_logits_are_linear_in_each_multiplier(form, activation, rates_, seed):
    network, x = drawn([2, 3, 3, 2], seed, activation)
    _, geometric, logits, scaled = means(network, x, rates_, form)
    np.testing.assert_allclose(logits, scaled, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(geometric, softmax(scaled), rtol=1e-9, atol=1e-14)


@FORMS
@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_below_a_bend_it_is_an_approximation_that_is_off_for_most_networks(form, activation):
    off = []
    for seed in range(20):
        network, x = drawn([4, 4, 2], seed, activation)
        _, geometric, _, scaled = means(network, x, (0.5, 0, 0), form)
        off.append(np.abs(geometric - softmax(scaled)).max())
    assert np.median(off) > 0.003
    assert np.median(off) < 0.3  # and an approximation it is


@given(p=st.tuples(rates(below_one=True), rates(below_one=True), st.just(0.0)), seed=seeds())
def test_the_geometric_mean_of_softmaxes_is_the_softmax_of_the_mean_logits(p, seed):
    network, x = drawn([2, 3, 3], seed)
    if max(p) > 0.99:
        p = (0.99, 0.99, 0)  # above, logits are so large that softmax leaves zeros
    members = subnetworks(network, p, form="classic")
    logits = member_outputs(network, x, members)
    np.testing.assert_allclose(
        geometric_mean(softmax(logits), members.probabilities),
        softmax(arithmetic_mean(logits, members.probabilities)),
        rtol=1e-9,
        atol=1e-14,
    )


@given(p=st.tuples(*[rates(below_one=True)] * 3), seed=seeds())
def test_weight_scaling_multiplies_by_the_mean_multiplier(p, seed):
    network, x = drawn([2, 3, 2], seed)
    np.testing.assert_array_equal(weight_scaling(network, x, p), forward_pass(network, x).output)
    scaled = [np.full(n, 1 - rate) for n, rate in zip((2, 3, 2), p, strict=True)]
    np.testing.assert_array_equal(
        weight_scaling(network, x, p, form="classic"), forward_pass(network, x, scaled).output
    )


@given(seed=seeds())
def test_nothing_drops_at_rate_zero_so_every_prediction_is_the_networks_own(seed):
    network, x = drawn([2, 3, 2], seed)
    own, none = forward_pass(network, x).output, (0, 0, 0)
    np.testing.assert_array_equal(member_outputs(network, x, subnetworks(network, none)), [own])
    np.testing.assert_array_equal(monte_carlo(network, x, none, 2, np.random.default_rng(0)), [own, own])
    np.testing.assert_array_equal(weight_scaling(network, x, none, form="classic"), own)


def test_at_rate_one_a_single_subnetwork_is_left():
    network, x = drawn([2, 3, 2], 0)
    members = subnetworks(network, (0, 1, 0))
    np.testing.assert_array_equal(members.probabilities, [1])
    np.testing.assert_allclose(member_outputs(network, x, members)[0], np.tile(network.biases[1], (5, 1)))


@pytest.mark.parametrize("shape", [(3,), (1, 3), (2, 4, 3)])
def test_examples_may_come_in_any_arrangement(shape):
    network, _ = drawn([3, 4, 2], 0)
    x, p = np.random.default_rng(1).normal(size=shape), (0.2, 0.5, 0)
    rows = x.reshape(-1, 3)
    members = subnetworks(network, p)
    for answers in (
        lambda x: member_outputs(network, x, members),
        lambda x: monte_carlo(network, x, p, 3, np.random.default_rng(2)),
        lambda x: weight_scaling(network, x, p)[None],
    ):
        arranged = answers(x)
        assert arranged.shape[1:] == (*shape[:-1], 2)
        np.testing.assert_allclose(arranged.reshape(-1, len(rows), 2), answers(rows), rtol=1e-12, atol=1e-12)


@FORMS
@given(p=rates(), passes=st.integers(1, 4), seed=seeds())
def test_monte_carlo_passes_are_drawn_one_after_the_other(form, p, passes, seed):
    network, x = drawn([2, 3, 2], 0)
    ours = monte_carlo(network, x, (0, p, 0), passes, np.random.default_rng(seed), form=form)
    rng = np.random.default_rng(seed)
    assert ours.shape == (passes, 5, 2)
    for output in ours:
        m = draw_multipliers(network, (0, p, 0), 5, rng, form=form)
        np.testing.assert_array_equal(output, forward_pass(network, x, m).output)


def test_inverted_is_the_form_unless_told():
    network, x = drawn([2, 3, 2], 0)
    p, rng = (0.2, 0.5, 0), np.random.default_rng
    for call in (
        lambda **form: subnetworks(network, p, **form).multipliers[1],
        lambda **form: weight_scaling(network, x, p, **form),
        lambda **form: monte_carlo(network, x, p, 3, rng(0), **form),
    ):
        np.testing.assert_array_equal(call(), call(form="inverted"))
        assert not np.array_equal(call(), call(form="classic"))


def bernstein(variance, n, chance):
    """How far the mean of n numbers from [0, 1] of this variance strays, but for this chance at most."""
    log = np.log(2 / chance)
    return (log / 3 + np.sqrt(log**2 / 9 + 2 * log * n * variance)) / n


def test_monte_carlo_is_the_ensemble_but_for_chance():
    network, x = drawn([3, 4, 2], 3)
    p, passes = (0.2, 0.5, 0), 4000
    members = subnetworks(network, p)
    mean, std = mean_and_std(softmax(member_outputs(network, x, members)), members.probabilities)
    ours = softmax(monte_carlo(network, x, p, passes, np.random.default_rng(1))).mean(axis=0)
    bound = bernstein(std**2, passes, FALSE_ALARM / mean.size)
    np.testing.assert_array_less(np.abs(ours - mean), bound)
    # weight scaling in the place of the mean would be seen with power above 1 - 1e-6
    away = np.abs(softmax(weight_scaling(network, x, p)) - mean)
    assert (away > bound + bernstein(std**2, passes, 1e-6)).any()


@pytest.mark.parametrize("passes", [0, -1])
def test_at_least_one_pass_is_needed(passes):
    network, x = drawn([2, 3, 2], 0)
    with pytest.raises(ValueError, match=f"^passes must be 1 or more, not {passes}$"):
        monte_carlo(network, x, (0, 0, 0), passes, np.random.default_rng(0))


def test_wrong_arguments_are_refused():
    network, x = drawn([2, 3, 2], 0)
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"^rates must name one for each of the 3 places"):
        subnetworks(network, (0.5,))
    with pytest.raises(ValueError, match=r"^p must lie in"):
        subnetworks(network, (0.5, 0, 2))
    for call in (
        lambda: subnetworks(network, (0, 0, 0), form="old"),
        lambda: weight_scaling(network, x, (0, 0, 0), form="old"),
        lambda: monte_carlo(network, x, (0, 0, 0), 1, rng, form="old"),
    ):
        with pytest.raises(ValueError, match=r"^form must be"):
            call()
    for call in (
        lambda: member_outputs(network, [[1.0, 2.0]], subnetworks(network, (0, 0, 0))),
        lambda: monte_carlo(network, [[1.0, 2.0]], (0, 0, 0), 1, rng),
        lambda: weight_scaling(network, [[1.0, 2.0]], (0, 0, 0)),
    ):
        with pytest.raises(TypeError, match=r"^x must be a numpy array, not list"):
            call()
