import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from strategies import activations, rates, seeds

from dropout_course import reference
from dropout_course.layers import multiply


@pytest.mark.parametrize("draw", [reference.inverted_multiplier, reference.classic_multiplier])
@pytest.mark.parametrize("training", [True, False])
@given(data=st.data(), x=activations(), p=rates(), seed=seeds())
def test_value_and_gradient_are_the_references_on_the_same_draw(draw, training, data, x, p, seed):
    dy = data.draw(activations(dtype=x.dtype, shape=x.shape))
    m = draw(x.shape, p, np.random.default_rng(seed), training=training)
    leaf = torch.tensor(x, requires_grad=True)
    y = multiply(leaf, torch.tensor(m))
    y.backward(torch.tensor(dy))
    np.testing.assert_array_equal(y.detach().numpy(), reference.forward(x, m))
    np.testing.assert_array_equal(leaf.grad.numpy(), reference.backward(dy, m))
    assert y.detach().numpy().dtype == leaf.grad.numpy().dtype == x.dtype


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_a_dropped_unit_is_zero_and_learns_nothing_whatever_it_held(value):
    x = torch.tensor([value, value, 1.0], requires_grad=True)
    y = multiply(x, torch.tensor([0.0, 2.0, 2.0]))
    y.backward(torch.tensor([value, 1.0, value]))
    np.testing.assert_array_equal(y.detach().numpy(), [0, 2 * value, 2])
    np.testing.assert_array_equal(x.grad.numpy(), [0, 2, 2 * value])


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_the_activations_decide_the_dtype(dtype):
    y = multiply(torch.tensor([1.5, 3.0], dtype=dtype), torch.tensor([2.0, 0.0], dtype=torch.float64))
    assert y.dtype == dtype
    assert y.tolist() == [3.0, 0.0]


def test_a_shared_multiplier_is_broadcast():
    x, m = torch.rand(2, 3, 4, 4, generator=torch.Generator()), torch.tensor([0.0, 1.0, 2.0]).view(3, 1, 1)
    assert torch.equal(multiply(x, m), x * m)


def test_the_result_is_a_new_tensor_and_the_input_stays():
    x = torch.ones(3)
    y = multiply(x, torch.ones(3))
    y.fill_(7)
    assert x.tolist() == [1, 1, 1]


def test_a_multiplier_that_would_widen_the_activations_is_refused():
    with pytest.raises(ValueError, match="does not fit") as error:
        multiply(torch.ones(3), torch.ones(2, 3))
    assert str(error.value) == (
        "a multiplier of shape (2, 3) does not fit a tensor of shape (3,): draw it for that one"
    )


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda wrong: multiply(wrong, torch.ones(2)), "x"),
        (lambda wrong: multiply(torch.ones(2), wrong), "multiplier"),
    ],
)
@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (np.ones(2), "{0} must be a torch.Tensor, not ndarray: pass torch.as_tensor({0})"),
        ([1.0, 2.0], "{0} must be a torch.Tensor, not list: pass torch.as_tensor({0})"),
        (torch.ones(2, dtype=torch.int64), "{0} must hold floats, not torch.int64: pass {0}.float()"),
        (torch.ones(2, dtype=torch.bool), "{0} must hold floats, not torch.bool: pass {0}.float()"),
        (torch.ones(2, dtype=torch.complex64), "{0} must hold floats, not torch.complex64: pass {0}.float()"),
    ],
)
def test_what_is_no_tensor_of_floats_is_refused_with_the_mend(call, name, wrong, complaint):
    with pytest.raises(TypeError, match=f"^{name} must") as error:
        call(wrong)
    assert str(error.value) == complaint.format(name)
