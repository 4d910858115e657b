import numpy as np
import pytest

from dropout_course.data import Images
from dropout_course.experiments.co_adaptation_probes import STATISTICS, Damage, damaged, named, statistics
from dropout_course.reference import Network, draw_network, effective_rank, forward_pass

UNITS = 8


def images(n, seed):
    """Labels are which of the first ten pixels is by far the brightest."""
    rng = np.random.default_rng(seed)
    pixels, labels = np.zeros((n, 28, 28), np.uint8), rng.integers(10, size=n)
    pixels[:, 0, :10] = rng.integers(0, 100, (n, 10))
    pixels[np.arange(n), 0, labels] = 255
    return Images(pixels, labels)


def copying(copies):
    """A network that answers right: each class has ``copies`` units, which all carry its pixel."""
    weights = np.zeros((784, 10 * copies), np.float32)
    for unit in range(10 * copies):
        weights[unit % 10, unit] = 1
    up = np.zeros((10 * copies, 10), np.float32)
    up[np.arange(10 * copies), np.arange(10 * copies) % 10] = 1
    return Network([weights, up], [np.zeros(10 * copies, np.float32), np.zeros(10, np.float32)])


@pytest.fixture(scope="module")
def network():
    return draw_network((784, UNITS, UNITS, 10), np.random.default_rng(0))


def test_damage_goes_by_names_that_a_path_in_a_result_can_hold():
    damage = Damage(shares=(0.5, 0.75), levels=(1.0,))
    assert damage.names() == ["plain50", "plain75", "rescaled50", "rescaled75", "noise100"]
    assert named("plain", 0.25) == "plain25"


def test_an_intact_network_answers_as_it_does(network):
    test = images(40, seed=1)
    for layer in (1, 2):
        found = damaged(network, layer, test, Damage(draws=1), np.random.default_rng(2))
        right = forward_pass(network, test.inputs()).output.argmax(1) == test.labels
        np.testing.assert_array_equal(found["intact"], right)


@pytest.mark.parametrize("layer", [1, 2])
def test_no_damage_costs_nothing(network, layer):
    nothing = Damage(shares=(0.0,), levels=(0.0,), draws=2)
    found = damaged(network, layer, images(40, seed=1), nothing, np.random.default_rng(2))
    for name in ("plain0", "rescaled0", "noise0"):
        np.testing.assert_array_equal(found[name], found["intact"])


def test_a_lost_unit_is_lost_for_all_images_and_takes_its_class_along():
    found = damaged(copying(1), 1, images(300, seed=3), Damage((0.5,), (), draws=1), np.random.default_rng(4))
    right = [found["plain50"][images(300, seed=3).labels == label].mean() for label in range(10)]
    assert sorted(right) == [0.0] * 5 + [1.0] * 5
    assert found["intact"].all()


def test_copies_step_in_for_one_another():
    """Of a hundred copies of each unit about fifty stay, whichever half is lost."""
    damage = Damage((0.5,), (), draws=20)
    alone, copied = (
        damaged(copying(copies), 1, images(100, seed=3), damage, np.random.default_rng(4))["plain50"].mean()
        for copies in (1, 100)
    )
    assert alone == pytest.approx(0.5, abs=0.1)
    assert copied > 0.95


def test_rescaling_changes_nothing_where_there_is_no_bias_and_something_where_there_is(network):
    damage = Damage((0.5,), (), draws=3)
    test = images(60, seed=5)
    found = damaged(network, 1, test, damage, np.random.default_rng(6))
    np.testing.assert_array_equal(found["plain50"], found["rescaled50"])
    biased = Network(network.weights, [*network.biases[:2], np.linspace(0, 0.5, 10)])
    found = damaged(biased, 1, test, damage, np.random.default_rng(6))
    assert (found["plain50"] != found["rescaled50"]).any()


def test_noise_knows_no_difference_between_large_weights_and_small_ones(network):
    """Units made ten times as large, and what they feed ten times as small, compute the same."""
    first, second, third = network.weights
    other = Network([10 * first, second / 10, third], network.biases)
    noise = Damage((), (1.0,), draws=3)
    ours, theirs = (
        damaged(n, 1, images(60, seed=7), noise, np.random.default_rng(8))["noise100"]
        for n in (network, other)
    )
    np.testing.assert_array_equal(ours, theirs)


def test_statistics_are_those_of_the_hidden_layer_on_each_sample(network):
    seen, judged = images(60, seed=9), images(50, seed=10)
    rows = [np.arange(50), np.arange(25)]
    for layer in (1, 2):
        found = statistics(network, layer, seen, judged, rows)
        assert set(found) == set(STATISTICS)
        h = forward_pass(network, judged.inputs()).inputs[layer].astype(float)
        assert found["rank"] == pytest.approx([effective_rank(h), effective_rank(h[:25])])
        assert found["activation"] == pytest.approx([h.mean(), h[:25].mean()])
