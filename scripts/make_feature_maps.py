"""Three images and what the first convolution of a trained network makes of them, for the demo.

A network of two convolutions learns 500 images without dropout; the maps are those behind rectifier and
pooling, each scaled to its brightest place. How alike neighbours are is measured on 1,000 images that the
network never saw: the correlation of two places of one map that lie 1 to 6 steps of a chess king apart.

    python scripts/make_feature_maps.py
"""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from dropout_course.data import CLASSES
from dropout_course.experiments.stacks import Sizes
from dropout_course.training.modules import ModuleRecipe, ModuleRun
from dropout_course.training.modules.fit import train_one

FILE = Path(__file__).parents[1] / "dropout_course" / "demos" / "feature_map_masks.npz"
SHOWN = ("ankle boot", "dress", "bag")
MAPS, FARTHEST = 5, 6
BEHIND_POOLING = 5  # layers: unflatten, dropout, convolution, pooling, rectifier


def main() -> None:
    """Train, measure, write."""
    torch.set_num_threads(1)
    splits = Sizes(train=500, validation=1000, test=1000, seed=0).load()
    recipe = ModuleRecipe(hidden=(128,), channels=(8, 16), epochs=25, batch_size=25, measure_every=25)
    outcome, network = train_one(
        ModuleRun("cnn", (0.0,) * 4, 0.02, seed=1), recipe, splits, measure=("test",)
    )
    with torch.no_grad():
        maps = network[:BEHIND_POOLING](torch.from_numpy(splits.test.inputs())).numpy()  # (images, 8, 14, 14)
    liveliest = np.argsort(-maps.std((0, 2, 3)))[:MAPS]
    rows = [int(np.flatnonzero(splits.test.labels == CLASSES.index(name))[0]) for name in SHOWN]
    shown = maps[rows][:, liveliest]
    brightest = shown.max((2, 3), keepdims=True)
    alike = [correlation(maps[:, liveliest], distance) for distance in range(1, FARTHEST + 1)]
    np.savez_compressed(
        FILE,
        pixels=splits.test.pixels[rows],
        maps=np.round(255 * shown / np.where(brightest > 0, brightest, 1)).astype(np.uint8),
        alike=np.array(alike, dtype=np.float32),
    )
    print(f"test accuracy {outcome.final['test'].correct.mean():.1%}; alike {np.round(alike, 3)}")


def correlation(maps: NDArray[np.float32], distance: int) -> float:
    """Of two places of a map ``distance`` king's steps apart, over images and places, mean over maps."""
    side = maps.shape[-1]
    pairs = []
    for dy in range(distance + 1):
        for dx in range(-distance, distance + 1):
            if max(dy, abs(dx)) == distance and (dy > 0 or dx > 0):
                a = maps[..., : side - dy, max(0, -dx) : side - max(0, dx)]
                b = maps[..., dy:, max(0, dx) : side - max(0, -dx)]
                pairs.append((a, b))
    found = []
    for channel in range(maps.shape[1]):
        a, b = (np.concatenate([pair[i][:, channel].ravel() for pair in pairs]) for i in (0, 1))
        found.append(np.corrcoef(a, b)[0, 1])
    return float(np.mean(found))


if __name__ == "__main__":
    main()
