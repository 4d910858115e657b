import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dropout_course.data import Dataset, Images, balanced_sample, split

CLASSES = 4


def numbered(n, first):
    """Images that carry their own number in their first pixels, so that one can be told from another."""
    pixels = np.zeros((n, 28, 28), np.uint8)
    pixels.reshape(n, -1)[:, :2] = np.stack(np.divmod(np.arange(first, first + n), 256), axis=1)
    return Images(pixels, np.arange(n, dtype=np.int64) % CLASSES)


DATASET = Dataset(train=numbered(400, 0), test=numbered(100, 400))


def numbers(images):
    high, low = images.pixels.reshape(len(images), 784)[:, :2].T.astype(int)
    return 256 * high + low


def sizes(limit):
    return st.integers(0, limit // CLASSES).map(lambda n: n * CLASSES)


@given(train=sizes(200), validation=sizes(200), test=sizes(100), seed=st.integers(0, 2**32))
def test_the_three_sets_are_balanced_and_share_no_image(train, validation, test, seed):
    parts = split(DATASET, train=train, validation=validation, test=test, rng=np.random.default_rng(seed))
    seen = np.concatenate([numbers(part) for part in (parts.train, parts.validation, parts.test)])
    assert len(set(seen)) == len(seen) == train + validation + test
    for part, size in ((parts.train, train), (parts.validation, validation), (parts.test, test)):
        assert np.bincount(part.labels, minlength=CLASSES).tolist() == [size // CLASSES] * CLASSES
    assert (numbers(parts.train) < 400).all()
    assert (numbers(parts.validation) < 400).all()
    assert (numbers(parts.test) >= 400).all()


def test_labels_stay_with_their_images():
    parts = split(DATASET, train=40, validation=20, test=40, rng=np.random.default_rng(0))
    for part in (parts.train, parts.validation):
        np.testing.assert_array_equal(part.labels, numbers(part) % CLASSES)
    np.testing.assert_array_equal(parts.test.labels, (numbers(parts.test) - 400) % CLASSES)


def test_the_same_seed_gives_the_same_sets_and_another_seed_others():
    def train_numbers(seed):
        parts = split(DATASET, train=40, validation=20, test=40, rng=np.random.default_rng(seed))
        return numbers(parts.train).tolist()

    assert train_numbers(0) == train_numbers(0)
    assert train_numbers(0) != train_numbers(1)


def test_rows_come_in_random_order_not_class_by_class():
    labels = DATASET.train.labels[balanced_sample(DATASET.train.labels, 200, np.random.default_rng(0))]
    assert (np.diff(labels) != 0).mean() > 0.5


@pytest.mark.parametrize("size", [-4, 2, 41])
def test_an_unbalanced_size_is_refused(size):
    with pytest.raises(ValueError, match="multiple of 4"):
        balanced_sample(DATASET.train.labels, size, np.random.default_rng(0))


def test_each_of_the_three_sizes_is_checked_by_itself():
    with pytest.raises(ValueError, match="not 41"):
        split(DATASET, train=41, validation=39, test=4, rng=np.random.default_rng(0))


def test_more_images_than_there_are_is_refused_with_the_mend():
    with pytest.raises(ValueError, match="load_full"):
        split(DATASET, train=400, validation=4, test=4, rng=np.random.default_rng(0))


def test_a_seed_in_place_of_a_generator_is_refused_with_the_mend():
    with pytest.raises(TypeError, match=r"np\.random\.default_rng\(seed\)"):
        split(DATASET, train=40, validation=20, test=40, rng=0)
