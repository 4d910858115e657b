import numpy as np
import pytest
from hypothesis import given
from strategies import rates, seeds, shapes

from dropout_course.reference import classic_multiplier, inverted_multiplier, keep_mask

BOTH = pytest.mark.parametrize("multiplier", [inverted_multiplier, classic_multiplier])


@given(p=rates(below_one=True), shape=shapes(), seed=seeds())
def test_inverted_survivors_are_scaled_and_the_rest_is_zero(p, shape, seed):
    m = inverted_multiplier(shape, p, np.random.default_rng(seed))
    keep = keep_mask(shape, p, np.random.default_rng(seed))  # the same draw
    np.testing.assert_array_equal(m, np.where(keep, 1 / (1 - p), 0))


@given(p=rates(), shape=shapes(), seed=seeds())
def test_classic_survivors_are_left_alone_and_the_rest_is_zero(p, shape, seed):
    m = classic_multiplier(shape, p, np.random.default_rng(seed))
    keep = keep_mask(shape, p, np.random.default_rng(seed))  # the same draw
    np.testing.assert_array_equal(m, np.where(keep, 1, 0))


@given(shape=shapes(), seed=seeds())
def test_at_rate_one_the_inverted_multiplier_is_zero_and_not_nan(shape, seed):
    np.testing.assert_array_equal(inverted_multiplier(shape, 1, np.random.default_rng(seed)), np.zeros(shape))


@given(p=rates(), shape=shapes(), seed=seeds())
def test_at_test_time_inverted_is_one_and_classic_is_the_keep_probability(p, shape, seed):
    rng = np.random.default_rng(seed)
    np.testing.assert_array_equal(inverted_multiplier(shape, p, rng, training=False), np.ones(shape))
    np.testing.assert_array_equal(classic_multiplier(shape, p, rng, training=False), np.full(shape, 1 - p))


@BOTH
@given(p=rates(), shape=shapes(), seed=seeds())
def test_test_time_draws_nothing(multiplier, p, shape, seed):
    rng = np.random.default_rng(seed)
    multiplier(shape, p, rng, training=False)
    assert rng.random() == np.random.default_rng(seed).random()


@BOTH
@given(p=rates(), shape=shapes(), seed=seeds())
def test_training_takes_as_many_numbers_as_the_mask_does(multiplier, p, shape, seed):
    ours, counted = np.random.default_rng(seed), np.random.default_rng(seed)
    multiplier(shape, p, ours)
    keep_mask(shape, p, counted)
    assert ours.random() == counted.random()


@BOTH
@pytest.mark.parametrize("training", [True, False])
@given(p=rates(), shape=shapes(), seed=seeds())
def test_a_multiplier_is_a_float64_array_of_the_asked_shape(multiplier, training, p, shape, seed):
    m = multiplier(shape, p, np.random.default_rng(seed), training=training)
    assert type(m) is np.ndarray
    assert m.dtype == np.float64
    assert m.shape == shape


@BOTH
@pytest.mark.parametrize("training", [True, False])
def test_a_narrow_rate_does_not_narrow_the_multiplier(multiplier, training):
    m = multiplier((50,), np.float32(0.1), np.random.default_rng(0), training=training)
    assert m.dtype == np.float64


@BOTH
@pytest.mark.parametrize("training", [True, False])
def test_an_int_means_a_row_of_so_many_units(multiplier, training):
    assert multiplier(7, 0.5, np.random.default_rng(0), training=training).shape == (7,)


@BOTH
@pytest.mark.parametrize("training", [True, False])
def test_a_multiplier_may_be_written_to(multiplier, training):
    m = multiplier((3,), 0.5, np.random.default_rng(0), training=training)
    untouched = m.copy()
    m[:] = 7
    again = multiplier((3,), 0.5, np.random.default_rng(0), training=training)
    np.testing.assert_array_equal(again, untouched)


@BOTH
def test_mode_is_a_keyword_for_a_bare_false_says_little(multiplier):
    with pytest.raises(TypeError, match="positional"):
        multiplier((3,), 0.5, np.random.default_rng(0), False)
