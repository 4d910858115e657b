import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dropout_course.training import expected_calibration_error


def ece(confidence, correct, bins=15):
    return expected_calibration_error(np.array(confidence, np.float32), np.array(correct, bool), bins)


@given(
    st.lists(st.tuples(st.floats(0, 1, width=32), st.booleans()), min_size=1, max_size=60), st.integers(1, 20)
)
def test_the_error_is_the_weighted_mean_of_the_bins_gaps(predictions, bins):
    members = {}
    for confidence, correct in predictions:
        members.setdefault(min(int(np.float32(confidence) * bins), bins - 1), []).append(
            (confidence, correct)
        )
    expected = 0.0
    for of_bin in members.values():
        confidence, correct = np.mean(of_bin, axis=0)
        expected += len(of_bin) / len(predictions) * abs(correct - confidence)
    assert ece(*zip(*predictions, strict=True), bins) == pytest.approx(expected, abs=1e-6)


@given(st.lists(st.booleans(), min_size=1))
def test_a_sure_model_errs_by_its_error_rate(correct):
    assert ece(np.ones(len(correct)), correct) == pytest.approx(1 - np.mean(correct))


def test_confidence_that_matches_accuracy_is_no_error():
    assert ece([0.75] * 4 + [0.25] * 4, [1, 1, 1, 0, 1, 0, 0, 0]) == 0


def test_over_and_under_confidence_in_different_bins_do_not_cancel():
    assert ece([0.9, 0.1], [False, True]) == pytest.approx(0.9)


def test_a_model_without_probabilities_has_no_calibration():
    assert np.isnan(ece([0.5, np.nan], [True, False]))
