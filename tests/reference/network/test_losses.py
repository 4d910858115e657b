import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from strategies import activations

from dropout_course.reference import log_softmax, softmax, softmax_cross_entropy, squared_loss

SHAPES = st.sampled_from([(1, 1), (1, 3), (4, 2), (2, 3, 5), (3,)])


@given(z=activations(dtype=np.float64, shape=SHAPES))
def test_softmax_and_its_logarithm_are_those_of_torch(z):
    np.testing.assert_allclose(softmax(z), torch.softmax(torch.tensor(z), -1), rtol=1e-12, atol=1e-300)
    theirs = torch.log_softmax(torch.tensor(z), -1)
    np.testing.assert_allclose(log_softmax(z), theirs, rtol=1e-12, atol=1e-12)


@given(z=activations(dtype=np.float64, shape=SHAPES))
def test_class_probabilities_sum_to_one_and_shifting_the_logits_changes_none(z):
    np.testing.assert_allclose(softmax(z).sum(axis=-1), 1, rtol=1e-14)
    np.testing.assert_allclose(softmax(z + 1e3), softmax(z), rtol=1e-9, atol=1e-300)


@given(data=st.data(), z=activations(dtype=np.float64, shape=SHAPES))
def test_cross_entropy_and_its_gradient_are_those_of_torch(data, z):
    labels = np.array(data.draw(st.lists(st.integers(0, z.shape[-1] - 1), min_size=30, max_size=30)))
    labels = labels[: z[..., 0].size].reshape(z.shape[:-1])
    theirs = torch.tensor(z, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(
        theirs.reshape(-1, z.shape[-1]), torch.tensor(labels.reshape(-1))
    )
    loss.backward()
    ours, dlogits = softmax_cross_entropy(z, labels)
    assert type(ours) is float
    np.testing.assert_allclose(ours, loss.detach(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(dlogits, theirs.grad, rtol=1e-12, atol=1e-14)


@given(data=st.data(), shape=st.sampled_from([(1,), (3,), (2, 3), (2, 3, 4)]))
def test_squared_loss_and_its_gradient_are_those_of_torch(data, shape):
    y, t = (data.draw(activations(dtype=np.float64, shape=shape)) for _ in range(2))
    theirs = torch.tensor(y, requires_grad=True)
    loss = torch.nn.functional.mse_loss(theirs, torch.tensor(t))
    loss.backward()
    ours, doutput = squared_loss(y, t)
    assert type(ours) is float
    np.testing.assert_allclose(ours, loss.detach(), rtol=1e-12)
    np.testing.assert_allclose(doutput, theirs.grad, rtol=1e-12)


def test_extreme_logits_do_not_overflow():
    z = np.array([[1e4, -1e4]])
    assert softmax_cross_entropy(z, np.array([1]))[0] == 2e4
    np.testing.assert_array_equal(softmax(z), [[1, 0]])


def test_single_precision_stays_single_and_nothing_is_modified():
    z, labels = np.array([[1.0, 2.0]], np.float32), np.array([0])
    for array in (softmax(z), log_softmax(z), softmax_cross_entropy(z, labels)[1], squared_loss(z, z)[1]):
        assert array.dtype == np.float32
    np.testing.assert_array_equal(z, [[1, 2]])


@pytest.mark.parametrize(
    ("labels", "error", "complaint"),
    [
        ([0, 1], TypeError, "labels must be a numpy array of whole numbers, not [0, 1]"),
        (
            np.array([0.0, 1.0]),
            TypeError,
            "labels must be a numpy array of whole numbers, not array([0., 1.])",
        ),
        (np.zeros((2, 3), int), ValueError, "labels must have the shape (2,), one an example, not (2, 3)"),
        (np.array([0]), ValueError, "labels must have the shape (2,), one an example, not (1,)"),
        (np.array([0, 3]), ValueError, "labels must be classes from 0 to 2, not 0 to 3"),
        (np.array([-1, 2]), ValueError, "labels must be classes from 0 to 2, not -1 to 2"),
    ],
)
def test_labels_that_name_no_class_are_refused(labels, error, complaint):
    with pytest.raises(error, match=f"^{re.escape(complaint)}$"):
        softmax_cross_entropy(np.ones((2, 3)), labels)


def test_a_target_that_would_broadcast_is_refused():
    with pytest.raises(ValueError, match=r"^target must have the shape of output, \(3, 1\), not \(3,\)$"):
        squared_loss(np.ones((3, 1)), np.ones(3))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (softmax, "logits"),
        (log_softmax, "logits"),
        (lambda x: softmax_cross_entropy(x, np.array([0])), "logits"),
        (lambda x: squared_loss(x, np.ones(1)), "output"),
        (lambda x: squared_loss(np.ones(1), x), "target"),
    ],
)
def test_what_is_no_array_of_floats_is_refused_under_its_name(call, name):
    with pytest.raises(TypeError, match=f"^{name} must be a numpy array, not list"):
        call([[1.0]])
