import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import activations, rates, seeds

from dropout_course.reference import (
    backward,
    classic_dropout,
    classic_multiplier,
    forward,
    inverted_dropout,
    inverted_multiplier,
)

FORMS = [(inverted_dropout, inverted_multiplier), (classic_dropout, classic_multiplier)]
BOTH = pytest.mark.parametrize("dropout", [inverted_dropout, classic_dropout])
MODES = pytest.mark.parametrize("training", [True, False])


@pytest.mark.parametrize(("dropout", "draw"), FORMS)
@MODES
@given(x=activations(), p=rates(), seed=seeds())
def test_dropout_draws_its_multiplier_and_multiplies(dropout, draw, training, x, p, seed):
    y, m = dropout(x, p, np.random.default_rng(seed), training=training)
    np.testing.assert_array_equal(
        m, draw(x.shape, p, np.random.default_rng(seed), training=training).astype(x.dtype)
    )
    np.testing.assert_array_equal(y, forward(x, m))
    np.testing.assert_array_equal(y, x * m)


@BOTH
@given(x=activations(magnitude=1e6), p=rates(), seed=seeds())
def test_training_is_what_happens_unless_told(dropout, x, p, seed):
    y, m = dropout(x, p, np.random.default_rng(seed))
    y_told, m_told = dropout(x, p, np.random.default_rng(seed), training=True)
    np.testing.assert_array_equal(y, y_told)
    np.testing.assert_array_equal(m, m_told)


@BOTH
@MODES
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble])
@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (5,), (2, 3, 4)])
def test_output_and_multiplier_have_the_shape_and_dtype_of_the_input(dropout, training, dtype, shape):
    for array in dropout(np.ones(shape, dtype), 0.5, np.random.default_rng(0), training=training):
        assert type(array) is np.ndarray
        assert (array.dtype, array.shape) == (dtype, shape)


@BOTH
@MODES
@given(x=activations(), p=rates(), seed=seeds())
def test_the_input_is_not_modified_and_every_array_is_the_callers_own(dropout, training, x, p, seed):
    before = x.copy()
    y, m = dropout(x, p, np.random.default_rng(seed), training=training)
    assert not np.shares_memory(y, x)
    assert not np.shares_memory(m, x)
    assert not np.shares_memory(y, m)
    y[...] = 7
    m[...] = 7
    np.testing.assert_array_equal(x, before)


@given(x=activations(), p=rates(), seed=seeds())
def test_at_test_time_inverted_is_the_identity_and_classic_scales_by_the_keep_probability(x, p, seed):
    rng = np.random.default_rng(seed)
    np.testing.assert_array_equal(inverted_dropout(x, p, rng, training=False)[0], x)
    np.testing.assert_array_equal(
        classic_dropout(x, p, rng, training=False)[0], x * np.asarray(1 - p).astype(x.dtype)
    )


@BOTH
@given(x=activations(), seed=seeds())
def test_rate_zero_changes_nothing_and_rate_one_leaves_nothing(dropout, x, seed):
    np.testing.assert_array_equal(dropout(x, 0, np.random.default_rng(seed))[0], x)
    np.testing.assert_array_equal(dropout(x, 1, np.random.default_rng(seed))[0], np.zeros_like(x))


@given(x=activations(), p=rates(below_one=True), seed=seeds())
def test_the_two_forms_differ_by_the_keep_probability_alone(x, p, seed):
    inverted, _ = inverted_dropout(x, p, np.random.default_rng(seed))
    classic, _ = classic_dropout(x, p, np.random.default_rng(seed))
    np.testing.assert_allclose(inverted.astype(float) * (1 - p), classic, rtol=1e-6)


@BOTH
@MODES
@given(data=st.data(), x=activations(), p=rates(), seed=seeds())
def test_backward_is_the_adjoint_of_forward(dropout, training, data, x, p, seed):
    x = x.astype(np.float64)
    dy = data.draw(activations(dtype=np.float64, shape=x.shape))
    y, m = dropout(x, p, np.random.default_rng(seed), training=training)
    left, right = np.sum(dy * y), np.sum(backward(dy, m) * x)
    np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-300 + 1e-9 * np.sum(np.abs(dy * y)))


@BOTH
@MODES
def test_a_dropped_infinity_is_zero_and_a_kept_one_stays(dropout, training):
    y, m = dropout(np.full(1000, np.inf), 0.5, np.random.default_rng(0), training=training)
    np.testing.assert_array_equal(y, np.where(m == 0, 0, np.inf))


@BOTH
@MODES
@pytest.mark.parametrize("wrong", [[1.0], 1.0, np.ones(2, int)])
def test_what_is_no_array_of_floats_is_refused_under_the_name_x(dropout, training, wrong):
    with pytest.raises(TypeError, match=r"^x must .*: pass .*x.*float\)$"):
        dropout(wrong, 0.5, np.random.default_rng(0), training=training)
