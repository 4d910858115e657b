"""What the activations of a stack are multiplied by: each model's masks, form and period."""

from collections.abc import Sequence

import torch
from torch import Tensor

from .runs import Run
from .streams import Streams
from .workspace import Workspace


class Dropout:
    """Multipliers of every layer for the models of a stack, which share their draws."""

    def __init__(self, runs: Sequence[Run], streams: Streams) -> None:
        """``runs``: the models; ``streams``: where their masks come from."""
        self._streams, self._workspace = streams, Workspace()
        self._rates = torch.tensor([run.rates for run in runs]).T[:, :, None, None]  # (layers, models, 1, 1)
        self._drops = [bool(p.any()) for p in self._rates]
        classic = torch.tensor([run.form == "classic" for run in runs])[:, None, None]
        inverse = torch.where(self._rates < 1, 1 / (1 - self._rates), 0.0)  # p = 1 drops all: 0, not 0 / 0
        self._kept = torch.where(classic, 1.0, inverse)
        self._at_test = torch.where(classic, 1 - self._rates, 1.0)
        self._scales_at_test = [bool((factor != 1).any()) for factor in self._at_test]
        self._begin, self._end = torch.tensor([run.period for run in runs]).T[:, :, None, None]
        self._always = all(run.period == (0, 1) for run in runs)

    def multiplier(self, layer: int, batch: int, units: int, progress: float) -> Tensor | None:
        """(models, batch, units): a mask for every example, scaled; None if no model drops in this layer.

        The next call for the layer overwrites it.

        Args:
            layer: 0 is the input.
            batch: number of examples.
            units: of the layer.
            progress: how much of the training is done, in [0, 1).
        """
        if not self._drops[layer]:
            return None
        p, kept = self._rates[layer], self._kept[layer]
        if not self._always:  # what rests draws all the same: its later masks hang on no other model
            active = (self._begin <= progress) & (progress < self._end)
            p, kept = torch.where(active, p, 0.0), torch.where(active, kept, self._at_test[layer])
        m = self._workspace(f"multiplier {layer}", len(p), batch, units)
        uniforms = self._streams.uniforms(layer, batch, units)
        return torch.ge(uniforms, p, out=m).mul_(kept)  # floats from the start: to convert booleans is slow

    def at_test(self, layer: int) -> Tensor | None:
        """(models, 1, 1): classic dropout's 1 - p, 1 for the inverted form; None if it is 1 for all."""
        return self._at_test[layer] if self._scales_at_test[layer] else None
