"""One-line checks that catch the classic bugs: each says whether a network passes.

The two that count coins are wrong about a right network less than once in 1e9 times.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

DEVIATIONS = 6.5
"""Beyond so many standard deviations of a million coins lies less than 1e-9 of the draws."""


def still(net: Any, x: "Tensor") -> bool:
    """As asked for answers: two passes agree to the bit."""
    import torch

    return torch.equal(net(x), net(x))


def restless(net: Any, x: "Tensor") -> bool:
    """In training: two passes differ."""
    import torch

    net.train()
    return not torch.equal(net(x), net(x))


def apart(net: Any, x: "Tensor") -> bool:
    """In training: copies of one example get masks of their own."""
    net.train()
    copies = net(x[:1].expand(100, -1))
    return len(copies.unique(dim=0)) > 1


def at_rate(net: Any, p: float) -> bool:
    """In training: of a million units, a share p is dropped."""
    import torch

    net.train()
    dropped = (net.drop(torch.ones(10_000, 100)) == 0).float().mean()
    return bool(abs(float(dropped) - p) < DEVIATIONS * (p * (1 - p) / 1e6) ** 0.5)


def mean_kept(net: Any, p: float) -> bool:
    """In training: the mean of a million ones stays 1."""
    import torch

    net.train()
    mean = net.drop(torch.ones(10_000, 100)).mean()
    return bool(abs(float(mean) - 1) < DEVIATIONS * (p / (1 - p) / 1e6) ** 0.5)


def no_zero_logits(net: Any, x: "Tensor") -> bool:
    """In training: no logit is exactly 0."""
    net.train()
    return bool((net(x) != 0).all())
