import itertools

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import norm
from scripted import ScriptedGenerator
from strategies import activations, rates

from dropout_course.reference import (
    classic_dropout,
    inverted_dropout,
    moments,
    multiplier_moments,
)

DROPOUT = {"inverted": inverted_dropout, "classic": classic_dropout}
FORMS = pytest.mark.parametrize("form", DROPOUT)


def enumerated(x, p, form):
    """Mean and variance over all 2^n masks, each dealt to the layer and weighted by its probability."""
    mean, square = np.zeros(x.shape), np.zeros(x.shape)
    for keep in itertools.product([False, True], repeat=x.size):
        uniforms = np.where(keep, (1 + p) / 2, p / 2)  # reaches p, or stays below it
        if p == 0:
            uniforms = np.where(keep, 0.5, -1.0)  # no number below 0 is ever drawn: probability 0
        if p == 1:
            uniforms = np.where(keep, 1.0, 0.5)  # nor is 1
        probability = np.prod(np.where(keep, 1 - p, p))
        y, _ = DROPOUT[form](x, p, ScriptedGenerator(uniforms.reshape(x.shape)))
        mean += probability * y
        square += probability * y**2
    return mean, square - mean**2


@FORMS
@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.75, 1.0])
@pytest.mark.parametrize("shape", [(), (1,), (5,), (2, 3)])
def test_moments_are_those_over_every_mask(form, p, shape):
    x = np.asarray(np.random.default_rng(0).normal(size=shape))
    mean, variance = enumerated(x, p, form)
    ours = moments(x, p, form=form)
    np.testing.assert_allclose(ours[0], mean, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(ours[1], variance, rtol=1e-12, atol=1e-14)


@FORMS
@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_moments_are_those_of_many_draws(form, p):
    draws, x = 400_000, np.array([0.5, -1.0, 2.0])
    y, _ = DROPOUT[form](np.tile(x, (draws, 1)), p, np.random.default_rng(4))
    mean, variance = moments(x, p, form=form)
    # y takes two values, so y - E[y] has fourth moment Var^2 (1 / (p (1 - p)) - 3); 12 comparisons a form
    z = norm.isf(1e-9 / 12 / 2)  # normal to a good approximation: expected counts exceed 80,000
    np.testing.assert_array_less(np.abs(y.mean(axis=0) - mean), z * np.sqrt(variance / draws))
    spread = variance * np.sqrt((1 / (p * (1 - p)) - 4) / draws) + z**2 * variance / draws
    np.testing.assert_array_less(np.abs(y.var(axis=0) - variance), z * spread)


@given(x=activations(dtype=np.float64), p=rates(below_one=True))
def test_inverted_keeps_the_mean_and_classic_shrinks_it(x, p):
    np.testing.assert_array_equal(moments(x, p, form="inverted")[0], x)
    np.testing.assert_array_equal(moments(x, p, form="classic")[0], x * (1 - p))


@given(x=activations(dtype=np.float64), p=rates(below_one=True))
def test_variance_follows_its_formula(x, p):
    np.testing.assert_allclose(moments(x, p, form="inverted")[1], x**2 * p / (1 - p), rtol=1e-14, atol=1e-300)
    np.testing.assert_allclose(moments(x, p, form="classic")[1], x**2 * p * (1 - p), rtol=1e-14, atol=1e-300)


@FORMS
@given(x=activations(), p=rates())
def test_moments_have_the_shape_and_dtype_of_the_input_and_own_their_memory(form, x, p):
    before = x.copy()
    for moment in moments(x, p, form=form):
        assert type(moment) is np.ndarray
        assert (moment.dtype, moment.shape) == (x.dtype, x.shape)
        assert not np.shares_memory(moment, x)
        moment[...] = 7
    np.testing.assert_array_equal(x, before)


@FORMS
def test_where_all_is_dropped_nothing_is_left_of_either_moment(form):
    for moment in moments(np.array([1.0, -2.0, np.inf, np.nan]), 1, form=form):
        np.testing.assert_array_equal(moment, np.zeros(4))


@FORMS
def test_where_nothing_is_dropped_nothing_varies_however_large(form):
    x = np.array([1e300, -np.inf, 0.0])
    mean, variance = moments(x, 0, form=form)
    np.testing.assert_array_equal(mean, x)
    np.testing.assert_array_equal(variance, np.zeros(3))


@pytest.mark.parametrize(
    ("p", "inverted", "classic"),
    [(0, (1, 0), (1, 0)), (0.5, (1, 1), (0.5, 0.25)), (0.75, (1, 3), (0.25, 0.1875)), (1, (0, 0), (0, 0))],
)
def test_moments_of_the_multiplier_at_rates_worked_out_by_hand(p, inverted, classic):
    assert multiplier_moments(p, form="inverted") == inverted
    assert multiplier_moments(p, form="classic") == classic


@FORMS
@given(p=rates())
def test_moments_of_the_multiplier_are_python_floats(form, p):
    assert [type(moment) for moment in multiplier_moments(p, form=form)] == [float, float]


@pytest.mark.parametrize("form", ["Inverted", "", None, True, ["classic"]])
def test_an_unknown_form_is_refused_with_the_two_there_are(form):
    complaint = f'form must be "inverted" or "classic", not {form!r}'
    for call in (lambda: multiplier_moments(0.5, form=form), lambda: moments(np.ones(2), 0.5, form=form)):
        with pytest.raises(ValueError, match="form must be") as error:
            call()
        assert str(error.value) == complaint


@FORMS
@pytest.mark.parametrize("wrong", [[1.0], 1.0, np.ones(2, int)])
def test_what_is_no_array_of_floats_is_refused_under_the_name_x(form, wrong):
    with pytest.raises(TypeError, match=r"^x must"):
        moments(wrong, 0.5, form=form)
