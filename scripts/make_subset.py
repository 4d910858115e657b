"""Draw the shipped subset of Fashion-MNIST: ``python scripts/make_subset.py [FOLDER]``.

The original files are checked against their SHA-256 first, so that the same images come out everywhere.
"""

import argparse
from pathlib import Path

import numpy as np

from dropout_course.data import Dataset, Images, balanced_sample, load_full
from dropout_course.data import fashion_mnist as shipped

SEED = 2017
TRAIN_SIZE, TEST_SIZE = 6_000, 2_000


def draw_subset(full: Dataset) -> Dataset:
    """600 images of each class from the training part, 200 of each from the test part."""
    rng = np.random.default_rng(SEED)
    return Dataset(
        train=full.train.take(balanced_sample(full.train.labels, TRAIN_SIZE, rng)),
        test=full.test.take(balanced_sample(full.test.labels, TEST_SIZE, rng)),
    )


def write(subset: Dataset, path: Path) -> None:
    """Store pixels and labels as bytes: they are whole numbers up to 255."""

    def columns(name: str, images: Images) -> dict[str, np.ndarray]:
        return {f"{name}_pixels": images.pixels, f"{name}_labels": images.labels.astype(np.uint8)}

    np.savez_compressed(path, **columns("train", subset.train), **columns("test", subset.test))


def main() -> None:
    """Read the originals, draw, write into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="where the four .gz files of the release lie")
    path = Path(shipped.__file__).with_name(shipped.SUBSET_FILE)
    write(draw_subset(load_full(parser.parse_args().folder)), path)
    print(f"{path}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
