import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from strategies import activations, dtypes, shapes

from dropout_course.reference import backward, forward

EITHER = pytest.mark.parametrize("product", [forward, backward])


def pairs(shape=None):
    """Activations and a multiplier of the same dtype and shape, zeros often among the multiplier."""

    def pair(dtype, shape):
        values = activations(dtype=dtype, shape=shape)
        zeroed = st.tuples(values, values).map(lambda two: np.where(two[0] > 0, two[1], 0).astype(dtype))
        return st.tuples(values, zeroed)

    return st.builds(lambda d, s: (d, s), dtypes(), shape or shapes()).flatmap(lambda ds: pair(*ds))


@EITHER
@given(pair=pairs())
def test_the_product_is_element_by_element(product, pair):
    x, m = pair
    y = product(x, m)
    np.testing.assert_array_equal(y, x * m)
    assert type(y) is np.ndarray
    assert (y.dtype, y.shape) == (x.dtype, x.shape)


@given(pair=pairs(), dy=st.data())
def test_backward_is_the_gradient_that_torch_finds(pair, dy):
    x, m = pair
    dy = dy.draw(activations(dtype=x.dtype, shape=x.shape))
    leaf = torch.tensor(x, requires_grad=True)
    (leaf * torch.tensor(m)).backward(torch.tensor(dy))
    np.testing.assert_array_equal(backward(dy, m), leaf.grad.numpy())


@EITHER
@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_a_dropped_unit_is_zero_whatever_it_held(product, value):
    y = product(np.array([value, value, 1.0]), np.array([0.0, 2.0, 2.0]))
    np.testing.assert_array_equal(y, [0.0, 2 * value, 2.0])


@EITHER
@pytest.mark.parametrize("shape", [(2, 3, 1, 1), (1, 3, 1, 1), (4, 5), (), (2, 3, 4, 5)])
def test_a_multiplier_shared_over_axes_is_broadcast(product, shape):
    rng = np.random.default_rng(0)
    x, m = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=shape)
    np.testing.assert_array_equal(product(x, m), x * m)


@EITHER
@pytest.mark.parametrize("shape", [(2, 3), (4,), (0,), (1, 3)])
def test_a_multiplier_that_would_widen_the_activations_is_refused(product, shape):
    with pytest.raises(ValueError, match="does not fit") as error:
        product(np.ones(3), np.ones(shape))
    assert str(error.value) == (
        f"a multiplier of shape {shape} does not fit an array of shape (3,): draw it for that one"
    )


@EITHER
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.longdouble, ">f4"])
@pytest.mark.parametrize("multiplier_dtype", [np.float16, np.float64, np.longdouble])
def test_the_activations_decide_the_dtype(product, dtype, multiplier_dtype):
    y = product(np.array([1.5, 3.0], dtype), np.array([2.0, 0.0], multiplier_dtype))
    assert y.dtype == dtype
    np.testing.assert_array_equal(y, [3.0, 0.0])


@EITHER
def test_a_multiplier_is_rounded_to_the_dtype_before_the_product(product):
    rng = np.random.default_rng(0)
    x, m = rng.normal(size=1000).astype(np.float32), rng.normal(size=1000)
    np.testing.assert_array_equal(product(x, m), x * m.astype(np.float32))


@EITHER
@given(pair=pairs())
def test_neither_argument_is_modified_or_shares_memory_with_the_result(product, pair):
    x, m = pair
    x_before, m_before = x.copy(), m.copy()
    y = product(x, m)
    assert not np.shares_memory(y, x)
    assert not np.shares_memory(y, m)
    y[...] = 7
    np.testing.assert_array_equal(x, x_before)
    np.testing.assert_array_equal(m, m_before)


@EITHER
def test_read_only_strided_and_broadcast_arrays_give_the_same_and_a_result_to_write_to(product):
    x, m = np.arange(24.0).reshape(4, 6), np.arange(24.0).reshape(4, 6) % 3
    x.setflags(write=False)
    m.setflags(write=False)
    for view in (np.s_[:], np.s_[::-1, ::2], np.s_[1], np.s_[2, 3]):
        y = product(np.asarray(x[view]), np.asarray(m[view]))
        np.testing.assert_array_equal(y, x[view] * m[view])
        y[...] = 7
    same = np.broadcast_to(np.array(2.0), (3, 4))
    y = product(same, np.eye(3, 4))
    y[0, 1] = 7
    assert np.count_nonzero(y) == 4
    np.testing.assert_array_equal(product(np.asfortranarray(x), m), x * m)


@EITHER
def test_a_matrix_is_multiplied_element_by_element_and_becomes_an_array(product):
    x = np.ones((2, 2)).view(np.matrix)
    y = product(x, np.full((2, 2), 3.0).view(np.matrix))
    assert type(y) is np.ndarray
    np.testing.assert_array_equal(y, np.full((2, 2), 3.0))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda wrong: forward(wrong, np.ones(2)), "x"),
        (lambda wrong: backward(wrong, np.ones(2)), "dy"),
        (lambda wrong: forward(np.ones(2), wrong), "multiplier"),
        (lambda wrong: backward(np.ones(2), wrong), "multiplier"),
    ],
)
@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ([1.0, 2.0], "{0} must be a numpy array, not list: pass np.asarray({0}, dtype=float)"),
        (2.0, "{0} must be a numpy array, not float: pass np.asarray({0}, dtype=float)"),
        (torch.ones(2), "{0} must be a numpy array, not Tensor: pass np.asarray({0}, dtype=float)"),
        (np.ones(2, int), "{0} must hold floats, not int64: pass {0}.astype(float)"),
        (np.ones(2, bool), "{0} must hold floats, not bool: pass {0}.astype(float)"),
        (np.ones(2, complex), "{0} must hold floats, not complex128: pass {0}.astype(float)"),
        (np.ones(2, object), "{0} must hold floats, not object: pass {0}.astype(float)"),
        (
            np.ma.masked_array([1.0, 2.0], [True, False]),
            "{0} must be a plain array, for its own mask would get lost: pass {0}.filled(0)",
        ),
    ],
)
def test_what_is_no_array_of_floats_is_refused_with_the_mend(call, name, wrong, complaint):
    with pytest.raises(TypeError, match=f"^{name} must") as error:
        call(wrong)
    assert str(error.value) == complaint.format(name)
