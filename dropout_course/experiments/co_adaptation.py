"""Co-adaptation: which of its readings does dropout change, and in which layer?

A result holds, for each rate (``p0`` to ``p50``) and each hidden layer (``layer1``, ``layer2``): five
statistics of its activations on test images (``correlation``, ``rank``, ``predictability``, ``cancellation``,
``activation``), and the accuracy ``intact`` and under each kind of damage (``plain50``: half the units
switched off; ``rescaled50``: and the others doubled; ``noise100``: a noise as large as each weight), each as
mean, low and high (95%) and by seed. Then what training wrote into a few units of the first layer (base64 of
int8, each unit scaled to +-127), the contrasts under each layer, and the verdict on each claim over its
readings.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from ..data import Splits
from ..reference import Network
from ..results import Result, rate_key
from ..training import Outcome, Recipe, Run
from . import rate_table
from .co_adaptation_figures import damage_figure, features_figure, figure, table, verdicts
from .co_adaptation_probes import STATISTICS, Damage, damaged, statistics
from .contrasts import Contrast, answer_readings, judge_effects
from .experiment import Sample
from .intervals import Effect, effect_of_resamples, mean_effect
from .provenance import as_json
from .stacks import Sizes, Stack, Train, hidden_run

__all__ = [
    "CLAIMS",
    "NAME",
    "QUESTION",
    "SETTINGS",
    "damage_figure",
    "features_figure",
    "figure",
    "measure",
    "sample",
    "stacks_planned",
    "table",
    "verdicts",
]

NAME = "co-adaptation"
QUESTION = "Does dropout keep the units of a layer from relying on one another?"

CONDITIONS = {"layer1": "the first hidden layer", "layer2": "the second hidden layer"}
LAYERS = {name: number for number, name in enumerate(CONDITIONS, start=1)}

MARGINS = {
    "accuracy": 0.005,  # half a point
    "correlation": 0.02,
    "rank": 5.0,  # directions, of 256
    "predictability": 0.02,
    "cancellation": 0.02,
}


def _statistic(name: str, says: str, *, falls: bool) -> Contrast:
    """``name`` without dropout less ``name`` at p = 0.5, or the other way round."""
    sign = 1 if falls else -1
    return Contrast(says, ((sign, name, 0.0), (-sign, name, 0.5)), MARGINS[name], metric=name)


def _cheaper(damage: str, says: str) -> Contrast:
    """What ``damage`` costs without dropout, less what it costs at p = 0.5."""
    terms = ((1, "intact", 0.0), (-1, damage, 0.0), (-1, "intact", 0.5), (1, damage, 0.5))
    return Contrast(says, terms, MARGINS["accuracy"])


CONTRASTS = {
    "survives_half": _cheaper("plain50", "with half its units off, a network loses less accuracy"),
    "survives_half_rescaled": _cheaper("rescaled50", "the same, with the other half doubled"),
    "survives_beyond": _cheaper("rescaled75", "the same with three quarters off: more than in training"),
    "fragile_without": Contrast(
        "without dropout, switching half the units off costs accuracy",
        ((1, "intact", 0.0), (-1, "plain50", 0.0)),
        MARGINS["accuracy"],
    ),
    "survives_noise": _cheaper("noise100", "noise as large as each weight costs less accuracy"),
    "less_cancelling": _statistic("cancellation", "less of each sum is cancelled by other units", falls=True),
    "less_correlated": _statistic("correlation", "units are less correlated", falls=True),
    "higher_rank": _statistic("rank", "activations spread over more directions", falls=False),
    "more_redundant": _statistic("predictability", "units can be told from one another better", falls=False),
    "more_independent": _statistic(
        "predictability", "units can be told from one another worse (the same, reversed)", falls=True
    ),
}
"""What p = 0.5 does, against p = 0; except where p = 0 is looked at alone."""

RELIANCE = ("survives_half", "survives_half_rescaled")
READINGS = {
    "reliance: what losing units costs": RELIANCE,
    "correction: what units cancel of each other": ("less_cancelling",),
    "likeness: how units correlate": ("less_correlated",),
    "spread: how many directions they use": ("higher_rank",),
}
"""What "co-adaptation" could mean, and what would have to be true of each."""

CLAIMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "0.4": READINGS,
    "1.10": READINGS,
    "1.2": {"redundant and robust": ("more_redundant", *RELIANCE, "survives_noise")},
    "4.2": {reading: ("fragile_without", *parts) for reading, parts in READINGS.items()},
    "4.3": {"others step in, and are independent": (*RELIANCE, "more_independent")},
    "4.4": {"less sensitive to weights and units": ("survives_noise", *RELIANCE)},
}
"""Each claim stands, for one reading of it and in one layer, if all the contrasts named there do.

The verdict is that over all its readings and both layers.
"""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        arms: drop probability after each hidden layer, and the learning rate that suits it best: network,
            recipe and images are those of the rate table, which tuned them.
        seeds: of the models; equal seeds are paired: they start from the same weights.
        recipe: the network and its training.
        sizes: the images.
        damage: what is done to the trained networks.
        resamples: of the test images, for the intervals of the statistics.
        pictured: which units of the first layer are drawn, of the first seed.
        contrasts: what is compared, with its margin.
        claims: the readings of each claim and what each rests on.
    """

    arms: tuple[tuple[float, float], ...] = ((0.0, 0.04), (0.2, 0.04), (0.5, 0.02))
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    recipe: Recipe = rate_table.SETTINGS.recipe
    sizes: Sizes = rate_table.SETTINGS.sizes
    damage: Damage = Damage()  # noqa: RUF009  (frozen)
    resamples: int = 25
    pictured: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6, 7)
    contrasts: Mapping[str, Contrast] = field(default_factory=lambda: CONTRASTS)
    claims: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: CLAIMS)


SETTINGS = Settings()

Found: TypeAlias = Mapping[str, NDArray[np.floating]]
"""By what was measured on a layer: samples of a statistic, (seeds, 1 + resamples), the first that of all test
images; or in which share of the draws an answer is right, (seeds, images)."""


def stacks_planned(settings: Settings) -> int:
    """How many stacks a run trains: one for each rate, and one for the weights that they start from."""
    return len(settings.arms) + 1


def measure(settings: Settings, train: Train) -> Result:
    """Train, look into every network, compare, judge."""
    outcomes = train([_stack(settings, arm) for arm in settings.arms])
    images = settings.sizes.load()
    found = {
        layer: {arm[0]: _found(settings, arm, outcomes, images, layer) for arm in settings.arms}
        for layer in LAYERS
    }
    contrasts = {name: _judged(contrast, found, settings) for name, contrast in settings.contrasts.items()}
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "rates": {
            rate_key(p): {
                "p": p,
                "learning_rate": learning_rate,
                **{layer: _summary(found[layer][p], settings) for layer in LAYERS},
            }
            for p, learning_rate in settings.arms
        },
        "features": _features(settings, outcomes, train),
        "contrasts": contrasts,
        "claims": {
            claim: answer_readings(readings, contrasts, list(CONDITIONS))
            for claim, readings in settings.claims.items()
        },
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The second layer of the first seed at p = 0.5: its statistics, and its accuracy with half of it off."""
    arm = settings.arms[-1]
    alone = replace(settings, seeds=settings.seeds[:1], resamples=0)
    found = _found(alone, arm, train([_stack(alone, arm)]), settings.sizes.load(), "layer2")
    names = (*STATISTICS, "plain50")
    return {f"rates.{rate_key(arm[0])}.layer2.{name}.by_seed": _by_seed(name, found[name]) for name in names}


def _runs(settings: Settings, arm: tuple[float, float]) -> list[Run]:
    p, learning_rate = arm
    return [hidden_run(p, learning_rate, seed) for seed in settings.seeds]


def _stack(settings: Settings, arm: tuple[float, float]) -> Stack:
    runs = tuple(_runs(settings, arm))
    return Stack(runs, settings.recipe, settings.sizes, measure=("test",), networks=True)


def _found(
    settings: Settings,
    arm: tuple[float, float],
    outcomes: Mapping[Run, Outcome],
    images: Splits,
    layer: str,
) -> Found:
    """All that is measured on a layer of the models of one rate."""
    test = len(images.test)
    resampled = np.random.default_rng(settings.sizes.seed).integers(test, size=(settings.resamples, test))
    rows = [np.arange(test), *resampled]  # the same for all models
    probed = []
    for run in _runs(settings, arm):
        network = trained(outcomes[run])
        rng = np.random.default_rng([run.seed, LAYERS[layer]])  # whatever the rate, the same units go
        probed.append(
            statistics(network, LAYERS[layer], images.train, images.test, rows)
            | damaged(network, LAYERS[layer], images.test, settings.damage, rng)
        )
    return {name: np.stack([of_model[name] for of_model in probed]) for name in probed[0]}


def trained(outcome: Outcome) -> Network:
    """The network of an outcome whose stack was asked for networks."""
    assert outcome.network is not None, "every stack here asks for its networks"
    return outcome.network


def _judged(contrast: Contrast, found: Mapping[str, Mapping[float, Found]], settings: Settings) -> Result:
    effects = {}
    for layer, by_rate in found.items():
        values = np.sum([c * by_rate[cast(float, p)][name] for c, name, p in contrast.terms], axis=0)
        effects[layer] = _effect(contrast.metric, values, settings)
    return judge_effects(contrast.says, effects, metric=contrast.metric, margin=contrast.margin)


def _effect(metric: str, values: NDArray[np.floating], settings: Settings) -> Effect:
    if metric in STATISTICS:
        return effect_of_resamples(values[:, 0], values[:, 1:].mean(0), images=settings.sizes.test)
    return mean_effect([values])


def _summary(found: Found, settings: Settings) -> Result:
    """Of each thing measured mean and interval, and the number of each seed."""

    def one(name: str, values: NDArray[np.floating]) -> Result:
        interval = _effect(name, values, settings).interval()
        ends = {"mean": interval.estimate, "low": interval.low, "high": interval.high}
        return ends | {"by_seed": _by_seed(name, values)}

    return {name: one(name, values) for name, values in found.items()}


def _by_seed(name: str, values: NDArray[np.floating]) -> list[float]:
    number: list[float] = (values[:, 0] if name in STATISTICS else values.mean(1)).tolist()
    return number


def _features(settings: Settings, outcomes: Mapping[Run, Outcome], train: Train) -> Result:
    """What training wrote into units of the first layer: their weights less those that they started from."""
    seed = settings.seeds[0]
    at_rest = hidden_run(0.0, learning_rate=0.0, seed=seed)  # a network that never moves
    still = Stack((at_rest,), replace(settings.recipe, epochs=1), settings.sizes, ("test",), networks=True)
    start = trained(train([still])[at_rest]).weights[0]
    units = list(settings.pictured)

    def written(arm: tuple[float, float]) -> str:
        (run,) = _runs(replace(settings, seeds=(seed,)), arm)
        change = (trained(outcomes[run]).weights[0] - start)[:, units].T  # (units, pixels)
        scaled = 127 * change / np.abs(change).max(axis=1, keepdims=True)
        return base64.b64encode(scaled.round().astype(np.int8).tobytes()).decode()

    return {
        "units": units,
        **{rate_key(arm[0]): written(arm) for arm in (settings.arms[0], settings.arms[-1])},
    }
