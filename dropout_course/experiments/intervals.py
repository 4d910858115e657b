"""Intervals that cover both what another seed would change and what other test images would change.

Every model is judged on the same images, so that seeds and images are crossed:

    value[s, i] = effect + seed_s + image_i + rest_si
    variance of the mean = var(seed) / S + var(image) / N + var(rest) / (S N)

The three are estimated by the mean squares of a two-way layout without replication (Searle, Casella and
McCulloch, *Variance Components*, 1992, ch. 4), and the degrees of freedom by Satterthwaite's rule, because
there are few seeds. What another *training* set would change is not covered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..results import Interval

CONFIDENCE = 0.95
RESAMPLES = 200


@dataclass(frozen=True)
class Effect:
    """An estimated effect and where its uncertainty comes from.

    Attributes:
        estimate: the effect, in its own unit.
        seed_variance: its variance over seeds; it falls with their number.
        image_variance: its variance over images; no number of seeds lowers it.
        seeds: how many there were.
        images: how many there were, in the smallest set that the effect draws on.
    """

    estimate: float
    seed_variance: float
    image_variance: float
    seeds: int
    images: int

    def interval(self, seeds: int | None = None) -> Interval:
        """The 95% interval; with ``seeds``, the one to expect if so many had given the same estimate."""
        from scipy.special import stdtrit  # here, since describing an experiment should not need scipy

        seeds = self.seeds if seeds is None else seeds
        of_seeds = self.seed_variance * self.seeds / seeds
        variance = of_seeds + self.image_variance
        if variance == 0:
            return Interval(self.estimate, self.estimate, self.estimate)
        freedom = variance**2 / (of_seeds**2 / (seeds - 1) + self.image_variance**2 / (self.images - 1))
        half = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * variance**0.5
        return Interval(self.estimate, self.estimate - half, self.estimate + half)


def mean_effect(parts: Sequence[NDArray[np.floating]], constant: float = 0.0) -> Effect:
    """``constant`` plus the sum of the means of ``parts``.

    Args:
        parts: for each set of images the values (seeds, images); equal seeds are paired across parts, the
            images of different parts are different ones. Differences between models on one set belong in
            one part, so that they are paired by image, too.
        constant: a number without uncertainty, such as a published one to compare with.
    """
    values = [np.asarray(part, dtype=float) for part in parts]
    seeds = len(values[0])
    of_seeds = float(np.sum([v.mean(1) for v in values], axis=0).var(ddof=1)) / seeds
    of_images = sum(float(v.mean(0).var(ddof=1)) / v.shape[1] for v in values)
    rest = sum(_rest_variance(v) / v.size for v in values)  # it is in both of the above: count it once
    return Effect(
        estimate=constant + sum(float(v.mean()) for v in values),
        seed_variance=max(of_seeds, rest),
        image_variance=max(of_images - rest, 0.0),
        seeds=seeds,
        images=min(v.shape[1] for v in values),
    )


def _rest_variance(values: NDArray[np.floating]) -> float:
    """Variance of what is neither the seed's nor the image's."""
    rest = values - values.mean(0) - values.mean(1, keepdims=True) + values.mean()
    return float((rest**2).sum() / ((values.shape[0] - 1) * (values.shape[1] - 1)))


def seed_effect(values: NDArray[np.floating] | Sequence[float]) -> Effect:
    """The mean of one number a seed, where no images are drawn or all there are were used.

    Args:
        values: the number of each seed, (seeds,); of a comparison, its difference.
    """
    by_seed = np.asarray(values, dtype=float)
    variance = float(by_seed.var(ddof=1)) / len(by_seed)
    return Effect(float(by_seed.mean()), variance, image_variance=0.0, seeds=len(by_seed), images=2)


def resampled_effect(
    statistic: Callable[[NDArray[np.int64]], NDArray[np.floating]], images: int, rng: np.random.Generator
) -> Effect:
    """The mean over seeds of a statistic that is no mean over images, such as a calibration error.

    Its variance over images is that of a bootstrap. ``rest`` is counted twice here, which errs on the wide
    side.

    Args:
        statistic: from rows of images, repeats allowed, to the statistic of each seed, (seeds,).
        images: how many images there are.
        rng: source of the resampling.
    """
    by_seed = statistic(np.arange(images))
    resampled = [statistic(rng.integers(images, size=images)).mean() for _ in range(RESAMPLES)]
    return effect_of_resamples(by_seed, np.array(resampled), images=images)


def effect_of_resamples(
    by_seed: NDArray[np.floating], resampled: NDArray[np.floating], *, images: int
) -> Effect:
    """As ``resampled_effect``, of a statistic that was computed on samples already.

    Args:
        by_seed: the statistic of each seed on all images, (seeds,).
        resampled: its mean over seeds on each sample, (samples,).
        images: how many images there are.
    """
    return Effect(
        estimate=float(by_seed.mean()),
        seed_variance=float(by_seed.var(ddof=1)) / len(by_seed),
        image_variance=float(np.var(resampled, ddof=1)),
        seeds=len(by_seed),
        images=images,
    )
