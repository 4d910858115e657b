import numpy as np
import pytest

from dropout_course.data import Images, Splits


def blobs(n, rng):
    """Images of ten classes that a small network can tell apart: a bright row each, and noise."""
    labels = rng.permutation(np.arange(n, dtype=np.int64) % 10)
    pixels = rng.integers(0, 100, (n, 28, 28), dtype=np.uint8)
    pixels[np.arange(n), 2 * labels] += 100
    return Images(pixels, labels)


@pytest.fixture(scope="session")
def splits():
    rng = np.random.default_rng(0)
    return Splits(train=blobs(120, rng), validation=blobs(40, rng), test=blobs(50, rng))
