import numpy as np
import pytest

from dropout_course.data import fashion_mnist, load_subset
from dropout_course.experiments.provenance import digest
from dropout_course.experiments.stacks import FullSizes, Sizes

of_the_full_set = pytest.mark.skipif(
    not fashion_mnist.DEBIAN_FOLDER.is_dir(), reason="needs Debian's dataset-fashion-mnist"
)


def rows(pixels):
    return {image.tobytes() for image in pixels}


def test_what_is_drawn_from_the_full_set_is_kept_under_another_name():
    numbers = {"train": 100, "validation": 100, "test": 100, "seed": 0}
    assert digest(Sizes(**numbers)) != digest(FullSizes(**numbers))


def test_a_source_more_leaves_the_digests_of_settings_as_they_were():
    assert digest(Sizes(train=1000, validation=1000, test=2000, seed=0)) == "f202794630851fd3"


@of_the_full_set
def test_images_of_the_full_set_are_judged_on_the_test_images_of_the_subset():
    full = FullSizes(train=10_000, validation=1000, test=2000, seed=0).load()
    assert [len(images.labels) for images in (full.train, full.validation, full.test)] == [10_000, 1000, 2000]
    assert rows(full.test.pixels) == rows(load_subset().test.pixels)


@of_the_full_set
def test_what_chooses_and_what_judges_was_not_learned_from():
    full = FullSizes(train=10_000, validation=1000, test=2000, seed=0).load()
    assert np.bincount(full.train.labels).tolist() == [1000] * 10
    assert not rows(full.train.pixels) & rows(full.validation.pixels)
    assert not rows(full.train.pixels) & rows(full.test.pixels)
