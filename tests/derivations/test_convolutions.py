"""The derivations of the page on convolutions, each against all masks there are, drawn out by hand."""

import itertools

import numpy as np
import pytest

from dropout_course.reference import block_keep_probability, block_seed_rate, squares_over

RATES = [0.1, 0.3, 0.5]


def all_draws(coins, chance):
    """Every outcome of so many coins, True with ``chance``, and how likely it is."""
    outcomes = np.array(list(itertools.product([False, True], repeat=coins)))
    return outcomes, np.where(outcomes, chance, 1 - chance).prod(axis=1)


def variance(values, chances):
    mean = chances @ values
    return chances @ (values - mean) ** 2


@pytest.mark.parametrize("p", RATES)
def test_a_mean_of_nine_places_averages_element_noise_away_and_channel_noise_not(p):
    dropped, chances = all_draws(9, p)
    patch = (~dropped / (1 - p)).mean(axis=1)
    assert variance(patch, chances) == pytest.approx(p / (1 - p) / 9)
    dropped, chances = all_draws(1, p)
    assert variance(~dropped[:, 0] / (1 - p), chances) == pytest.approx(p / (1 - p))


def test_element_masks_at_a_half_disturb_a_flat_patch_as_channel_masks_at_a_tenth_do():
    element, channel = 0.5 / (1 - 0.5) / 9, 0.1 / (1 - 0.1)
    assert element == pytest.approx(channel)


@pytest.mark.parametrize("p", RATES)
def test_a_place_stays_if_no_square_over_it_starts_and_on_average_a_share_p_goes(p):
    """A map of 4 x 5 has six places where a square of side 3 fits: 64 masks."""
    size, block = (4, 5), 3
    starts = [(y, x) for y in range(2) for x in range(3)]
    drawn, chances = all_draws(len(starts), block_seed_rate(p, size, block))
    dropped = np.zeros((len(drawn), *size), bool)
    for i, (y, x) in enumerate(starts):
        dropped[drawn[:, i], y : y + block, x : x + block] = True
    stays = np.tensordot(chances, ~dropped, 1)
    np.testing.assert_allclose(stays, block_keep_probability(p, size, block))
    assert 1 - stays.mean() == pytest.approx(p)


def test_one_square_reaches_the_corner_and_all_its_places_the_middle():
    covering = squares_over((14, 14), 5)
    assert (covering[0, 0], covering[7, 7]) == (1, 25)


def test_the_convolutions_have_one_percent_of_the_parameters():
    from dropout_course.experiments.convolutions import SETTINGS
    from dropout_course.training.modules.fit import build
    from dropout_course.training.streams import Streams

    condition = SETTINGS.conditions["few"]
    network = build(condition.candidates("none")[0], condition.recipe, Streams(0, layers=4))
    sizes = [(p.dim() == 4, p.numel()) for p in network.parameters()]
    of_maps = sum(n for is_kernel, n in sizes if is_kernel) + sum(condition.recipe.channels)
    assert (of_maps, sum(n for _, n in sizes)) == (1_248, 103_018)
