import numpy as np
import pytest
from chance import Coin
from scipy.stats import ttest_1samp

from dropout_course.experiments.intervals import (
    CONFIDENCE,
    Effect,
    mean_effect,
    resampled_effect,
    seed_effect,
)


def crossed(rng, repeats, seeds=5, images=200, sd=(1.0, 10.0, 10.0)):
    """(repeats, seeds, images): zero plus effects of seed, image and both."""
    of_seed, of_image, rest = sd
    return (
        of_seed * rng.standard_normal((repeats, seeds, 1))
        + of_image * rng.standard_normal((repeats, 1, images))
        + rest * rng.standard_normal((repeats, seeds, images))
    )


def covered(interval, truth=0.0):
    return interval.low <= truth <= interval.high


def coverage(draws):
    return np.mean([covered(mean_effect([values]).interval()) for values in draws])


WORLDS = 4000
AT_LEAST = Coin(WORLDS, 0.935).bounds[0] / WORLDS  # few degrees of freedom make 95% an approximation


def test_the_bound_on_coverage_would_see_an_interval_that_is_too_narrow():
    assert Coin(WORLDS, 0.935).power(0.87) > 1 - 1e-6


@pytest.mark.parametrize(
    "sd",
    [
        pytest.param((1.0, 10.0, 10.0), id="seeds and images matter alike"),
        pytest.param((1.0, 0.0, 1.0), id="seeds matter most"),
        pytest.param((0.0, 10.0, 1.0), id="images matter most"),
        pytest.param((0.0, 0.0, 10.0), id="neither matters by itself"),
        pytest.param((0.1, 0.3, 0.3), id="seeds matter more"),
    ],
)
def test_the_interval_covers_the_truth_as_often_as_it_says(sd):
    assert coverage(crossed(np.random.default_rng(0), WORLDS, sd=sd)) >= AT_LEAST


def test_the_variance_is_right_on_average_and_counts_nothing_twice():
    """0.2 of seeds, 0.5 of images, 0.1 of the rest; the mean of all estimates errs by some 0.004."""
    effects = [mean_effect([values]) for values in crossed(np.random.default_rng(7), WORLDS)]
    variances = [effect.seed_variance + effect.image_variance for effect in effects]
    assert np.mean(variances) == pytest.approx(0.8, abs=0.03)


def test_what_a_seed_does_to_both_sets_alike_cancels_from_their_gap():
    of_seed = np.array([[1.0], [2.0], [4.0]])
    gap = mean_effect([np.repeat(of_seed, 30, axis=1), -np.repeat(of_seed, 20, axis=1)])
    assert gap.interval() == pytest.approx((0, 0, 0), abs=1e-12)


def test_an_interval_over_seeds_alone_would_miss_the_truth_often():
    """Why seeds and images are crossed: judged on the same images, five models share their luck."""
    draws = crossed(np.random.default_rng(1), 1000, sd=(0.2, 10.0, 1.0))
    naive = [ttest_1samp(values.mean(1), 0).confidence_interval(CONFIDENCE) for values in draws]
    assert np.mean([covered(interval) for interval in naive]) < 0.5
    assert coverage(draws) > 0.9


def test_contrasts_of_right_and_wrong_answers_are_covered():
    """As in an experiment: two models a seed, images of unequal difficulty, answers right or wrong."""
    rng = np.random.default_rng(2)
    difficulty = 1.5 * rng.standard_normal((WORLDS, 1, 300))
    skills = [1.5 + 0.1 * rng.standard_normal((WORLDS, 5, 1)) for _ in range(2)]
    one, other = (rng.standard_normal((WORLDS, 5, 300)) < skill - difficulty for skill in skills)
    assert coverage(one.astype(float) - other) >= AT_LEAST


def test_a_gap_between_two_sets_of_images_is_covered():
    rng = np.random.default_rng(3)
    pairs = zip(crossed(rng, WORLDS), crossed(rng, WORLDS, images=120), strict=True)
    assert np.mean([covered(mean_effect([a, -b]).interval()) for a, b in pairs]) >= AT_LEAST


def test_where_only_seeds_differ_it_is_the_t_interval():
    by_seed = np.array([0.3, 0.1, 0.4, 0.1, 0.5])
    ours = mean_effect([np.repeat(by_seed[:, None], 50, axis=1)]).interval()
    theirs = ttest_1samp(by_seed, 0).confidence_interval(CONFIDENCE)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))


def test_where_only_images_differ_it_is_the_t_interval_over_images():
    by_image = np.random.default_rng(4).standard_normal(80)
    ours = mean_effect([np.repeat(by_image[None], 5, axis=0)]).interval()
    theirs = ttest_1samp(by_image, 0).confidence_interval(CONFIDENCE)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))


def test_no_variation_gives_a_point():
    assert mean_effect([np.ones((5, 10))], constant=-0.25).interval() == (0.75, 0.75, 0.75)


def test_more_seeds_narrow_the_interval_down_to_what_the_images_leave():
    effect = Effect(estimate=1.0, seed_variance=4.0, image_variance=0.25, seeds=5, images=100_000)
    widths = [interval.high - interval.low for interval in map(effect.interval, (5, 10, 100, 10**6))]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(2 * 1.96 * 0.5, rel=1e-3)
    assert effect.interval(5) == effect.interval()


def test_a_resampled_mean_has_the_interval_of_the_mean():
    values = crossed(np.random.default_rng(5), 1, seeds=6, images=500, sd=(0.5, 10.0, 0.1))[0]
    formula = mean_effect([values])
    bootstrap = resampled_effect(lambda rows: values[:, rows].mean(1), 500, np.random.default_rng(6))
    assert bootstrap.estimate == pytest.approx(formula.estimate)
    assert bootstrap.seed_variance == pytest.approx(formula.seed_variance)
    # a variance from 200 resamples has a relative sd of .1: six of them
    assert bootstrap.image_variance == pytest.approx(formula.image_variance, rel=0.6)
    assert bootstrap.image_variance > 0


@pytest.mark.parametrize("seeds", [2, 5, 10])
def test_one_number_a_seed_has_students_interval(seeds):
    values = np.random.default_rng(3).normal(1, 2, seeds)
    expected = ttest_1samp(values, 0).confidence_interval(CONFIDENCE)
    interval = seed_effect(values).interval()
    assert interval == pytest.approx((values.mean(), expected.low, expected.high))
