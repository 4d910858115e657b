"""Random labels: how much does a network learn by heart, with dropout and without, and what is it good for?

Labels drawn at random can only be memorised. So the share of them that a network gives back is a measure of
memorising, and "harder" is a smaller share after as many epochs, or more epochs to the same share. Each arm
is a network, a budget of epochs and a share of labels drawn at random; each rate has a learning rate of its
own, chosen with other seeds: by the random labels themselves where memorising is the task, else by
validation images with true labels.

A result holds for each arm and rate (``p0`` to ``p50``) the learning rate; for each set that the arm measures
accuracy, nll (nats) and ece as ``summaries.final`` gives them (training images are judged by the labels that
were taught); and where memorising is the task the mean learning curve and the epochs to 90%.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data import CLASSES
from ..figures import SERIES, Figure, Spot, Table, draw_means, label, new_drawing, render, style
from ..results import Result, rate_key
from ..training import Outcome, Recipe
from .captions import layers_in_words
from .contrasts import Contrast, answer, cell_in_words, judge, judge_effects
from .experiment import Sample
from .intervals import seed_effect
from .provenance import as_json
from .relabelled import Relabelled
from .stacks import Stack, Train, hidden_run
from .summaries import final, seen_again
from .verdict_table import at_least, verdict_table

NAME = "random-labels"
QUESTION = "How much does a network learn by heart, with dropout and without, and when does that matter?"

BUDGETS = {"short": "30 epochs", "long": "120 epochs"}
LABELS = {"true": "true labels", "noisy": "40% of the labels random"}

ACCURACY_MARGIN = 0.005  # half a point of test accuracy
MEMORY_MARGIN = 0.05  # five points of labels learned by heart
GAP_MARGIN = 0.02  # two points of overfitting: what "significantly" shall mean
NLL_MARGIN = 0.02  # nats
EPOCHS_MARGIN = 5.0
BY_HEART = 0.9  # the share that "epochs needed" asks for
EXAMPLES = 8  # images of which the result tells what became of them

Group = tuple[str, float]
"""Which network, ``"large"`` or ``"small"``, and its rate."""


def _memorises_less(p: float) -> Contrast:
    terms = ((1, "train", ("large", 0.0)), (-1, "train", ("large", p)))
    return Contrast(f"p = {p:g} learns fewer random labels by heart than no dropout", terms, MEMORY_MARGIN)


def _narrower(p: float) -> Contrast:
    terms = ((1, "train", 0.0), (-1, "test", 0.0), (-1, "train", p), (1, "test", p))
    return Contrast(f"p = {p:g} overfits less than no dropout: train less test accuracy", terms, GAP_MARGIN)


def _better(p: float) -> Contrast:
    return Contrast(
        f"p = {p:g} beats no dropout on test accuracy", ((1, "test", p), (-1, "test", 0.0)), ACCURACY_MARGIN
    )


def _likelier(p: float) -> Contrast:
    terms = ((1, "test", 0.0), (-1, "test", p))
    return Contrast(f"p = {p:g} beats no dropout on test NLL", terms, NLL_MARGIN, metric="nll")


MEMORISING = {
    "large_memorises_more": Contrast(
        "256 units a layer learn more random labels by heart than 16",
        ((1, "train", ("large", 0.0)), (-1, "train", ("small", 0.0))),
        MEMORY_MARGIN,
    ),
    "p20_memorises_less": _memorises_less(0.2),
    "p50_memorises_less": _memorises_less(0.5),
}
GENERALISING = {
    "p20_narrows_gap": _narrower(0.2),
    "p50_narrows_gap": _narrower(0.5),
    "p20_beats_p0": _better(0.2),
    "p50_beats_p0": _better(0.5),
    "p50_likelier_than_p0": _likelier(0.5),
}

CLAIMS = {
    "2.1": ("p50_beats_p0",),
    "2.5": ("p50_narrows_gap",),
    "3.1": ("large_memorises_more", "p20_memorises_less", "p50_memorises_less"),
}
"""What each claim says: it stands, under a condition, if all these contrasts do."""


@dataclass(frozen=True)
class Arm:
    """Networks of one shape that are taught one kind of labels.

    Attributes:
        recipe: the network and its training.
        share: of the training labels that are drawn at random, afresh for each seed.
        rates: drop probabilities after each hidden layer; the input is not dropped.
        seeds: of the models that are judged; equal seeds are paired across rates.
        chosen_by: the set whose accuracy chooses each rate's learning rate, with the tuning seeds.
        measure: the sets to measure on.
    """

    recipe: Recipe
    share: float
    rates: tuple[float, ...]
    seeds: tuple[int, ...]
    chosen_by: str
    measure: tuple[str, ...]


def _by_heart(width: int, epochs: int, rates: tuple[float, ...]) -> Arm:
    recipe = Recipe(hidden=(width, width), epochs=epochs, batch_size=100)
    return Arm(recipe, 1.0, rates, seeds=(1, 2, 3, 4, 5), chosen_by="train", measure=("train",))


def _to_generalise(share: float) -> Arm:
    recipe = Recipe(hidden=(256, 256), epochs=40, batch_size=100)
    return Arm(recipe, share, (0.0, 0.2, 0.5), tuple(range(1, 11)), "validation", ("train", "test"))


ARMS = {
    "short": _by_heart(256, 30, (0.0, 0.2, 0.5)),
    "short-small": _by_heart(16, 30, (0.0,)),
    "long": _by_heart(256, 120, (0.0, 0.2, 0.5)),
    "long-small": _by_heart(16, 120, (0.0,)),
    "true": _to_generalise(0.0),
    "noisy": _to_generalise(0.4),
}


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        arms: what is trained.
        tuning_seeds: of the models that choose the learning rates; none of the judged ones.
        learning_rates: the grid to choose from.
        train: number of images to learn from.
        validation: number of images to choose by.
        test: number of images to judge by.
        images_seed: of the draw of the images.
        contrasts: what is compared, with its margin.
        epochs_margin: the fewest further epochs that would matter.
    """

    arms: Mapping[str, Arm] = field(default_factory=lambda: ARMS)
    tuning_seeds: tuple[int, ...] = (101, 102)
    learning_rates: tuple[float, ...] = (0.01, 0.02, 0.04, 0.08)
    train: int = 1000
    validation: int = 500
    test: int = 2000
    images_seed: int = 0
    contrasts: Mapping[str, Contrast] = field(default_factory=lambda: MEMORISING | GENERALISING)
    epochs_margin: float = EPOCHS_MARGIN

    def images(self, arm: Arm, seed: int) -> Relabelled:
        """What the models of ``seed`` are taught in ``arm``."""
        return Relabelled(
            self.train, self.validation, self.test, self.images_seed, share=arm.share, label_seed=seed
        )


SETTINGS = Settings()


@dataclass(frozen=True)
class Trained:
    """What came of an arm: for each rate its learning rate, and its models in the order of their seeds."""

    learning_rates: Mapping[float, float]
    outcomes: Mapping[float, list[Outcome]]


def stacks_planned(settings: Settings) -> int:
    """One stack for each arm and seed."""
    return sum(len(settings.tuning_seeds) + len(arm.seeds) for arm in settings.arms.values())


def measure(settings: Settings, train: Train) -> Result:
    """Choose the learning rates, train what is judged, compare, judge."""
    found = {name: _train_arm(settings, arm, train) for name, arm in settings.arms.items()}
    budgets = {name: _networks(found[name], found[f"{name}-small"]) for name in BUDGETS}
    labels: dict[str, Mapping[Any, list[Outcome]]] = {name: found[name].outcomes for name in LABELS}
    contrasts = {
        name: judge(contrast, budgets if name in MEMORISING else labels)
        for name, contrast in settings.contrasts.items()
    }
    contrasts |= {f"{rate_key(p)}_takes_longer": _slower(settings, found["long"], p) for p in (0.2, 0.5)}
    conditions = {
        name: tuple(BUDGETS if parts[0] in MEMORISING else LABELS) for name, parts in CLAIMS.items()
    }
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": BUDGETS | LABELS,
        "arms": {
            name: {rate_key(p): _told(settings.arms[name], trained, p) for p in trained.outcomes}
            for name, trained in found.items()
        },
        "examples": _examples(settings, found["long"]),
        "contrasts": contrasts,
        "claims": {name: answer(parts, contrasts, conditions[name]) for name, parts in CLAIMS.items()},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed at p = 0.5 with the short budget, alone."""
    arm, seed = settings.arms["short"], settings.arms["short"].seeds[0]
    run = hidden_run(0.5, result["arms"]["short"]["p50"]["learning_rate"], seed)
    outcomes = train([Stack((run,), arm.recipe, settings.images(arm, seed), arm.measure)])
    return seen_again("arms.short.p50", [outcomes[run]], "train")


def _train_arm(settings: Settings, arm: Arm, train: Train) -> Trained:
    """Models of one seed are taught the same labels: they are a stack."""
    grid = [(p, rate) for p in arm.rates for rate in settings.learning_rates]
    tuned = train([_stack(settings, arm, grid, seed, (arm.chosen_by,)) for seed in settings.tuning_seeds])

    def accuracy(p: float, rate: float) -> float:
        runs = (hidden_run(p, rate, seed) for seed in settings.tuning_seeds)
        return float(np.mean([tuned[run].final[arm.chosen_by].correct.mean() for run in runs]))

    best = {p: max(settings.learning_rates, key=partial(accuracy, p)) for p in arm.rates}
    found = train([_stack(settings, arm, list(best.items()), seed, arm.measure) for seed in arm.seeds])
    return Trained(best, {p: [found[hidden_run(p, best[p], seed)] for seed in arm.seeds] for p in arm.rates})


def _stack(
    settings: Settings, arm: Arm, pairs: list[tuple[float, float]], seed: int, sets: tuple[str, ...]
) -> Stack:
    """Models of one seed, one for each pair of rate and learning rate."""
    runs = tuple(hidden_run(p, rate, seed) for p, rate in pairs)
    return Stack(runs, arm.recipe, settings.images(arm, seed), sets)


def _networks(large: Trained, small: Trained) -> dict[Group, list[Outcome]]:
    """Models of both networks, which were trained with one budget."""
    arms = {"large": large, "small": small}
    return {(size, p): models for size, arm in arms.items() for p, models in arm.outcomes.items()}


def _slower(settings: Settings, trained: Trained, p: float) -> Result:
    """How many more epochs ``p`` takes to 90% of the labels than no dropout."""
    more = _epochs_needed(trained.outcomes[p]) - _epochs_needed(trained.outcomes[0.0])
    says = f"p = {p:g} needs more epochs than no dropout for 90% of the random labels"
    return judge_effects(says, {"long": seed_effect(more)}, metric="epochs", margin=settings.epochs_margin)


def _epochs_needed(outcomes: list[Outcome]) -> NDArray[np.float64]:
    """(seeds,): the first epoch after which 90% are known; all epochs, a lower bound, if that never comes."""
    curves = np.stack([outcome.curves["train"][:, 0] for outcome in outcomes])  # (seeds, epochs)
    reached = curves >= BY_HEART
    return np.asarray(np.where(reached.any(1), reached.argmax(1) + 1.0, curves.shape[1]))


def _told(arm: Arm, trained: Trained, p: float) -> Result:
    """What the result holds of one rate in one arm."""
    outcomes = trained.outcomes[p]
    told: Result = {"p": p, "learning_rate": trained.learning_rates[p]}
    told |= {name: final(outcomes, name) for name in arm.measure}
    if arm.share == 1:
        curves = np.stack([outcome.curves["train"][:, 0] for outcome in outcomes])
        told["curve"] = curves.mean(0).tolist()
        told["epochs_to_90"] = _epochs_needed(outcomes).tolist()
        told["seeds_that_got_there"] = int((curves.max(1) >= BY_HEART).sum())
    return told


def _examples(settings: Settings, trained: Trained) -> list[Result]:
    """Of the first images: what they show, what the first seed was taught, at which rates it learned that."""
    arm = settings.arms["long"]
    images = settings.images(arm, arm.seeds[0])
    taught, true = images.load().train, settings.images(settings.arms["true"], arm.seeds[0]).load().train
    return [
        {
            "row": row,
            "shows": CLASSES[true.labels[row]],
            "taught": CLASSES[taught.labels[row]],
            "learned": {
                rate_key(p): bool(models[0].final["train"].correct[row])
                for p, models in trained.outcomes.items()
            },
        }
        for row in range(EXAMPLES)
    ]


def figure(result: Result) -> Figure:
    """Random labels learned by heart, epoch by epoch; then what dropout does to true and to noisy labels."""
    with style():
        drawing, (by_heart, taught, test) = new_drawing(height=620, rows=3)
        _draw_curves(by_heart, result)
        taught.set_title("Training images: labels as taught (%)")
        _draw_by_rate(
            taught, result, "train", (Spot(0.1, above=False, side="center"), Spot(0.25, above=True))
        )
        test.set_title("Test images: true labels (%)")
        middle = Spot(0.35, above=True, side="center")
        _draw_by_rate(test, result, "test", (middle, middle))
        test.set_xlabel("drop probability p")
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


def _draw_curves(axes: Any, result: Result) -> None:
    axes.set_title("All labels random: learned by heart (%)")
    arms = result["arms"]
    lines = [(f"p = {row['p']:g}", row["curve"]) for row in arms["long"].values()]
    lines.append(("16 units a layer, p = 0", arms["long-small"]["p0"]["curve"]))
    spots = (
        Spot(22, above=True, side="right"),
        Spot(33, above=False),
        Spot(104, above=True, side="right"),
        Spot(64, above=False),
    )
    for (text, curve), look, spot in zip(lines, SERIES, spots, strict=True):
        epochs, percent = list(range(1, len(curve) + 1)), [100 * share for share in curve]
        axes.plot(epochs, percent, color=look.color, linestyle=look.linestyle)
        axes.plot(epochs[-1], percent[-1], color=look.color, marker=look.marker)
        label(axes, text, look, epochs, percent, spot)
    axes.set_ylim(0, 104)
    axes.set_xlabel("epoch")


def _draw_by_rate(axes: Any, result: Result, name: str, spots: tuple[Spot, Spot]) -> None:
    lines = (("true", "true labels"), ("noisy", "40% random"))
    for (labels, words), look, spot in zip(lines, SERIES, spots, strict=False):
        rows = list(result["arms"][labels].values())
        p = [row["p"] for row in rows]
        mean = draw_means(axes, look, p, [row[name]["accuracy"] for row in rows], 100)
        label(axes, words, look, p, mean, spot)
        axes.set_xticks(p, [f"{rate:g}" for rate in p])
    axes.margins(y=0.15)


def table(result: Result) -> Table:
    """What each rate learned by heart, with each budget, and how long it took."""
    arms = result["arms"]
    rows = [(f"p = {row['p']:g}", row, arms["short"][name]) for name, row in arms["long"].items()]
    rows.append(("16 units, p\u00a0=\u00a00", arms["long-small"]["p0"], arms["short-small"]["p0"]))
    header = ("network", *(f"by heart after {words}" for words in BUDGETS.values()), "epochs to 90%")
    return Table(
        "Random labels learned by heart with 256 units a layer, and with 16: means of five seeds, 95% "
        "intervals in parentheses. The last column is of the runs with 120 epochs.",
        header,
        tuple(
            (name, _cell(short["train"]), _cell(long["train"]), _epochs(long)) for name, long, short in rows
        ),
    )


def verdicts(result: Result, *names: str) -> Table:
    """The contrasts ``names`` with effects, intervals and verdicts, under the conditions of the first.

    A seed that never got to 90% counts as the last epoch: then its rate is slower by *at least* this.
    """
    contrasts = {name: result["contrasts"][name] for name in names}
    for name, row in result["arms"]["long"].items():
        if (slower := f"{name}_takes_longer") in contrasts and not _all_got_there(row):
            contrasts[slower] = at_least(contrasts[slower], "long")
    conditions = result["conditions"]
    headings = {name: words for name, words in conditions.items() if name in contrasts[names[0]]}
    return verdict_table({"contrasts": contrasts}, headings)


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    by_heart, noisy = settings["arms"]["long"], settings["arms"]["noisy"]
    layers = layers_in_words(by_heart["recipe"]["hidden"])
    return (
        f"Fashion-MNIST, {settings['train']:,} training and {settings['test']:,} test images; network "
        f"{layers}, dropout after each hidden layer. Top: {by_heart['recipe']['epochs']} epochs, means of "
        f"{len(by_heart['seeds'])} seeds; a guess is right one time in ten. "
        f"Below: {noisy['recipe']['epochs']} epochs, {len(noisy['seeds'])} seeds, 95% intervals over seeds "
        "and images. Learning rate chosen for each rate and task, with other seeds."
    )


def _alternative(result: Result) -> str:
    """The figure in words."""
    arms = result["arms"]
    by_heart = [
        f"{row['train']['accuracy']['mean']:.0%} at p = {row['p']:g}" for row in arms["long"].values()
    ]
    small = arms["long-small"]["p0"]["train"]["accuracy"]["mean"]
    by_labels = "; ".join(
        f"{words}: "
        + ", ".join(
            f"train {_cell(row['train'])}, test {_cell(row['test'])} at p = {row['p']:g}"
            for row in arms[labels].values()
        )
        for labels, words in LABELS.items()
    )
    return (
        f"Three panels. Random labels learned by heart at the end: {', '.join(by_heart)}; "
        f"with 16 units a layer and no dropout {small:.0%}. Accuracy by rate, {by_labels}."
    ).replace("\n", " ")


def _cell(found: Result) -> str:
    return cell_in_words(found["accuracy"], "accuracy")


def _epochs(row: Result) -> str:
    """Epochs to 90%, if every seed got there."""
    return f"{np.mean(row['epochs_to_90']):.0f}" if _all_got_there(row) else "not reached"


def _all_got_there(row: Result) -> bool:
    return bool(row["seeds_that_got_there"] == len(row["epochs_to_90"]))
