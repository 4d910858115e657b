"""Looks into a trained network, one hidden layer at a time: its statistics, and what damage to it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..data import Images
from ..reference import (
    Network,
    cancellation,
    effective_rank,
    forward_pass,
    linear_predictability,
    mean_correlation,
)

FloatArray = NDArray[np.floating]
STATISTICS = ("correlation", "rank", "predictability", "cancellation", "activation")
SCALINGS = ("plain", "rescaled")


@dataclass(frozen=True)
class Damage:
    """What is done to a layer.

    Attributes:
        shares: of its units that are switched off for good, the same for all images.
        levels: of noise on the weights into it, as a share of each weight.
        draws: how often each is drawn; accuracies are means over them.
    """

    shares: tuple[float, ...] = (0.25, 0.5, 0.75, 0.9)
    levels: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0)
    draws: int = 10

    def names(self) -> list[str]:
        """Of all kinds of damage, as they stand in a result."""
        switched_off = [named(scaling, share) for scaling in SCALINGS for share in self.shares]
        return [*switched_off, *(named("noise", level) for level in self.levels)]


def named(kind: str, share: float) -> str:
    """The name of a damage: ``plain50``, ``rescaled50``, ``noise100``, in percent."""
    return f"{kind}{100 * share:g}"


def statistics(
    network: Network, layer: int, seen: Images, judged: Images, rows: Sequence[NDArray[np.int64]]
) -> dict[str, FloatArray]:
    """Each of ``STATISTICS`` of a hidden layer, (samples,): on the images of ``judged`` in each of ``rows``.

    Args:
        network: trained; dropout is off.
        layer: 1 for the first hidden layer.
        seen: what regressions between units are fitted on.
        judged: what everything is measured on.
        rows: samples of ``judged``.
    """
    fitted_on, h = (_activations(network, layer, images).astype(float) for images in (seen, judged))
    w = network.weights[layer].astype(float)
    found = [
        (
            mean_correlation(h[sample]),
            effective_rank(h[sample]),
            linear_predictability(fitted_on, h[sample]),
            cancellation(h[sample], w),
            h[sample].mean(),
        )
        for sample in rows
    ]
    return dict(zip(STATISTICS, np.array(found).T, strict=True))


def damaged(
    network: Network, layer: int, images: Images, damage: Damage, rng: np.random.Generator
) -> dict[str, FloatArray]:
    """For each kind of damage and each image, (images,), in which share of the draws the answer is right.

    ``intact`` is the answer without any.
    """
    h = _activations(network, layer, images)
    upper = _from(network, layer)
    found = {"intact": _right(upper, h, images)}
    draws: Mapping[str, list[FloatArray]] = {name: [] for name in damage.names()}
    for _ in range(damage.draws):
        order = rng.permutation(h.shape[1])
        for share in damage.shares:
            keep = np.where(order < round(share * len(order)), 0.0, 1.0)  # a larger share holds the smaller
            draws[named("plain", share)].append(_right(upper, h, images, keep))
            draws[named("rescaled", share)].append(_right(upper, h, images, keep / keep.mean()))
        noise = rng.standard_normal(network.weights[layer - 1].shape)
        for level in damage.levels:
            draws[named("noise", level)].append(_right_with_noise(network, layer, images, level * noise))
    return found | {name: np.mean(of_draws, axis=0) for name, of_draws in draws.items()}


def _right_with_noise(network: Network, layer: int, images: Images, noise: FloatArray) -> FloatArray:
    """W (1 + noise) in place of w, in the weights into ``layer``.

    A ReLU unit's weights can be made larger and those it feeds smaller without any change to what the network
    computes; noise in proportion to each weight is blind to that, too.
    """
    whole = _from(network, layer - 1)
    shaken = (whole.weights[0] * (1 + noise)).astype(whole.weights[0].dtype)
    x = _activations(network, layer - 1, images)
    return _right(Network([shaken, *whole.weights[1:]], whole.biases), x, images)


def _right(upper: Network, h: FloatArray, images: Images, multiplier: FloatArray | None = None) -> FloatArray:
    """(images,) 1 where the answer from ``h`` on is right, else 0."""
    first = None if multiplier is None else multiplier.astype(h.dtype)
    logits = forward_pass(upper, h, [first, *[None] * len(upper.weights)]).output
    return np.asarray(logits.argmax(1) == images.labels, dtype=float)


def _activations(network: Network, layer: int, images: Images) -> FloatArray:
    """What hidden layer ``layer`` puts out, (images, units); 0 is the input."""
    return forward_pass(network, images.inputs()).inputs[layer]


def _from(network: Network, layer: int) -> Network:
    """The part of ``network`` that takes what ``layer`` puts out."""
    return Network(network.weights[layer:], network.biases[layer:], network.activation)
