"""Dense(100, relu), Dropout, Dense(10) in PyTorch and in Keras 3 on its torch backend.

Torch and Keras are imported where they are used: a page shows this code without having either.
"""

import os
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Sequential


def torch_network(p: float) -> "Sequential":
    """PyTorch."""
    from torch import nn

    return nn.Sequential(
        nn.Linear(784, 100),
        nn.ReLU(),
        nn.Dropout(p),
        nn.Linear(100, 10),
    )


def keras_network(rate: float) -> Any:
    """Keras 3."""
    from keras import Input, Sequential
    from keras.layers import Dense, Dropout

    return Sequential(
        [
            Input((784,)),
            Dense(100, activation="relu"),
            Dropout(rate),
            Dense(10),
        ]
    )


def copy_weights(model: Any, net: "Sequential") -> None:
    """From Keras to PyTorch, which stores a kernel transposed."""
    from torch import from_numpy

    for layer, linear in ((model.layers[0], net[0]), (model.layers[2], net[3])):
        kernel, bias = layer.get_weights()
        linear.weight.data = from_numpy(kernel.T.copy())
        linear.bias.data = from_numpy(bias.copy())


def import_keras() -> Any:
    """Keras on its torch backend, whatever the reader's own default is.

    Raises:
        RuntimeError: Keras was imported before, on another backend.
    """
    os.environ["KERAS_BACKEND"] = "torch"  # read once, when Keras is imported
    import keras

    if (backend := keras.backend.backend()) != "torch":
        raise RuntimeError(f"Keras runs on {backend} here, not on torch; set KERAS_BACKEND=torch and restart")
    return keras


def compared(p: float, seed: int, rows: int) -> dict[str, float]:
    """How a Keras network and its copy in PyTorch agree: in eval mode, in training, and on one draw.

    Args:
        p: the drop probability of both.
        seed: of weights, inputs and masks.
        rows: examples, each of which draws a mask for the 100 hidden units.

    Returns:
        Of each framework the share of coins that dropped and what survivors were multiplied by; the largest
        difference of logits with dropout off and with dropout on, after the same seed; the mean of the logits
        over many masks in units of those with dropout off, by least squares.
    """
    import torch

    keras = import_keras()
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(seed)
        keras.utils.set_random_seed(seed)
        model, net = keras_network(p), torch_network(p)
        copy_weights(model, net)
        x = torch.from_numpy(np.random.default_rng(seed).random((rows, 784), dtype=np.float32))
        off_keras, off_torch = model(x), net.eval()(x)
        net.train()
        torch.manual_seed(seed)
        on_keras = model(x, training=True)
        torch.manual_seed(seed)
        on_torch = net(x)
        one = x[:1].expand(rows, -1)  # one example, as many masks as rows: logits are linear in the mask
        ones = torch.ones(rows, 100)
        return {
            "off_apart": float((off_keras - off_torch).abs().max()),
            "on_apart": float((on_keras - on_torch).abs().max()),
            **_drops("keras", model.layers[1](ones, training=True), model(one, training=True), off_keras[0]),
            **_drops("torch", net[2](ones), net(one), off_torch[0]),
        }


def _drops(name: str, ones: "Tensor", logits: "Tensor", still: "Tensor") -> dict[str, float]:
    """What dropout makes of ``ones`` and, mask by mask, of ``logits`` that are ``still`` without it."""
    mean = logits.mean(0)
    return {
        f"{name}_dropped": int((ones == 0).sum()) / ones.numel(),
        f"{name}_scale": float(ones[ones != 0].mean()),
        f"{name}_mean": float(mean @ still / (still @ still)),
    }


def versions() -> dict[str, str]:
    """Of the two frameworks."""
    import torch

    return {"keras": str(import_keras().__version__), "torch": str(torch.__version__).partition("+")[0]}
