"""Batch norm: dropout before the norm, after it, instead of it.

A hidden layer is dense - norm - rectifier - dropout ("after") or dense - dropout - norm - rectifier
("before"). In training the norm divides by a standard deviation that holds dropout's noise; at test time the
noise is gone and the remembered deviation too large: the variance shift [Li et al. 2019]. ``shift`` tells for
both orders how large, beside what the formula says (``variance_shift.py``), and what comes of the test images
when the norm's statistics are taken again without dropout.

A result holds beside a comparison's, for each order and rate (``shift.<order>_p<rate>``): ``measured`` and
``derived``, the variance of the norm's input without dropout as a share of the one it remembers, mean over
units; test accuracy and nll as trained and ``refitted``; each with its 95% interval over seeds, and by seed.
"""

from typing import Any

from ..figures import Figure, Table
from ..results import Result, rate_key
from ..training.modules import ModuleRecipe, ModuleRun
from . import comparison
from .comparison import Condition, Plan, module_arm, sample, stacks_planned
from .comparison_figures import arms_table, dots
from .contrasts import ACCURACY_MARGIN, NLL_MARGIN, Contrast, more_accurate
from .intervals import seed_effect
from .stacks import Sizes, Train
from .summaries import over_seeds
from .verdict_table import verdict_table

__all__ = [
    "CLAIMS",
    "NAME",
    "QUESTION",
    "SETTINGS",
    "figure",
    "measure",
    "refit_table",
    "sample",
    "shift_table",
    "stacks_planned",
    "table",
    "verdicts",
]

ORDERS = ("before", "after")
RATES = (0.2, 0.5)
SHIFT_SEEDS = (1, 2, 3, 4, 5)
SHIFT_LEARNING_RATE = 0.06
STUDENT = 2.776  # the 97.5% point of Student's t for five seeds: a page builds without scipy


def _arm(batch_norm: str, *rates: float) -> comparison.Arm:
    return tuple(run for p in rates for run in module_arm("mlp", 0, p, p, batch_norm=batch_norm))


CONTRASTS = {
    "after_beats_before": more_accurate(
        "dropout after the norm is more accurate than before it", "norm_dropout", "dropout_norm"
    ),
    "after_likelier": Contrast(
        "dropout after the norm has a lower test NLL than before it",
        ((-1, "test", "norm_dropout"), (1, "test", "dropout_norm")),
        NLL_MARGIN,
        "nll",
    ),
    "norm_helps": more_accurate("without dropout, batch norm improves test accuracy", "norm", "none"),
    "dropout_alone": more_accurate("without a norm, dropout improves test accuracy", "dropout", "none"),
    "dropout_after": more_accurate("dropout after the norm improves on the norm", "norm_dropout", "norm"),
    "dropout_before": more_accurate("dropout before the norm improves on the norm", "dropout_norm", "norm"),
    "less_beside_norm": Contrast(
        "dropout gains less test accuracy beside a norm than without",
        ((1, "test", "dropout"), (-1, "test", "none"), (-1, "test", "norm_dropout"), (1, "test", "norm")),
        ACCURACY_MARGIN,
    ),
}

SETTINGS = Plan(
    name="batch-norm",
    question="Does dropout go with batch norm, and in which order?",
    conditions={
        "thousand": Condition(
            says="1,000 images",
            arms={
                "none": _arm("none", 0),
                "dropout": _arm("none", *RATES),
                "norm": _arm("after", 0),
                "norm_dropout": _arm("after", *RATES),
                "dropout_norm": _arm("before", *RATES),
            },
            recipe=ModuleRecipe(hidden=(128, 128), epochs=20, batch_size=50, measure_every=20),
            sizes=Sizes(train=1000, validation=1000, test=2000, seed=0),
            learning_rates=(0.006, 0.02, 0.06, 0.18, 0.54, 1.6),
        )
    },
    contrasts=CONTRASTS,
)
NAME, QUESTION, CLAIMS = SETTINGS.name, SETTINGS.question, SETTINGS.claims

ARMS = {
    "none": "neither",
    "dropout": "dropout",
    "norm": "norm",
    "norm_dropout": "norm, dropout",
    "dropout_norm": "dropout, norm",
}


def measure(plan: Plan, train: Train) -> Result:
    """The comparison, and the variance shift of both orders."""
    (condition,) = plan.conditions.values()
    return {**comparison.measure(plan, train), "shift": _shifts(condition)}


def _shifts(condition: Condition) -> dict[str, Any]:
    from ..training.modules.fit import train_one
    from .trainer import one_thread
    from .variance_shift import of_network

    recipe = condition.recipe
    assert isinstance(recipe, ModuleRecipe)
    images = condition.sizes.load()

    def found(order: str, p: float) -> dict[str, Any]:
        (like,) = _arm(order, p)
        assert isinstance(like, ModuleRun)
        by_seed = []
        for seed in SHIFT_SEEDS:
            run = ModuleRun(like.network, like.rates, SHIFT_LEARNING_RATE, seed, batch_norm=like.batch_norm)
            _, network = train_one(run, recipe, images, measure=("test",))
            by_seed.append(of_network(network, p, images))
        return {name: over_seeds([one[name] for one in by_seed]) for name in by_seed[0]}

    with one_thread():
        return {f"{order}_{rate_key(p)}": found(order, p) for order in ORDERS for p in RATES}


def figure(result: Result) -> Figure:
    """Test accuracy and NLL of the five arms."""
    return dots(result, ARMS, conditions={"thousand": ""})


def table(result: Result) -> Table:
    """Each arm with its learning rate and what it came to."""
    return arms_table(result, ARMS, "thousand")


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict."""
    return verdict_table(result, {"thousand": "1,000 images"})


def shift_table(result: Result) -> Table:
    """The variance shift of both orders, as measured and by the formula."""
    rows = tuple(
        (
            f"{order} the norm, p = {p:g}",
            *(_share(_shift(result, order, p)[name]) for name in ("measured", "derived")),
        )
        for order in ORDERS
        for p in RATES
    )
    words = (
        "Var at test time / Var remembered, mean over the units of the first norm behind dropout; means of "
        f"{len(SHIFT_SEEDS)} seeds with 95% intervals over seeds."
    )
    return Table(words, ("dropout", "measured", "formula"), rows)


def refit_table(result: Result) -> Table:
    """Test accuracy and NLL with norms as trained, and what refitting them without dropout changes."""

    def cells(order: str, p: float) -> tuple[str, ...]:
        found = _shift(result, order, p)
        points, nats = (refit_change(found, metric) for metric in ("accuracy", "nll"))
        return (
            f"{found['accuracy']['mean']:.1%}",
            f"{100 * points[0]:+.1f} ± {100 * points[1]:.1f}".replace("-", "\u2212"),
            f"{found['nll']['mean']:.2f}",
            f"{nats[0]:+.3f} ± {nats[1]:.3f}".replace("-", "\u2212"),
        )

    rows = tuple((f"{order}, p = {p:g}", *cells(order, p)) for order in ORDERS for p in RATES)
    words = (
        f"Means of {len(SHIFT_SEEDS)} seeds on 2,000 test images; learning rate {SHIFT_LEARNING_RATE:g}. The "
        "change by refitting, in points and nats, with its 95% interval over seeds, paired by seed."
    )
    return Table(words, ("dropout", "accuracy", "change", "NLL", "change"), rows)


def refit_change(found: dict[str, Any], metric: str) -> tuple[float, float]:
    """What refitting the norms changes, and half of its 95% interval: each seed is its own pair."""
    refitted, trained = (found[name]["by_seed"] for name in (f"refitted_{metric}", metric))
    change = seed_effect([after - before for after, before in zip(refitted, trained, strict=True)])
    return change.estimate, STUDENT * change.seed_variance**0.5


def _shift(result: Result, order: str, p: float) -> dict[str, Any]:
    found: dict[str, Any] = result["shift"][f"{order}_{rate_key(p)}"]
    return found


def _share(found: dict[str, float]) -> str:
    return f"{found['mean']:.2f}\n({found['low']:.2f}\u2013{found['high']:.2f})"
