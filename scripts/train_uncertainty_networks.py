"""Train the networks of the demo "uncertainty": ``python scripts/train_uncertainty_networks.py``.

They are those of the experiment of the same name, with a seed of their own. Takes half a minute.
"""

from pathlib import Path

import numpy as np

from dropout_course.demos import uncertainty as demo
from dropout_course.experiments.curves import Recipe, Shape, draw_points, fit

SEED = 21


def train(network: str, p: float, points: int) -> np.ndarray:
    """Weights and biases of one network, in a row, as float32."""
    x, y = draw_points(points, np.random.default_rng(SEED))
    fitted = fit(x, y, Shape((demo.UNITS,), demo.ACTIVATIONS[network]), p, Recipe(), SEED)
    arrays = [fitted.weights[0], fitted.biases[0], fitted.weights[1], fitted.biases[1]]
    return np.concatenate([array.ravel() for array in arrays]).astype(np.float32)


def main() -> None:
    """Train them all and write them into the package, with the points."""
    x, y = draw_points(max(demo.POINTS), np.random.default_rng(SEED))
    networks = [
        [[train(network, p, points) for points in demo.POINTS] for p in demo.RATES]
        for network in demo.ACTIVATIONS
    ]
    np.savez_compressed(
        Path(demo.__file__).with_suffix(".npz"),
        points=np.hstack([x, y]).astype(np.float32),  # (points, 2)
        networks=np.array(networks),  # (activations, rates, numbers of points, weights and biases)
    )


if __name__ == "__main__":
    main()
