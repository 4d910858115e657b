import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from strategies import activations, seeds

from dropout_course.reference import arithmetic_mean, geometric_mean, mean_and_std, softmax

SHAPES = st.sampled_from([(1, 2), (4, 3), (5, 2, 3)])
EACH = pytest.mark.parametrize("mean", [arithmetic_mean, geometric_mean, mean_and_std])


def shares(members, seed):
    """Some probabilities of so many members."""
    return np.random.default_rng(seed).dirichlet(np.ones(members))


@given(y=activations(dtype=np.float64, shape=SHAPES), seed=seeds())
def test_mean_and_std_are_weighted_moments(y, seed):
    probabilities = shares(len(y), seed)
    mean, std = mean_and_std(y, probabilities)
    np.testing.assert_array_equal(mean, arithmetic_mean(y, probabilities))
    np.testing.assert_allclose(mean, np.average(y, axis=0, weights=probabilities), rtol=1e-9, atol=1e-9)
    told = np.average((y - mean) ** 2, axis=0, weights=probabilities)
    np.testing.assert_allclose(std, np.sqrt(told), rtol=1e-9, atol=1e-9)


@given(y=activations(dtype=np.float64, shape=SHAPES))
def test_without_probabilities_every_member_counts_alike(y):
    mean, std = mean_and_std(y)
    theirs = torch.std_mean(torch.tensor(y), dim=0, correction=0)
    np.testing.assert_allclose(std, theirs[0], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(mean, theirs[1], rtol=1e-9, atol=1e-9)
    q = softmax(y / 100)
    np.testing.assert_allclose(geometric_mean(q), geometric_mean(q, np.full(len(y), 1 / len(y))), rtol=1e-12)


@given(z=activations(dtype=np.float64, shape=SHAPES, magnitude=16), seed=seeds())
def test_the_geometric_mean_is_normalised_and_the_softmax_of_the_mean_logarithm(z, seed):
    q, probabilities = softmax(z), shares(len(z), seed)
    ours = geometric_mean(q, probabilities)
    mean_log = torch.tensordot(torch.tensor(probabilities), torch.tensor(q).log(), dims=1)
    np.testing.assert_allclose(ours, torch.softmax(mean_log, -1), rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(ours.sum(axis=-1), 1, rtol=1e-12)


@given(q=hnp.arrays(float, (3, 2), elements=st.floats(0.01, 0.99)))
def test_members_that_agree_are_their_own_mean(q):
    q = np.tile(q[0] / q[0].sum(), (3, 1))
    np.testing.assert_allclose(geometric_mean(q), q[0])
    np.testing.assert_allclose(arithmetic_mean(q), q[0])
    np.testing.assert_allclose(mean_and_std(q)[1], 0, atol=1e-15)


def test_one_member_can_veto_a_class_in_the_geometric_mean_alone():
    q = np.array([[0.0, 0.5, 0.5], [0.8, 0.1, 0.1]])
    np.testing.assert_allclose(geometric_mean(q), [0, 0.5, 0.5])
    np.testing.assert_allclose(arithmetic_mean(q), [0.4, 0.3, 0.3])


def test_a_member_of_probability_zero_has_no_veto():
    q = np.array([[0.0, 1.0], [0.7, 0.3]])
    np.testing.assert_allclose(geometric_mean(q, np.array([0.0, 1.0])), [0.7, 0.3])


def test_vetoes_of_every_class_leave_no_geometric_mean():
    one_example = np.array([[0.5, 0.5], [0.5, 0.5]])
    other = np.array([[0.0, 1.0], [1.0, 0.0]])
    with pytest.raises(ValueError, match="every class") as error:
        geometric_mean(np.stack([one_example, other], axis=1))
    assert str(error.value) == (
        "every class has probability 0 in some member, so that no geometric mean is left to normalise"
    )


@EACH
def test_single_precision_stays_single_without_probabilities(mean):
    results = mean(np.full((2, 3, 2), 0.5, np.float32))
    for array in results if isinstance(results, tuple) else [results]:
        assert array.dtype == np.float32


@EACH
@pytest.mark.parametrize(
    ("probabilities", "shape", "total"),
    [
        (np.full(3, 1 / 3), "(3,)", "1.0"),
        (np.array([0.5, 0.4]), "(2,)", "0.9"),
        (np.full((2, 1), 0.5), "(2, 1)", "1.0"),
    ],
)
def test_probabilities_that_are_none_are_refused(mean, probabilities, shape, total):
    complaint = (
        "probabilities must be one for each of the 2 members and sum to 1, "
        f"not of shape {shape} and sum {total}"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(complaint)}$"):
        mean(np.full((2, 2), 0.5), probabilities)


@EACH
def test_what_is_no_array_of_floats_is_refused_under_its_name(mean):
    name = "class_probabilities" if mean is geometric_mean else "predictions"
    with pytest.raises(TypeError, match=f"^{name} must be a numpy array, not list"):
        mean([[0.5, 0.5]])
    with pytest.raises(TypeError, match=r"^probabilities must be a numpy array, not list"):
        mean(np.full((1, 2), 0.5), [1.0])
