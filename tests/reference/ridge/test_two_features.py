import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dropout_course.reference import dropout_regression, two_feature_regression

FINITE = st.floats(-3, 3)
MIDDLING = st.floats(0.01, 0.99)


def two_features(rho, c1, c2):
    """Three examples whose features have this correlation, and this one with the target."""
    basis = np.sqrt(3) * np.eye(3)[:, :2]  # orthogonal, of mean square 1
    x = basis @ np.array([[1, rho], [0, np.sqrt(1 - rho**2)]])
    return x, basis @ np.linalg.solve(np.array([[1, 0], [rho, np.sqrt(1 - rho**2)]]), [c1, c2])


@given(rho=st.floats(-0.99, 0.99), c1=FINITE, c2=FINITE, p=st.just(0.0) | MIDDLING)
def test_the_closed_form_is_the_dropout_regression(rho, c1, c2, p):
    x, y = two_features(rho, c1, c2)
    np.testing.assert_allclose(x.T @ x / 3, [[1, rho], [rho, 1]], atol=1e-14)
    np.testing.assert_allclose(x.T @ y / 3, [c1, c2], atol=1e-12)
    np.testing.assert_allclose(
        two_feature_regression(rho, c1, c2, p), dropout_regression(x, y, p), rtol=1e-9, atol=1e-9
    )


@given(c=FINITE, p=MIDDLING)
def test_two_copies_of_a_feature_share_the_work_evenly(c, p):
    np.testing.assert_allclose(two_feature_regression(1, c, c, p), [c * (1 - p) / (2 - p)] * 2, atol=1e-12)
    x = np.array([[1.0, 1.0], [-1.0, -1.0]])
    np.testing.assert_allclose(
        dropout_regression(x, c * x[:, 0], p), two_feature_regression(1, c, c, p), atol=1e-12
    )


@given(c1=FINITE, c2=FINITE, p=st.just(0.0) | MIDDLING)
def test_features_that_have_nothing_in_common_only_shrink(c1, c2, p):
    np.testing.assert_allclose(two_feature_regression(0, c1, c2, p), [(1 - p) * c1, (1 - p) * c2])


@given(rho=st.floats(-0.99, 0.99), c1=FINITE, c2=FINITE, p=MIDDLING)
def test_dropout_shrinks_the_weights_and_makes_the_correlation_look_smaller(rho, c1, c2, p):
    k = 1 - p
    milder = np.array(two_feature_regression(k * rho, c1, c2, 0))
    np.testing.assert_allclose(two_feature_regression(rho, c1, c2, p), k * milder)


@pytest.mark.parametrize("rho", [1.0, -1.0])
def test_without_dropout_two_copies_have_no_single_answer(rho):
    with pytest.raises(
        ValueError,
        match=r"^without dropout two copies of one feature may share their weight in any way: p > 0$",
    ):
        two_feature_regression(rho, 1, 1, 0)


@pytest.mark.parametrize("rho", [-1.5, 1.5, np.nan])
def test_what_is_no_correlation_is_refused(rho):
    with pytest.raises(ValueError, match="rho") as error:
        two_feature_regression(rho, 1, 1, 0.5)
    assert str(error.value) == f"rho must lie in [-1, 1], for it is a correlation, not {rho!r}"


@pytest.mark.parametrize("p", [1, -0.5, np.nan])
def test_a_wrong_rate_is_refused(p):
    with pytest.raises(ValueError, match=r"^p must"):
        two_feature_regression(0.5, 1, 1, p)
