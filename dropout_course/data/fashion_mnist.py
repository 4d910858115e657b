"""Where the images come from: the shipped subset, the disk, or the release's own server."""

from importlib import resources
from pathlib import Path

import numpy as np

from .idx import FILES, RELEASE_URL, read_dataset
from .images import Dataset, Images

CLASSES = (
    "T-shirt/top",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)

SUBSET_FILE = "fashion_mnist_subset.npz"
DEBIAN_FOLDER = Path("/usr/share/datasets/fashion-mnist")


def load_subset() -> Dataset:
    """The subset that travels with the package: 6,000 + 2,000 images, as many of each class.

    It was drawn once, by ``scripts/make_subset.py``, from the original training and test parts.
    """
    source = resources.files("dropout_course.data").joinpath(SUBSET_FILE)
    with resources.as_file(source) as path, np.load(path, allow_pickle=False) as arrays:
        return Dataset(
            train=Images(arrays["train_pixels"], arrays["train_labels"].astype(np.int64)),
            test=Images(arrays["test_pixels"], arrays["test_labels"].astype(np.int64)),
        )


def load_full(folder: str | Path | None = None) -> Dataset:
    """All 60,000 + 10,000 images.

    Args:
        folder: where the four ``.gz`` files of the release lie. Without it: the folder of Debian's package
            ``dataset-fashion-mnist`` if it is there, else they are fetched, once (31 MB), into the user's
            cache.

    Raises:
        FileNotFoundError: the files are neither on the disk nor to be had from the network.
        ValueError: a file's content is not the released one.
    """
    if folder is None:
        return read_dataset(DEBIAN_FOLDER if _complete(DEBIAN_FOLDER) else _fetch())
    if not _complete(Path(folder)):
        raise FileNotFoundError(f"{folder} must hold {', '.join(file.name for file in FILES)}")
    return read_dataset(Path(folder))


def _complete(folder: Path) -> bool:
    return all((folder / file.name).is_file() for file in FILES)


def _fetch() -> Path:
    """The folder of the user's cache, with the four files in it, each checked as it arrives."""
    try:
        import pooch

        cache = pooch.create(
            path=pooch.os_cache("dropout-course") / "fashion-mnist",
            base_url=RELEASE_URL,
            registry={file.name: f"sha256:{file.sha256}" for file in FILES},
        )
        for file in FILES:
            cache.fetch(file.name)
    except (ImportError, OSError, ValueError) as error:
        raise FileNotFoundError(
            f"the full Fashion-MNIST is not in {DEBIAN_FOLDER} and could not be fetched from {RELEASE_URL} "
            f"({error}): install Debian's package dataset-fashion-mnist, or pip install "
            "'dropout-course[experiments]' and go online once, or call load_full(folder) with the folder of "
            "the four .gz files; load_subset() needs none of this"
        ) from error
    return Path(cache.path)
