"""Networks with a bug in their dropout: built, trained and asked as their authors would."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..data import Images
from .dropout_bugs import Bug

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module


def new_network(bug: Bug) -> "Module":
    """Dense(100, relu), dropout as ``bug`` has it, Dense(10); the draws are torch's global ones."""
    from torch import nn
    from torch.nn.functional import relu

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.hidden, self.output = nn.Linear(784, 100), nn.Linear(100, 10)
            self._drop = bug.drop()

        def drop(self, h: "Tensor") -> "Tensor":
            return self._drop(h, bug.p, self.training)

        def forward(self, x: "Tensor") -> "Tensor":
            h = relu(self.hidden(x))
            return self.drop(self.output(h)) if bug.on_logits else self.output(self.drop(h))

    return Network()


def fit(
    net: "Module", bug: Bug, images: Images, seed: int, *, epochs: int, batch_size: int, learning_rate: float
) -> bool:
    """Train ``net`` in place by Adam; the order of the images is that of ``seed``.

    Returns:
        Whether the network was in training mode in every step.
    """
    import torch
    from torch.nn.functional import cross_entropy

    x, y = torch.from_numpy(images.inputs()), torch.from_numpy(images.labels)
    order = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.Adam(net.parameters(), lr=learning_rate)
    net.train()
    in_training = True
    for _ in range(epochs):
        for rows in torch.split(torch.randperm(len(x), generator=order), batch_size):
            in_training &= net.training
            loss = cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        if bug.train_forgotten:
            net.eval()  # to validate; and the next epoch begins
    return in_training


def as_asked(net: "Module", bug: Bug) -> "Module":
    """``net`` in the mode in which its author asks it."""
    return net.train(bug.eval_forgotten)


def answers(net: "Module", images: Images) -> NDArray[np.floating[Any]]:
    """Logits (images, classes) of one pass in the mode that ``net`` is in."""
    import torch

    with torch.no_grad():
        logits: NDArray[np.floating[Any]] = net(torch.from_numpy(images.inputs())).numpy()
    return logits
