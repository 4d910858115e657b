"""Classic against inverted dropout: which test pass each needs, and when the two train alike.

A result holds, for each rate (``p20`` to ``p80``), each condition and each form: learning rate, and of the
plain and of the scaled pass test accuracy, NLL (nats) and the relative distance of its logits from their
average over masks, as mean, low and high (95%, over seeds and images) and by seed. For each pair:
``disagreement``, the share of test images to which the two give different answers, likewise, and
``logit_difference``, the largest, by seed. Then the contrasts, each with its interval and verdict under each
condition, and the verdict on the claim.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..figures import Figure, Table
from ..reference import Form, Network
from ..results import Result, rate_key
from ..training import Recipe
from . import classic_inverted_figures as figures
from .classic_inverted_pairs import FORMS, OWN_PASS, Answered, Kind, Pair, TrainOne, answered, ask
from .contrasts import answer_readings, judge_effects
from .experiment import Sample
from .intervals import mean_effect
from .provenance import as_json
from .stacks import Sizes, Train
from .tuning import best

NAME = "classic-inverted"
QUESTION = "Which test pass do classic and inverted dropout need, and when do the two train alike?"

CONDITIONS = {
    "as_is": "equal initial weights, and for both the learning rate that is best for inverted",
    "tuned": "equal initial weights, each form with the learning rate that is best for it",
    "rescaled": "inverted with initial weights x (1 - p) and learning rate x (1 - p)^2 behind dropout",
}

MARGINS = {
    "nll": 0.02,  # nats
    "accuracy": 0.005,  # half a point
    "disagreement": 0.01,  # one image in a hundred
    "relative distance": 0.05,
}

CLAIMS = {"2.4": ("classic_nearer", "inverted_nearer")}
"""Activations are scaled by 1 - p at inference so that expectations match: the test pass must then lie nearer
to the average over masks than the plain one. Tried for each form; the claim does not say which it means."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        rates: drop probabilities after each hidden layer; the input is not dropped.
        seeds: of the models that are judged; equal seeds are paired.
        tuning_seeds: of the models whose validation accuracy chooses the learning rate; none of the above.
        learning_rates: the grid to choose from.
        recipe: the network and its training.
        sizes: the images.
        averaged: how many test images are also answered with dropout left on.
        masks: how many times, to average over.
        margins: the smallest effect that would matter, by metric.
    """

    rates: tuple[float, ...] = (0.2, 0.5, 0.8)
    seeds: tuple[int, ...] = tuple(range(1, 11))
    tuning_seeds: tuple[int, ...] = (101, 102)
    learning_rates: tuple[float, ...] = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64)
    recipe: Recipe = field(default_factory=lambda: Recipe(hidden=(128, 128), epochs=20, batch_size=100))
    sizes: Sizes = field(default_factory=lambda: Sizes(train=2000, validation=1000, test=2000, seed=0))
    averaged: int = 500
    masks: int = 50
    margins: Mapping[str, float] = field(default_factory=lambda: MARGINS)


SETTINGS = Settings()


def stacks_planned(settings: Settings) -> int:
    """None: the classic form is not known to the shared training loop."""
    return 0


def measure(settings: Settings, train: Train) -> Result:
    """Choose the learning rates, train the pairs, compare, judge."""
    train_one = _trainer(settings)
    tuning = {(form, p): _tune(form, p, settings, train_one) for form, p in product(FORMS, settings.rates)}
    chosen = best(tuning)
    ask_kind = _asker(settings.seeds, settings, train_one)
    kinds = {p: _kinds(p, chosen["classic", p], chosen["inverted", p]) for p in settings.rates}
    pairs = {
        p: {condition: Pair(*map(ask_kind, pair)) for condition, pair in of_rate.items()}
        for p, of_rate in kinds.items()
    }
    contrasts = _contrasts(pairs, settings)
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "tuning": {
            form: {
                rate_key(p): [{"learning_rate": r, "accuracy": a} for r, a in tuning[form, p].items()]
                for p in settings.rates
            }
            for form in FORMS
        },
        "rates": {
            rate_key(p): {condition: _summary(pair) for condition, pair in pairs[p].items()}
            for p in settings.rates
        },
        "contrasts": contrasts,
        "claims": {claim: _answer(parts, contrasts) for claim, parts in CLAIMS.items()},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed of the rescaled pair at p = 0.5."""
    rates = (result["rates"]["p50"]["tuned"][form]["learning_rate"] for form in FORMS)
    kinds = _kinds(0.5, *rates)["rescaled"]
    pair = Pair(*map(_asker(settings.seeds[:1], settings, _trainer(settings)), kinds))
    again = {"rates.p50.rescaled.logit_difference.by_seed": pair.logit_difference().tolist()}
    for form in FORMS:
        place = f"rates.p50.rescaled.{form}.{OWN_PASS[form]}"
        again[f"{place}.accuracy.by_seed"] = pair.of(form).own.correct.mean(1).tolist()
        again[f"{place}.nll.by_seed"] = pair.of(form).own.nll.mean(1).tolist()
    return again


def _trainer(settings: Settings) -> TrainOne:
    """Trains each kind and seed once, however often it is asked for."""
    from .classic_inverted_training import train  # here, since describing an experiment should not need torch

    images = settings.sizes.load().train

    @cache
    def train_one(kind: Kind, seed: int) -> Network:
        return train(kind, seed, settings.recipe, images)

    return train_one


def _tune(form: Form, p: float, settings: Settings, train_one: TrainOne) -> dict[float, float]:
    """The mean validation accuracy at each learning rate, by the form's own test pass."""
    images = settings.sizes.load().validation

    def accuracy(kind: Kind) -> float:
        networks = [train_one(kind, seed) for seed in settings.tuning_seeds]
        return float(ask(networks, kind.scale(OWN_PASS[form]), images).correct.mean())

    return {rate: accuracy(Kind(form, p, rate)) for rate in settings.learning_rates}


def _kinds(p: float, classic_rate: float, inverted_rate: float) -> dict[str, tuple[Kind, Kind]]:
    """For each condition the classic kind and the inverted one, from the learning rate best for each form."""
    classic, inverted = Kind("classic", p, classic_rate), Kind("inverted", p, inverted_rate)
    return {
        "as_is": (Kind("classic", p, inverted_rate), inverted),
        "tuned": (classic, inverted),
        "rescaled": (classic, Kind("inverted", p, classic_rate, rescaled=True)),
    }


def _asker(seeds: Sequence[int], settings: Settings, train_one: TrainOne) -> Callable[[Kind], Answered]:
    """Asks the networks of a kind about the test images, once."""
    images = settings.sizes.load().test

    @cache
    def ask_kind(kind: Kind) -> Answered:
        networks = [train_one(kind, seed) for seed in seeds]
        return answered(kind, networks, images, averaged=settings.averaged, masks=settings.masks)

    return ask_kind


def _contrasts(pairs: Mapping[float, Mapping[str, Pair]], settings: Settings) -> dict[str, Any]:
    """Every statement at every rate, under every condition."""

    def judged(says: str, metric: str, effects: Mapping[str, NDArray[np.float64]]) -> dict[str, Any]:
        under = {condition: mean_effect([values]) for condition, values in effects.items()}
        return judge_effects(says, under, metric=metric, margin=settings.margins[metric])

    found = {}
    for p, of_rate in pairs.items():
        for form in FORMS:
            asked = {condition: pair.of(form) for condition, pair in of_rate.items()}
            found[f"{form}_nearer_{rate_key(p)}"] = judged(
                f"p = {p:g}, {form}: 1 \N{MINUS SIGN} p brings the test pass nearer to the masks’ mean",
                "relative distance",
                {name: of.distance("plain") - of.distance("scaled") for name, of in asked.items()},
            )
            found[f"{form}_likelier_{rate_key(p)}"] = judged(
                f"p = {p:g}, {form}: scaling by 1 \N{MINUS SIGN} p at test time lowers test NLL",
                "nll",
                {name: of.by_pass["plain"].nll - of.by_pass["scaled"].nll for name, of in asked.items()},
            )
        found[f"different_{rate_key(p)}"] = judged(
            f"p = {p:g}: the two networks give different answers",
            "disagreement",
            {condition: pair.different() for condition, pair in of_rate.items()},
        )
        found[f"inverted_better_{rate_key(p)}"] = judged(
            f"p = {p:g}: inverted has the higher test accuracy",
            "accuracy",
            {name: pair.inverted.own.correct - pair.classic.own.correct for name, pair in of_rate.items()},
        )
    return found


def _answer(parts: Sequence[str], contrasts: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict on a claim that is read of one form and of the other, each at all rates."""
    readings: dict[str, list[str]] = {
        form: [name for name in contrasts if name.startswith(part)]
        for form, part in zip(FORMS, parts, strict=True)
    }
    return answer_readings(readings, contrasts, list(CONDITIONS))


def _summary(pair: Pair) -> dict[str, Any]:
    """Both networks of a pair, and how far apart they are."""
    networks: dict[str, Any] = {
        form: {
            "learning_rate": pair.of(form).kind.learning_rate,
            **{
                name: {
                    "accuracy": _over_seeds(found.correct),
                    "nll": _over_seeds(found.nll),
                    "distance": _over_seeds(pair.of(form).distance(name)),
                }
                for name, found in pair.of(form).by_pass.items()
            },
        }
        for form in FORMS
    }
    return {
        **networks,
        "disagreement": _over_seeds(pair.different()),
        "logit_difference": {"by_seed": pair.logit_difference().tolist()},
    }


def _over_seeds(values: NDArray[np.float64]) -> dict[str, Any]:
    """Mean and interval of values (seeds, images)."""
    mean, low, high = mean_effect([values]).interval()
    return {"mean": mean, "low": low, "high": high, "by_seed": values.mean(1).tolist()}


def figure(result: Result) -> Figure:
    """How often the two answer differently, how accurate they are, what each test pass costs."""
    return figures.figure(result, NAME)


def table(result: Result) -> Table:
    """The learning rates chosen, and how far apart the pairs end."""
    return figures.table(result)


def learning_rates(result: Result) -> Table:
    """By rate: the learning rates chosen for each form, and their ratio."""
    return figures.learning_rates(result)


def verdicts(result: Result) -> Table:
    """The contrasts on training alike, under each condition."""
    return figures.verdicts(result)
