"""Words that the captions of several experiments share."""

from collections.abc import Iterable, Mapping
from typing import Any

PIXELS, CLASSES = 784, 10  # of Fashion-MNIST


def layers_in_words(hidden: Iterable[int]) -> str:
    """A network by its widths, from pixels to classes: 784-256-256-10."""
    return "-".join(map(str, (PIXELS, *hidden, CLASSES)))


def set_up_in_words(settings: Mapping[str, Any]) -> str:
    """The images and the network of settings in which every hidden layer drops, and the input does not."""
    sizes, layers = settings["sizes"], layers_in_words(settings["recipe"]["hidden"])
    return (
        f"Fashion-MNIST, {sizes['train']:,} training and {sizes['test']:,} test images; network {layers}, "
        "dropout after each hidden layer"
    )


def network_in_words(recipe: Mapping[str, Any], kind: str = "mlp") -> str:
    """What a recipe of a result trains, and of which kind: "network 784-256-10"."""
    hidden = recipe["hidden"]
    if kind == "cnn":
        maps = "-".join(map(str, recipe["channels"]))
        dense = "-".join(map(str, (*hidden, CLASSES)))
        return f"network of 3 \N{MULTIPLICATION SIGN} 3 convolutions ({maps} maps) and dense layers ({dense})"
    if kind == "gru":
        return f"gated recurrent unit of {hidden[0]} units"
    return f"network {layers_in_words(hidden)}"
