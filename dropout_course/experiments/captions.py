"""Words that the captions of several experiments share."""

from collections.abc import Iterable

PIXELS, CLASSES = 784, 10  # of Fashion-MNIST


def layers_in_words(hidden: Iterable[int]) -> str:
    """A network by its widths, from pixels to classes: 784-256-256-10."""
    return "-".join(map(str, (PIXELS, *hidden, CLASSES)))
