import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from strategies import activations

from dropout_course.reference import activate, activation_slope

TORCH = {"relu": torch.relu, "sigmoid": torch.sigmoid, "identity": lambda a: a * 1}
EACH = pytest.mark.parametrize("activation", TORCH)


@EACH
@given(a=activations(dtype=np.float64))
def test_value_and_slope_are_those_of_torch(activation, a):
    theirs = torch.tensor(a, requires_grad=True)
    value = TORCH[activation](theirs)
    value.sum().backward()
    np.testing.assert_allclose(activate(a, activation), value.detach(), rtol=1e-14, atol=1e-300)
    np.testing.assert_allclose(activation_slope(a, activation), theirs.grad, rtol=1e-12, atol=1e-15)


@EACH
@pytest.mark.parametrize("function", [activate, activation_slope])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(), (0,), (2, 3)])
def test_shape_and_dtype_stay_and_the_result_is_a_new_array(activation, function, dtype, shape):
    a = np.ones(shape, dtype)
    y = function(a, activation)
    assert type(y) is np.ndarray
    assert (y.shape, y.dtype) == (shape, dtype)
    assert not np.shares_memory(y, a)


@given(
    a=activations(dtype=np.float64, shape=(3,)),
    m=st.sampled_from([0.0, 1.0, 2.0, 1 / 0.3]),
    activation=st.sampled_from(["relu", "identity"]),
)
def test_dropout_before_or_after_relu_is_the_same(a, m, activation):
    np.testing.assert_allclose(activate(m * a, activation), m * activate(a, activation), rtol=1e-15)


def test_dropout_before_a_sigmoid_leaves_a_half_where_after_it_leaves_nothing():
    assert activate(np.array([0.0 * 3.0]), "sigmoid") == 0.5


@pytest.mark.parametrize("function", [activate, activation_slope])
def test_wrong_arguments_are_refused(function):
    with pytest.raises(ValueError, match=r"^activation must be .*, not 'tanh'$"):
        function(np.ones(2), "tanh")
    with pytest.raises(TypeError, match=r"^a must hold floats, not int64: pass a.astype\(float\)$"):
        function(np.ones(2, int), "relu")
