"""Elements, channels or blocks: what does a mask on feature maps take, and what do neighbours still tell?"""

from pathlib import Path
from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from dropout_course.reference import block_keep_mask, keep_mask

from .demo import Demo
from .draws import SharedDraws

IMAGES = ("ankle boot", "dress", "bag")
MAPS, SIDE, BLOCK = 5, 14, 3
DRAWS = 4
LEVELS = 2**16


class FeatureMapMasks(Demo):
    """An image, five maps that a trained convolution makes of it, and a mask on them.

    The maps come from ``scripts/make_feature_maps.py``.

    Args:
        seed: of the uniform draws that Python and browser share.
        p: probability of *dropping*, 0 <= p <= 1; for blocks the expected share of a map.
        masks: ``"element"``, a draw for every place, ``"channel"``, one for a map, or ``"block"``, squares of
            three by three.
        image: ``"ankle boot"``, ``"dress"`` or ``"bag"``.
        draw: which of the four shared draws, 0 to 3.
    """

    name = "feature-map-masks"

    p = traitlets.Float(0.3, min=0, max=1).tag(sync=True)
    masks = traitlets.Enum(["element", "channel", "block"], default_value="element").tag(sync=True)
    image = traitlets.Enum(IMAGES, default_value="ankle boot").tag(sync=True)
    draw = traitlets.Int(0, min=0, max=DRAWS - 1).tag(sync=True)
    _pixels = traitlets.Bytes().tag(sync=True)
    _maps = traitlets.Bytes().tag(sync=True)
    _alike = traitlets.Bytes().tag(sync=True)
    _uniforms = traitlets.Bytes().tag(sync=True)

    def __init__(self, seed: int = 1, **traits: Any) -> None:
        """Read images and maps; draw the numbers that every mask is made from, in 65,536ths."""
        shape = (DRAWS, MAPS, SIDE, SIDE)
        uniforms = np.random.default_rng(seed).integers(LEVELS, size=shape, dtype=np.uint16)
        super().__init__(
            _pixels=_made("pixels").tobytes(),
            _maps=_made("maps").tobytes(),
            _alike=_made("alike").tobytes(),
            _uniforms=uniforms.tobytes(),
            **traits,
        )

    def draws(self) -> NDArray[np.float64]:
        """The uniforms of this draw, (maps, 14, 14)."""
        uniforms = np.frombuffer(self._uniforms, dtype=np.uint16).reshape(DRAWS, MAPS, SIDE, SIDE)
        return np.asarray((uniforms[self.draw] + 0.5) / LEVELS, dtype=np.float64)

    def keep(self) -> NDArray[np.bool]:
        """(maps, 14, 14): what stays, by the reference."""
        draws, shape = self.draws(), (MAPS, SIDE, SIDE)
        if self.masks == "block":
            starts = SIDE - BLOCK + 1
            return block_keep_mask(shape, self.p, BLOCK, _shared(draws[:, :starts, :starts]))
        if self.masks == "channel":
            return np.broadcast_to(keep_mask((MAPS, 1, 1), self.p, _shared(draws[:, :1, :1])), shape)
        return keep_mask(shape, self.p, _shared(draws))

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, computed by ``dropout_course.reference`` on the same draws."""
        keep, alike = self.keep(), np.frombuffer(self._alike, dtype=np.float32)
        found = to_nearest_kept(keep)[~keep]
        each = [np.mean(found == d + 1) if found.size else 0.0 for d in range(len(alike))]
        return {
            "dropped": 100 * float(np.mean(~keep)),
            "dropped.expected": 100 * self.p,
            "beside": 100 * float(each[0]),
            "told": float(np.dot(each, alike.astype(float))),
        }


def to_nearest_kept(keep: NDArray[np.bool]) -> NDArray[np.int64]:
    """For each place how many king's steps away a kept one of its map is; 0 if it is kept, or none is."""
    reached, steps = keep.copy(), np.zeros(keep.shape, dtype=np.int64)
    for step in range(1, keep.shape[-1]):
        padded = np.pad(reached, [(0, 0), (1, 1), (1, 1)])
        side = keep.shape[-1]
        grown = np.any([padded[:, y : y + side, x : x + side] for y in range(3) for x in range(3)], axis=0)
        steps[grown & ~reached] = step
        reached = grown
    return steps


def _shared(draws: NDArray[np.float64]) -> SharedDraws:
    return SharedDraws(draws.ravel())  # type: ignore[arg-type]


def _made(what: str) -> NDArray[Any]:
    """``pixels`` (images, 28, 28), ``maps`` (images, maps, 14, 14) or ``alike``, correlations by distance."""
    with np.load(Path(__file__).with_suffix(".npz")) as made:
        return np.asarray(made[what])
