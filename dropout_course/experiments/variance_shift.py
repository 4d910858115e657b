"""How far the variance that a batch norm remembers from training lies from the one it meets at test time.

    before   the norm reads m z, z of mean mu, variance s^2:  Var_train = (s^2 + mu^2) / (1 - p) - mu^2
    after    the next norm reads z = w (m h) + b:  Var_train = Var(z) + p / (1 - p) sum_j w_j^2 E[h_j^2]

and without dropout Var_test = s^2, Var(z): Var_test / Var_train is at most 1 [Li et al. 2019, sec. 3].
"""

import torch
from torch import Tensor, nn

from ..data import Splits
from ..training.modules.fit import predictions
from ..training.modules.parts import Dropout


@torch.no_grad()
def of_network(network: nn.Module, p: float, images: Splits) -> dict[str, float]:
    """Shift at the first norm that reads what was dropped at the rate ``p``, and what a refit makes of it.

    Args:
        network: trained, of one or more hidden layers with norms.
        p: drop probability of its hidden layers.
        images: that it was trained with, and that it is tested on.

    Returns:
        ``measured`` and ``derived``, Var_test / Var_train, mean over units; ``accuracy`` and ``nll`` on the
        test images, and both ``refitted``: with norms that took their statistics anew, without dropout.
    """
    x = torch.from_numpy(images.train.inputs())
    measured, derived = shift(network.eval(), p, x)
    before = _tested(network, images)
    refit(network, x)
    after = _tested(network, images)
    return {
        "measured": measured,
        "derived": derived,
        "accuracy": before[0],
        "nll": before[1],
        "refitted_accuracy": after[0],
        "refitted_nll": after[1],
    }


@torch.no_grad()
def shift(network: nn.Module, p: float, x: Tensor) -> tuple[float, float]:
    """Var_test / Var_train at the first norm behind dropout: as it remembers, and by the formula."""
    noise = torch.zeros(1)  # what dropout adds to the variance of each unit of x
    for layer in network.children():
        if isinstance(layer, nn.BatchNorm1d) and noise.any():
            assert layer.running_var is not None
            variance = x.var(0)
            measured, derived = variance / layer.running_var, variance / (variance + noise)
            return float(measured.mean()), float(derived.mean())
        if isinstance(layer, nn.Linear):
            noise = noise.expand(layer.in_features) @ layer.weight.T.square()
        if isinstance(layer, Dropout) and layer.p:
            noise = p / (1 - p) * x.square().mean(0)
        x = layer(x)
    raise ValueError("no norm of this network reads what dropout multiplied")


@torch.no_grad()
def refit(network: nn.Module, x: Tensor) -> None:
    """Let every norm take mean and variance of ``x`` without dropout, from the first to the last."""
    for layer in network.children():
        if isinstance(layer, nn.BatchNorm1d):
            assert layer.running_mean is not None
            assert layer.running_var is not None
            layer.running_mean.copy_(x.mean(0))
            layer.running_var.copy_(x.var(0))
        x = layer(x)


def _tested(network: nn.Module, images: Splits) -> tuple[float, float]:
    """Test accuracy and NLL."""
    labels = torch.from_numpy(images.test.labels)
    found = predictions(network, torch.from_numpy(images.test.inputs()), labels)
    return float(found.correct.mean()), float(found.nll.mean())
