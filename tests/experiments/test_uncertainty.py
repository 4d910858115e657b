import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.demos import uncertainty as demo
from dropout_course.experiments import curves, find, uncertainty
from dropout_course.reference import forward_pass

SMALL = dataclasses.replace(
    uncertainty.SETTINGS,
    seeds=(1, 2, 3),
    passes=20,
    recipe=curves.Recipe(steps=20),
    shapes={
        name: curves.Shape((6,) * len(shape.hidden), shape.activation)
        for name, shape in uncertainty.SETTINGS.shapes.items()
    },
)


@pytest.fixture(scope="module")
def small():
    return uncertainty.measure(SMALL, train=None)


@pytest.fixture(scope="module")
def committed():
    return results.load("uncertainty")


def test_no_point_lies_in_the_gap_and_longer_draws_begin_with_shorter_ones():
    x, y = curves.draw_points(500, np.random.default_rng(1))
    assert curves.in_the_data(x).all()
    assert not curves.in_the_gap(x).any()
    fewer, its_y = curves.draw_points(20, np.random.default_rng(1))
    np.testing.assert_array_equal(x[:20], fewer)
    np.testing.assert_array_equal(y[:20], its_y)
    # standard deviation of 500 normal numbers: 3% off is one standard error
    assert (y - curves.curve(x)).std() == pytest.approx(curves.NOISE, rel=0.2)


def test_a_fitted_network_follows_the_points_and_dropout_holds_it_back():
    x, y = curves.draw_points(40, np.random.default_rng(1))

    def error(p):
        recipe = curves.Recipe(steps=400, learning_rate=0.03)
        network = curves.fit(x, y, curves.Shape((20,), "relu"), p, recipe, seed=1)
        return np.mean((forward_pass(network, x).output - y) ** 2)

    assert error(0.0) < 0.2 * y.var() < error(0.8)


def test_units_bend_all_over_the_data_at_the_start():
    network = curves.fit(
        np.zeros((1, 1)), np.zeros((1, 1)), curves.Shape((200,), "relu"), 0.0, curves.Recipe(steps=0), seed=1
    )
    bends = -network.biases[0] / network.weights[0][0]
    assert (
        np.histogram(bends, bins=4, range=(-2, 2))[0].min() > 20
    )  # 50 expected in each: below 20 is rarer than 1e-6


def test_the_same_seed_gives_the_same_network_and_another_another():
    x, y = curves.draw_points(10, np.random.default_rng(1))

    def answer(seed):
        return forward_pass(
            curves.fit(x, y, curves.Shape((5,), "relu"), 0.5, curves.Recipe(steps=5), seed), x
        ).output

    np.testing.assert_array_equal(answer(1), answer(1))
    assert not np.array_equal(answer(1), answer(2))


def test_every_seed_has_its_number_and_the_means_are_theirs(small):
    for cells in small["networks"].values():
        assert cells.keys() == uncertainty.CELLS.keys()
        regions = [cell[region] for cell in cells.values() for region in uncertainty.REGIONS]
        for found in (found for region in regions for found in region.values()):
            assert len(found["by_seed"]) == 3
            assert found["mean"] == pytest.approx(np.mean(found["by_seed"]))


def test_the_sample_is_the_results_own_first_numbers(small):
    again = uncertainty.sample(SMALL, small, train=None)
    assert len(again) == 6
    for place, numbers in again.items():
        found = small
        for step in place.split("."):
            found = found[step]
        assert found[: len(numbers)] == numbers


def test_a_contrast_is_the_difference_of_logarithms_paired_by_seed(small):
    cells = small["networks"]["relu"]
    ratios = np.divide(cells["n20"]["data"]["band"]["by_seed"], cells["n320"]["data"]["band"]["by_seed"])
    found = small["contrasts"]["data_narrow_the_band"]["relu"]
    assert found["estimate"] == pytest.approx(np.log2(ratios).mean())
    in_gap = small["contrasts"]["wrong_in_the_gap"]["relu"]["estimate"]
    ratios = np.divide(cells["n80"]["gap"]["error"]["by_seed"], cells["n80"]["gap"]["band"]["by_seed"])
    assert in_gap == pytest.approx(np.log2(ratios / 2).mean())


def test_the_experiment_can_be_found_by_its_name():
    assert find("uncertainty") is uncertainty


def test_the_committed_places_are_the_grid_of_the_code(committed):
    np.testing.assert_allclose(committed["x"], uncertainty.GRID)


def test_the_demo_shows_what_the_experiment_tries(committed):
    x, y = curves.draw_points(max(demo.POINTS), np.random.default_rng(21))
    shown = np.frombuffer(demo.Uncertainty()._points, dtype=np.float32).reshape(-1, 2)
    np.testing.assert_allclose(shown, np.hstack([x, y]), rtol=1e-6)
    assert (demo.DATA, demo.GAP) == (curves.DATA, curves.GAP)
    np.testing.assert_allclose(demo.GRID, uncertainty.GRID, atol=1e-12)


def test_figure_and_tables_speak_of_what_was_measured(committed):
    figure = uncertainty.figure(committed)
    for word in ("10 seeds", "95% intervals", "400 passes", "p = 0.1"):
        assert word in figure.caption
    for points in (20, 80, 320):
        assert f"at {points} points" in figure.alternative
    band = committed["networks"]["relu"]["n80"]["gap"]["band"]["mean"]
    table = uncertainty.table(committed)
    assert table.rows[0][2].startswith(f"{band:.2f}")
    assert len(uncertainty.verdicts(committed).rows) == len(uncertainty.COMPARISONS)
