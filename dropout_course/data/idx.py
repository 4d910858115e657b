"""The four files of the Fashion-MNIST release, in the idx format of MNIST, and their checksums."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .images import Dataset, Images

RELEASE_URL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"


@dataclass(frozen=True)
class IdxFile:
    """A gzipped idx file of the release.

    Attributes:
        name: file name.
        sha256: of the ``.gz`` as released.
        content_sha256: of what is inside it. Debian's package strips the name from the gzip header, so that
            the two ``.gz`` differ though they hold the same images: the content decides.
    """

    name: str
    sha256: str
    content_sha256: str


TRAIN_IMAGES = IdxFile(
    "train-images-idx3-ubyte.gz",
    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
)
TRAIN_LABELS = IdxFile(
    "train-labels-idx1-ubyte.gz",
    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
)
TEST_IMAGES = IdxFile(
    "t10k-images-idx3-ubyte.gz",
    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
)
TEST_LABELS = IdxFile(
    "t10k-labels-idx1-ubyte.gz",
    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
)
FILES = (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)


def read_dataset(folder: Path) -> Dataset:
    """The full set, 60,000 + 10,000 images, from the four files in ``folder``."""

    def part(images: IdxFile, labels: IdxFile) -> Images:
        return Images(_read(folder, images), _read(folder, labels).astype(np.int64))

    return Dataset(train=part(TRAIN_IMAGES, TRAIN_LABELS), test=part(TEST_IMAGES, TEST_LABELS))


def _read(folder: Path, file: IdxFile) -> NDArray[np.uint8]:
    path = folder / file.name
    content = gzip.decompress(path.read_bytes())
    if hashlib.sha256(content).hexdigest() != file.content_sha256:
        raise ValueError(
            f"{path} is not what Zalando released (its SHA-256 differs): delete it and fetch it again"
        )
    return parse_idx(content)


def parse_idx(content: bytes) -> NDArray[np.uint8]:
    """An idx file of unsigned bytes as an array; it begins 0, 0, type, number of axes, then their lengths."""
    zeros, kind, axes = content[:2], content[2], content[3]
    if zeros != b"\0\0" or kind != 8:
        raise ValueError(f"not an idx file of unsigned bytes: it begins with {content[:4]!r}")
    lengths = np.frombuffer(content, dtype=">u4", count=axes, offset=4)
    return np.frombuffer(content, dtype=np.uint8, offset=4 + 4 * axes).reshape(lengths.tolist())
