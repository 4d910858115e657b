import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from strategies import seeds

from dropout_course.reference import (
    cancellation,
    effective_rank,
    linear_predictability,
    mean_correlation,
)
from dropout_course.reference.co_adaptation import RIDGE

STATISTICS = {
    "mean correlation": mean_correlation,
    "effective rank": effective_rank,
    "linear predictability": lambda h: linear_predictability(h, np.arange(6.0).reshape(3, 2) ** 2),
    "linear predictability, unseen": lambda h: linear_predictability(np.arange(6.0).reshape(3, 2) ** 2, h),
    "cancellation": lambda h: cancellation(h, np.ones((2, 1))),
}


def orthogonal(examples, units, rng):
    """Units of mean 0 and variance 1 without any correlation among these examples."""
    h = rng.normal(size=(examples, units))
    q, _ = np.linalg.qr(h - h.mean(0))
    return q * np.sqrt(examples)


# ---- correlation


def test_uncorrelated_units_have_no_correlation_and_copies_have_all():
    h = orthogonal(50, 4, np.random.default_rng(0))
    assert mean_correlation(h) == pytest.approx(0, abs=1e-12)
    assert mean_correlation(h[:, :1] * [1.0, 3.0, -0.5] + [0.0, 7.0, 1.0]) == pytest.approx(1)


def test_it_is_the_mean_over_pairs_of_numpys_correlation():
    h = np.maximum(
        0, np.random.default_rng(1).normal(size=(200, 30)) @ np.random.default_rng(2).normal(size=(30, 12))
    )
    r = np.corrcoef(h.T)
    assert mean_correlation(h) == pytest.approx(np.abs(r[np.triu_indices(12, 1)]).mean())


def test_one_pair_of_copies_among_independent_units_counts_as_one_pair_of_six():
    h = orthogonal(50, 3, np.random.default_rng(3))
    assert mean_correlation(np.column_stack([h, h[:, 0]])) == pytest.approx(1 / 6)


@pytest.mark.parametrize("rank_of", [mean_correlation, lambda h: linear_predictability(h, h)])
def test_units_that_never_vary_are_left_out(rank_of):
    h = np.random.default_rng(4).normal(size=(60, 3)) @ np.array([[1, 1, 0], [0, 1, 1], [0, 0, 1.0]])
    dead = np.column_stack([np.zeros(60), h, np.full(60, 0.1)])
    assert rank_of(dead) == pytest.approx(rank_of(h))


@pytest.mark.parametrize("statistic", [mean_correlation, lambda h: linear_predictability(h, h)])
def test_neither_knows_the_scale_of_the_activations(statistic):
    h = np.random.default_rng(13).normal(size=(60, 3)) @ np.array([[1, 1, 0], [0, 1, 1], [0, 0, 1.0]])
    assert statistic(h / 1000) == pytest.approx(statistic(h))


# ---- effective rank


@pytest.mark.parametrize("directions", [1, 2, 5])
def test_equal_variance_in_k_directions_is_rank_k_and_copies_add_none(directions):
    h = orthogonal(40, directions, np.random.default_rng(5))
    rotation, _ = np.linalg.qr(np.random.default_rng(6).normal(size=(7, directions)))
    assert effective_rank(h) == pytest.approx(directions)
    assert effective_rank(h @ rotation.T + 3.0) == pytest.approx(directions)


def test_unequal_directions_count_by_the_entropy_of_their_spread():
    h = orthogonal(40, 2, np.random.default_rng(7)) * [3.0, 1.0]
    assert effective_rank(h) == pytest.approx(np.exp(-0.75 * np.log(0.75) - 0.25 * np.log(0.25)))
    for scale in (100, 1e-4):
        assert effective_rank(scale * h) == pytest.approx(effective_rank(h))


# ---- predictability


def test_a_unit_that_others_add_up_to_is_told_and_independent_ones_are_not():
    rng = np.random.default_rng(8)
    seen, unseen = rng.normal(size=(2, 4000, 2))
    copies = [np.column_stack([h, h.sum(1)]) for h in (seen, unseen)]
    assert linear_predictability(*copies) == pytest.approx(1, abs=1e-4)
    assert linear_predictability(seen, unseen) == pytest.approx(0, abs=0.01)  # sd of R^2 under 0.001


def test_it_is_scikit_learns_ridge_regression_unit_by_unit():
    rng = np.random.default_rng(9)
    units = np.maximum(0, rng.normal(size=(70, 5)) @ rng.normal(size=(5, 6)) + 0.3 * rng.normal(size=(70, 6)))
    seen, unseen = units[:40], units[40:]
    alpha = RIDGE * seen.var(0).mean() * len(seen)

    def predicted(i):
        others = np.arange(6) != i
        return Ridge(alpha=alpha).fit(seen[:, others], seen[:, i]).predict(unseen[:, others])

    expected = r2_score(
        unseen, np.stack([predicted(i) for i in range(6)], axis=1), multioutput="variance_weighted"
    )
    assert linear_predictability(seen, unseen) == pytest.approx(expected)


def test_a_unit_that_hardly_ever_fires_shatters_no_regression():
    """It fires once where the regressions are fitted, faintly, and a thousand times as much elsewhere."""
    rng = np.random.default_rng(12)
    seen, unseen = np.split(rng.normal(size=(400, 2)) @ np.array([[1, 0, 1], [0, 1, 1.0]]), 2)
    seen[:, 2] += 0.1 * rng.normal(size=200)
    rare = np.zeros((200, 1))
    rare[0] = 1
    with_it = [np.column_stack([seen, rare / 1000]), np.column_stack([unseen, rare])]
    assert linear_predictability(*with_it) == pytest.approx(linear_predictability(seen, unseen), abs=0.01)


def test_exact_copies_are_no_obstacle():
    h = np.random.default_rng(10).normal(size=(50, 1)) * [1.0, 1.0, 1.0]
    assert linear_predictability(h, h) == pytest.approx(1, abs=1e-5)


def test_what_was_learned_by_heart_does_not_count():
    """As many units as examples: each is told exactly where the regression was fitted, and nowhere else."""
    seen, unseen = np.random.default_rng(11).normal(size=(2, 30, 30))
    assert linear_predictability(seen, seen) > 0.9
    assert linear_predictability(seen, unseen) < 0


# ---- cancellation


@pytest.mark.parametrize(
    ("terms", "share"),
    [([3.0, 1.0], 0), ([3.0, -1.0], 0.5), ([3.0, -3.0], 1), ([-2.0, -2.0], 0), ([4.0, -1.0, -1.0], 2 / 3)],
)
def test_it_is_the_share_that_other_terms_take_back(terms, share):
    h = np.array([terms, terms])
    assert cancellation(h, np.ones((len(terms), 1))) == pytest.approx(share)
    assert cancellation(np.abs(h), np.sign(h[:1]).T) == pytest.approx(share)


def test_sums_count_by_their_size_over_examples_and_units():
    h = np.array([[1.0, 1.0], [2.0, 1.0]])
    w = np.array([[1.0, 2.0], [1.0, -2.0]])  # sums 2, 3 without cancelling; 0 of 4, 2 of 6
    assert cancellation(h, w) == pytest.approx(1 - (2 + 3 + 0 + 2) / (2 + 3 + 4 + 6))


def test_sums_of_two_examples_or_units_cancel_nothing_of_each_other():
    h = np.array([[1.0, 2.0], [-1.0, -2.0]])
    assert cancellation(h, np.array([[1.0, -1.0], [1.0, -1.0]])) == 0


@settings(max_examples=50)
@given(seed=seeds(), units=st.integers(1, 6), scale=st.floats(0.01, 100))
def test_it_lies_between_none_and_all_and_knows_no_scale(seed, units, scale):
    rng = np.random.default_rng(seed)
    h, w = rng.normal(size=(4, units)), rng.normal(size=(units, 3))
    assert 0 <= cancellation(h, w) + 1e-12 <= 1 + 1e-12
    assert cancellation(scale * h, w) == pytest.approx(cancellation(h, w))


# ---- refusals


@pytest.mark.parametrize(("name", "statistic"), STATISTICS.items(), ids=STATISTICS)
@pytest.mark.parametrize("h", [np.ones(2), np.ones((1, 2)), np.ones((0, 2)), np.ones((2, 2, 2))], ids=str)
def test_what_is_not_examples_of_units_is_refused(name, statistic, h):
    asked = {"linear predictability": "seen", "linear predictability, unseen": "unseen"}.get(name, "h")
    words = f"{asked} must have the shape (examples, units), two examples or more, not {h.shape}"
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        statistic(h)
    with pytest.raises(TypeError, match=f"^{asked} must be a numpy array, not list"):
        statistic(h.tolist())


@pytest.mark.parametrize("statistic", [mean_correlation, lambda h: linear_predictability(h, h)])
@pytest.mark.parametrize("live", [0, 1])
def test_one_unit_alone_has_no_company(statistic, live):
    h = np.zeros((3, 4))
    h[0, :live] = 1
    words = f"it takes two units that vary, not {live}: others are no company for a unit"
    with pytest.raises(ValueError, match=f"^{words}$"):
        statistic(h)


def test_units_that_do_not_match_are_refused():
    h = np.eye(3)
    with pytest.raises(ValueError, match=r"^seen and unseen must hold the same units, not 3 and 2$"):
        linear_predictability(h, h[:, :2])
    for w in (np.ones((2, 1)), np.ones(3), np.ones((3, 1, 1))):
        words = f"w must have the shape (3, next units) for this h, not {w.shape}"
        with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
            cancellation(h, w)
    with pytest.raises(TypeError, match=r"^w must be a numpy array, not list"):
        cancellation(h, [[1.0]])


def test_where_there_is_nothing_to_measure_it_says_so():
    with pytest.raises(ValueError, match=r"^no unit of h varies: there is no direction to count$"):
        effective_rank(np.ones((3, 2)))
    with pytest.raises(ValueError, match=r"^every term is 0: there is nothing to cancel$"):
        cancellation(np.zeros((3, 2)), np.ones((2, 1)))
