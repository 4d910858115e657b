"""What dropout charges for a sum, as the page on co-adaptation derives it."""

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scripted import ScriptedGenerator
from strategies import rates, seeds

from dropout_course.reference import cancellation, expected_dropout_loss, inverted_dropout, moments


def price(terms, p):
    """Variance of the sum of ``terms`` under inverted dropout, over all masks."""
    sums, weights = [], []
    for keep in product([0.0, 1.0], repeat=len(terms)):
        uniforms = np.where(np.array(keep) == 1, (1 + p) / 2, p / 2)  # reaches p, or stays below it
        y, _ = inverted_dropout(terms, p, ScriptedGenerator(uniforms))
        sums.append(y.sum())
        weights.append(np.prod(np.where(keep, 1 - p, p)))
    mean = np.dot(weights, sums)
    return np.dot(weights, (np.array(sums) - mean) ** 2)


def least(terms, p):
    """p / (1 - p) * z^2 / (n (1 - c)^2), by the package's own cancellation."""
    c = cancellation(np.stack([terms, terms]), np.ones((len(terms), 1)))
    return p / (1 - p) * terms.sum() ** 2 / (len(terms) * (1 - c) ** 2)


@settings(max_examples=60, deadline=None)
@given(seed=seeds(), n=st.integers(1, 6), p=rates(above_zero=True, below_one=True))
def test_the_price_of_a_sum_is_never_below_the_bound(seed, n, p):
    assume(1e-6 < p < 0.999)  # below, the noise drowns in rounding
    terms = np.random.default_rng(seed).normal(size=n)
    assume(abs(terms.sum()) > 1e-3)
    assert price(terms, p) == pytest.approx(p / (1 - p) * (terms**2).sum(), rel=1e-9)
    assert price(terms, p) >= least(terms, p) * (1 - 1e-9)


@pytest.mark.parametrize("terms", [[2.0], [1.5, 1.5, 1.5], [1.0, 1.0, 1.0, -1.0], [-3.0, 3.0, 3.0]])
@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_terms_of_one_size_pay_exactly_the_bound(terms, p):
    terms = np.array(terms)
    assert price(terms, p) == pytest.approx(least(terms, p), rel=1e-12)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_a_correcting_pair_pays_for_its_error_and_copies_share_the_price(p):
    """The page's four numbers: same output, loss only from dropout's noise."""
    rng = np.random.default_rng(0)
    s, e = rng.normal(size=(2, 500))
    noise = p / (1 - p)
    pair = np.column_stack([s + e, e])
    assert expected_dropout_loss(pair, s, np.array([1.0, -1.0]), p) == pytest.approx(
        noise * (((s + e) ** 2).sum() + (e**2).sum())
    )
    alone = noise * (s**2).sum()
    for n in (1, 2, 5):
        copies = np.tile(s[:, None], n)
        assert expected_dropout_loss(copies, s, np.full(n, 1 / n), p) == pytest.approx(alone / n)


def test_the_terms_of_a_sum_have_the_moments_that_the_bound_rests_on():
    terms = np.array([3.0, -1.0, 0.5])
    _, variance = moments(terms, 0.5, form="inverted")
    assert variance.sum() == pytest.approx(price(terms, 0.5))
