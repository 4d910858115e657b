"""What does a network learn by heart, with dropout and without, when its labels are true or random?"""

import zlib
from base64 import b64encode

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.data import CLASSES

from . import lessons
from .demo import Demo
from .lessons import EVERY, IMAGES, LABELS, LOOKS, PASSES, RATES, SHOWN, UNSEEN


class ByHeart(Demo):
    """Sixty images and the labels that a network is taught: which does it give back after how many passes?

    The networks were trained beforehand, by ``scripts/make_by_heart.py``; the demo tells what they answered.

    Args:
        passes: over the sixty images, 0 to 200, in steps of 4.
        p: probability of *dropping* a hidden unit in training: 0, 0.2, 0.5 or 0.8.
        labels: ``"random"`` or ``"true"``.
    """

    name = "by-heart"

    passes = traitlets.Int(40, min=0, max=PASSES).tag(sync=True)
    p = traitlets.Enum(RATES, default_value=0.0).tag(sync=True)
    labels = traitlets.Enum(LABELS, default_value="random").tag(sync=True)
    _learned = traitlets.Bytes().tag(sync=True)
    _unseen = traitlets.Bytes().tag(sync=True)
    _taught = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)
    _pictures = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, **traits: object) -> None:
        """Hand the protocol of all networks to the browser."""
        protocol = lessons.load()
        super().__init__(
            _learned=np.packbits(protocol.learned).tobytes(),
            _unseen=protocol.unseen.astype(np.float32).tobytes(),
            _taught=[[CLASSES[label] for label in labels[:SHOWN]] for labels in protocol.taught],
            _pictures=[_png(pixels) for pixels in protocol.pixels],
            **traits,
        )

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, counted in the protocol that the reference's networks left."""
        protocol = lessons.load()
        at = LABELS.index(self.labels), RATES.index(self.p), min(round(self.passes / EVERY), LOOKS - 1)
        taught, unseen = int(protocol.learned[at].sum()), int(protocol.unseen[at])
        return {
            "taught.right": float(taught),
            "taught.percent": 100 * taught / IMAGES,
            "unseen.right": float(unseen),
            "unseen.percent": 100 * unseen / UNSEEN,
            "gap": 100 * taught / IMAGES - 100 * unseen / UNSEEN,
        }


def _png(pixels: NDArray[np.uint8]) -> str:
    """A grey image, dark on light, as the address of a PNG [RFC 2083]."""
    height, width = pixels.shape
    rows = np.hstack([np.zeros((height, 1), np.uint8), 255 - pixels])  # 0: the row is stored as it is
    header = np.array([width, height], ">u4").tobytes() + bytes([8, 0, 0, 0, 0])  # 8 bits, grey
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    data = b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, *zip(*parts, strict=True)))
    return "data:image/png;base64," + b64encode(data).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
