"""Which call switches dropout on, and what a seed fixes, asked of both frameworks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .framework_networks import import_keras

if TYPE_CHECKING:
    from torch import Tensor

UNITS = 10_000

SWITCHES = {
    "torch_built": ("PyTorch", "net(x), just built"),
    "torch_eval": ("PyTorch", "net.eval()"),
    "torch_no_grad": ("PyTorch", "net.train(), then torch.no_grad()"),
    "torch_frozen": ("PyTorch", "net.train(), then requires_grad_(False)"),
    "keras_built": ("Keras", "model(x)"),
    "keras_training": ("Keras", "model(x, training=True)"),
    "keras_train": ("Keras", "model.train(), then model(x)"),
    "keras_frozen": ("Keras", "trainable = False, then training=True"),
    "keras_fit": ("Keras", "model.fit(...)"),
    "keras_predict": ("Keras", "model.predict(x)"),
}
"""Of each way to call a network: the framework, and the call in words."""

SEEDINGS = {
    "torch_seed": ("PyTorch", "torch.manual_seed(1) before each pass"),
    "torch_layers": ("PyTorch", "two layers after one torch.manual_seed(1)"),
    "keras_seed": ("Keras", "keras.utils.set_random_seed(1) before each pass"),
    "keras_passes": ("Keras", "Dropout(p, seed=1), two passes"),
    "keras_layers": ("Keras", "two layers Dropout(p, seed=1)"),
}
"""Of each pair of draws, the second of which may be the first again: the framework, and the pair in words."""


def switched(p: float) -> dict[str, float]:
    """The share of units that each call of ``SWITCHES`` drops."""
    import torch
    from torch import nn

    keras = import_keras()
    ones = torch.ones(1, UNITS)
    net, model = nn.Sequential(nn.Dropout(p)), _keras_dropout(keras, p)
    calls: dict[str, Callable[[], Any]] = {
        "torch_built": lambda: net(ones),
        "torch_eval": lambda: net.eval()(ones),
        "torch_no_grad": lambda: _without_gradient(net.train(), ones),
        "torch_frozen": lambda: net.train().requires_grad_(False)(ones),
        "keras_built": lambda: model(ones),
        "keras_training": lambda: model(ones, training=True),
        "keras_train": lambda: model.train()(ones),
        "keras_frozen": lambda: _frozen(model)(ones, training=True),
        "keras_fit": lambda: _seen_in_fit(keras, p),
        "keras_predict": lambda: torch.from_numpy(model.predict(ones.numpy(), verbose=0)),
    }
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        return {name: _share_dropped(call()) for name, call in calls.items()}


def seeded(p: float) -> dict[str, float]:
    """For each pair of draws of ``SEEDINGS``, the share of coins that fall alike."""
    import torch
    from torch import nn

    keras = import_keras()
    ones = torch.ones(1, UNITS)
    net, model = nn.Dropout(p), _keras_dropout(keras, p)
    same, other = (keras.layers.Dropout(p, seed=1) for _ in range(2))

    def after(seed: Callable[[int], object], layer: Callable[[], "Tensor"]) -> "Tensor":
        seed(1)
        return layer()

    def of_torch() -> "Tensor":
        return after(torch.manual_seed, lambda: net(ones))

    def of_keras() -> "Tensor":
        return after(keras.utils.set_random_seed, lambda: model(ones, training=True))

    with torch.random.fork_rng(devices=[]):
        pairs = {
            "torch_seed": (of_torch(), of_torch()),
            "torch_layers": (of_torch(), net(ones)),
            "keras_seed": (of_keras(), of_keras()),
            "keras_layers": (same(ones, training=True), other(ones, training=True)),
        }
        pairs["keras_passes"] = (pairs["keras_layers"][0], same(ones, training=True))
    return {name: float(((a == 0) == (b == 0)).float().mean()) for name, (a, b) in pairs.items()}


def _keras_dropout(keras: Any, p: float) -> Any:
    return keras.Sequential([keras.Input((UNITS,)), keras.layers.Dropout(p)])


def _without_gradient(net: Any, x: "Tensor") -> "Tensor":
    import torch

    with torch.no_grad():
        output: Tensor = net(x)
    return output


def _frozen(model: Any) -> Any:
    model.trainable = False
    return model


def _seen_in_fit(keras: Any, p: float) -> "Tensor":
    """What stands behind a dropout layer while ``fit`` takes a step."""
    import torch

    seen: list[Tensor] = []

    class Watch(keras.layers.Layer):  # type: ignore[misc]
        def call(self, x: "Tensor") -> "Tensor":
            if x.device.type != "meta":  # Keras passes shapes without values first
                seen.append(x.detach().clone())
            return x

    layers = [keras.Input((UNITS,)), keras.layers.Dropout(p), Watch(), keras.layers.Dense(1)]
    model = keras.Sequential(layers)
    model.compile(optimizer="sgd", loss="mse")
    model.fit(torch.ones(1, UNITS).numpy(), torch.ones(1, 1).numpy(), verbose=0)
    return seen[-1]


def _share_dropped(x: "Tensor") -> float:
    return float((x == 0).float().mean())
