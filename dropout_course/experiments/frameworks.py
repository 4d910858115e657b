"""Frameworks: do PyTorch and Keras mean the same by dropout, and what do the classic bugs cost?

A Keras network is copied into PyTorch; then nine networks are built with a bug in their dropout, trained and
asked as their authors would, and shown to checks of a line each.

A result holds, for each rate (``agreement.p50``), how far the logits of the copies lie apart and what share
of coins each framework drops; which calls switch dropout on (``switches``: the share dropped) and what a seed
fixes (``seedings``: the share of coins that fall alike); for each bug (``bugs.always_on``) accuracy, NLL and
calibration as its author would find them, and at what share of the seeds each check passes (``checks``).
Means with 95% intervals, and by seed. Then the contrasts with interval and verdict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import numpy as np

from ..data import Splits
from ..figures import Figure
from ..reference import log_softmax
from ..results import Result, rate_key
from ..training import Outcome
from . import bug_checks, frameworks_figures
from .bug_networks import answers, as_asked, fit, new_network
from .contrasts import Contrast, answer, judge, judge_effects
from .dropout_bugs import BUGS, NONE, NONE_LIGHT, Bug
from .experiment import Sample
from .framework_networks import compared, versions
from .framework_switches import seeded, switched
from .intervals import seed_effect
from .provenance import as_json
from .stacks import Sizes, Train
from .summaries import final, over_seeds, seen_again
from .test_time_answers import judged

NAME = "frameworks"
QUESTION = "Do PyTorch and Keras mean the same by dropout, and what do the classic bugs cost?"

CONDITIONS = {"p20": "at 0.2", "p50": "at 0.5", "p80": "at 0.8", "trained": "a network with the bug"}
CLAIMS = {"3.5": ("drops_its_rate",)}
"""That Keras's rate is the fraction dropped, and not the fraction kept."""

CHECKS = ("still", "restless", "apart", "at_rate", "mean_kept", "no_zero_logits", "in_training")


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        seeds: of weights, inputs, order of the images and masks.
        rates: at which the frameworks are compared.
        rows: examples that are compared, each with a mask for 100 units.
        near: how near to its rate a share of dropped units must be.
        near_margin: what it must be nearer by.
        margin: the smallest difference in accuracy that would matter.
        nll_margin: likewise in NLL.
        epochs: of training, by Adam.
        batch_size: images in a step.
        learning_rate: of Adam; one for all, since whoever has a bug does not tune for it.
        sizes: the images.
    """

    seeds: tuple[int, ...] = tuple(range(1, 11))
    rates: tuple[float, ...] = (0.2, 0.5, 0.8)
    rows: int = 1000
    near: float = 0.01
    near_margin: float = 0.0
    margin: float = 0.005
    nll_margin: float = 0.02
    epochs: int = 50
    batch_size: int = 100
    learning_rate: float = 2e-3
    sizes: Sizes = field(default_factory=lambda: Sizes(train=1000, validation=1000, test=2000, seed=0))


SETTINGS = Settings()


@dataclass(frozen=True)
class Trial:
    """What one network with a bug came to.

    Attributes:
        outcome: its answers on all three sets, asked as its author would ask.
        passes: the checks that it passes.
    """

    outcome: Outcome
    passes: frozenset[str]


def stacks_planned(settings: Settings) -> int:
    """None: these networks are trained by the loop that has the bugs."""
    return 0


def measure(settings: Settings, train: Train) -> Result:
    """Compare the frameworks, train and check the bugs, judge."""
    from .trainer import one_thread  # here, since a page that shows a result has no joblib

    with one_thread():
        agreement = {
            rate_key(p): [compared(p, seed, settings.rows) for seed in settings.seeds] for p in settings.rates
        }
        trials = _trials(settings)
        switches, seedings = switched(0.5), seeded(0.5)
    contrasts = {"drops_its_rate": _drops_its_rate(agreement, settings), **_costs(trials, settings)}
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "versions": versions(),
        "conditions": CONDITIONS,
        "agreement": {
            key: {name: over_seeds([one[name] for one in found]) for name in found[0]}
            for key, found in agreement.items()
        },
        "switches": switches,
        "seedings": seedings,
        "bugs": {name: _came_to(found) for name, found in trials.items()},
        "contrasts": contrasts,
        "claims": {
            claim: answer(parts, contrasts, [rate_key(p) for p in settings.rates])
            for claim, parts in CLAIMS.items()
        },
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed of two bugs; and of the frameworks at 0.5, where Keras is installed."""
    seed, images = settings.seeds[0], settings.sizes.load()
    again: dict[str, list[float]] = {}
    for name in ("scaled_twice", "seed_reset"):
        again |= seen_again(f"bugs.{name}", [tried(BUGS[name], seed, settings, images).outcome])
    if find_spec("keras"):
        found = compared(0.5, seed, settings.rows)
        for number in ("keras_dropped", "torch_dropped", "keras_mean"):
            again[f"agreement.p50.{number}.by_seed"] = [found[number]]
    return again


def _trials(settings: Settings) -> dict[str, list[Trial]]:
    """Of each bug and of none, a network for each seed."""
    images = settings.sizes.load()
    return {
        name: [tried(bug, seed, settings, images) for seed in settings.seeds]
        for name, bug in {"none": NONE, "none_light": NONE_LIGHT, **BUGS}.items()
    }


def tried(bug: Bug, seed: int, settings: Settings, images: Splits) -> Trial:
    """A network with ``bug``: built, trained, asked, checked; weights and order are those of the seed."""
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = new_network(bug)
        in_training = fit(
            net,
            bug,
            images.train,
            seed,
            epochs=settings.epochs,
            batch_size=settings.batch_size,
            learning_rate=settings.learning_rate,
        )
        as_asked(net, bug)
        sets = {name: getattr(images, name) for name in ("train", "validation", "test")}
        found = {
            name: judged(log_softmax(answers(net, of_set).astype(np.float64)), of_set.labels).final["test"]
            for name, of_set in sets.items()
        }
        return Trial(Outcome(curves={}, final=found), _passed(net, bug, images, in_training))


def _passed(net: Any, bug: Bug, images: Splits, in_training: bool) -> frozenset[str]:
    import torch

    x = torch.from_numpy(images.test.inputs()[:100])
    with torch.no_grad():
        passed = {
            "still": bug_checks.still(as_asked(net, bug), x),
            "restless": bug_checks.restless(net, x),
            "apart": bug_checks.apart(net, x),
            "at_rate": bug_checks.at_rate(net, bug.p),
            "mean_kept": bug_checks.mean_kept(net, bug.p),
            "no_zero_logits": bug_checks.no_zero_logits(net, x),
            "in_training": in_training,
        }
    return frozenset(name for name, good in passed.items() if good)


def _came_to(trials: Sequence[Trial]) -> dict[str, Any]:
    """What the networks with one bug came to, and the share of them that passes each check."""
    outcomes = [trial.outcome for trial in trials]
    return {
        **{name: final(outcomes, name) for name in ("train", "test", "validation")},
        "checks": {check: sum(check in trial.passes for trial in trials) / len(trials) for check in CHECKS},
    }


def _drops_its_rate(agreement: Mapping[str, list[dict[str, float]]], settings: Settings) -> dict[str, Any]:
    nearer = {
        key: seed_effect([settings.near - abs(one["keras_dropped"] - p) for one in found])
        for (key, found), p in zip(agreement.items(), settings.rates, strict=True)
    }
    says = f"the share that Keras drops is nearer to its rate than {100 * settings.near:g} point"
    return judge_effects(says, nearer, metric="accuracy", margin=settings.near_margin)


def _costs(trials: Mapping[str, list[Trial]], settings: Settings) -> dict[str, Any]:
    """What each bug costs against no mistake at the rate that was meant."""
    judged_as = {"accuracy": (1.0, settings.margin), "nll": (-1.0, settings.nll_margin)}
    groups = {name: [trial.outcome for trial in found] for name, found in trials.items()}
    found = {}
    for name, bug in BUGS.items():
        meant = "none" if bug.p == NONE.p else "none_light"
        for metric, (sign, margin) in judged_as.items():
            says = f"{bug.words}: costs {'accuracy' if metric == 'accuracy' else 'test loss'}"
            terms = ((sign, "test", meant), (-sign, "test", name))
            contrast = Contrast(says, terms, margin, metric)
            found[f"{name}_costs_{metric}"] = judge(contrast, {"trained": groups})
    says = "dropout on in validation: understates the validation accuracy"
    terms = ((1.0, "validation", "none"), (-1.0, "validation", "eval_forgotten"))
    found["on_in_validation"] = judge(Contrast(says, terms, settings.margin), {"trained": groups})
    return found


def figure(result: Result) -> Figure:
    """What each bug costs: accuracy above, NLL below."""
    return frameworks_figures.figure(result, NAME)
