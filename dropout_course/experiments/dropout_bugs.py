"""The classic ways to get dropout wrong in a framework, each in the line in which it happens.

``h`` are a layer's activations, (examples, units), ``p`` is the probability of dropping and ``training``
what the network says of itself. Torch is imported where it is used: a page shows this code without it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from torch import Tensor

Drop: TypeAlias = "Callable[[Tensor, float, bool], Tensor]"


def right(h: "Tensor", p: float, training: bool) -> "Tensor":
    """As it should be."""
    from torch.nn.functional import dropout

    return dropout(h, p, training)


def always_on(h: "Tensor", p: float, training: bool) -> "Tensor":
    """The function's own default is training=True."""
    from torch.nn.functional import dropout

    return dropout(h, p)


def scaled_twice(h: "Tensor", p: float, training: bool) -> "Tensor":
    """The framework has scaled the survivors already."""
    from torch.nn.functional import dropout

    h = dropout(h, p, training)
    return h / (1 - p) if training else h


def keep_probability(h: "Tensor", p: float, training: bool) -> "Tensor":
    """The argument was called keep_prob in TensorFlow 1."""
    from torch.nn.functional import dropout

    return dropout(h, 1 - p, training)


class DrawnOnce:
    """The mask is drawn with the layer, not with the pass."""

    mask: "Tensor | None" = None

    def __call__(self, h: "Tensor", p: float, training: bool) -> "Tensor":
        """One mask for all passes."""
        import torch
        from torch.nn.functional import dropout

        if self.mask is None:
            self.mask = dropout(torch.ones(h.shape[-1]), p)
        return h * self.mask if training else h


def one_for_all(h: "Tensor", p: float, training: bool) -> "Tensor":
    """The mask has no axis for the examples."""
    import torch
    from torch.nn.functional import dropout

    return h * dropout(torch.ones(h.shape[-1]), p, training)


def seed_reset(h: "Tensor", p: float, training: bool) -> "Tensor":
    """Seeded for every pass, to be reproducible."""
    import torch
    from torch.nn.functional import dropout

    torch.manual_seed(0)
    return dropout(h, p, training)


@dataclass(frozen=True)
class Bug:
    """One mistake, or none.

    Attributes:
        words: its name on a page.
        drop: makes the dropout of a new network.
        p: the drop probability that is meant.
        on_logits: dropout stands behind the output layer.
        train_forgotten: ``eval()`` for the validation after each epoch, and no ``train()`` after it.
        eval_forgotten: the network is asked in training mode.
    """

    words: str
    drop: Callable[[], Drop] = lambda: right
    p: float = 0.5
    on_logits: bool = False
    train_forgotten: bool = False
    eval_forgotten: bool = False


NONE = Bug("no mistake")
NONE_LIGHT = Bug("no mistake, at the lower rate", p=0.2)

BUGS = {
    "eval_forgotten": Bug("eval() forgotten", eval_forgotten=True),
    "always_on": Bug("F.dropout always on", lambda: always_on),
    "train_forgotten": Bug("train() forgotten", train_forgotten=True),
    "scaled_twice": Bug("scaled twice", lambda: scaled_twice),
    "keep_probability": Bug("p as keep_prob", lambda: keep_probability, p=0.2),
    "drawn_once": Bug("mask drawn once", DrawnOnce),
    "one_for_all": Bug("one mask a batch", lambda: one_for_all),
    "seed_reset": Bug("seed reset", lambda: seed_reset),
    "on_logits": Bug("on the logits", on_logits=True),
}
