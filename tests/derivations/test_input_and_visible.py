"""What the page on input and visible units derives, over all masks of a few pixels."""

import numpy as np
import pytest
from derivations.test_cells import weights_of_masks
from hypothesis import given
from hypothesis import strategies as st


@given(p=st.floats(0.05, 0.9), k=st.integers(1, 8), x=st.floats(0.1, 10))
def test_the_noise_of_a_filter_falls_with_the_pixels_that_agree(p, k, x):
    masks, chances = weights_of_masks(k, p)
    z = (masks / (1 - p) * x / k).sum(axis=1)
    mean = chances @ z
    assert mean == pytest.approx(x)
    assert chances @ (z - mean) ** 2 / mean**2 == pytest.approx(p / (1 - p) / k)


def test_a_single_pixel_among_black_ones_gains_nothing_from_a_wide_filter():
    """What agrees is what counts: a black pixel brings no noise and no signal."""
    p, x = 0.5, np.array([1.0, 0, 0, 0])
    masks, chances = weights_of_masks(4, p)
    z = (masks / (1 - p) * x).sum(axis=1) / 4
    mean = chances @ z
    assert chances @ (z - mean) ** 2 / mean**2 == pytest.approx(p / (1 - p))
