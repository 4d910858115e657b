"""Test time: one pass with dropout off, averages of passes with dropout on, and what mistakes cost.

A result holds, for each rate (``none``, ``p20``, ``p50``) and each way to use its networks at test time (see
``WAYS``), accuracy, nll (nats) and ece on the test images, each as mean, low and high (95%) and by seed;
accuracies and calibration errors are fractions. ``scale`` says how large the logits are, times the mean of
100 passes with dropout on. Then the contrasts, each with its interval and verdict under each condition. No
claim of the ledger hangs on them.

The classic form needs no networks of its own. With the weights behind each dropout divided by 1 - p, a
network trained in the inverted form computes, under every mask, what it did: it is one of the classic form.
To forget its factor 1 - p is to multiply every hidden activation by 1 / (1 - p).
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..data import Images
from ..figures import SERIES, Figure, Series, Spot, Table, draw_means, label, new_drawing, render, style
from ..reference import Network
from ..results import Result
from ..training import Outcome, Recipe, expected_calibration_error
from .captions import set_up_in_words
from .contrasts import (
    NLL_MARGIN,
    Contrast,
    Group,
    cell_in_words,
    judge,
    judge_effects,
    mean_in_words,
    more_accurate,
    values,
)
from .experiment import Sample
from .intervals import Effect, resampled_effect
from .provenance import as_json
from .rate_table import SETTINGS as RATE_TABLE
from .stacks import Sizes, Stack, Train, hidden_run
from .summaries import final, over_seeds
from .test_time_answers import judged, log_mean, passes, with_factor
from .verdict_table import verdict_table

NAME = "monte-carlo"
QUESTION = "What does averaging over passes with dropout on give, and what do mistakes at test time cost?"

CONDITIONS = {"p20": "dropout at p = 0.2", "p50": "dropout at p = 0.5"}

WAYS = {
    "off": "dropout off, one pass: what the inverted form asks for",
    "passes_1": "dropout left on, one pass: eval() forgotten",
    "passes_3": "dropout on, mean of 3 passes",
    "passes_10": "dropout on, mean of 10 passes",
    "passes_30": "dropout on, mean of 30 passes",
    "passes_100": "dropout on, mean of 100 passes",
    "twice": "dropout off and every hidden activation times 1 - p: the correction of the wrong form",
    "forgotten": "the classic form, dropout off, without its 1 - p: every hidden activation over 1 - p",
    "bare_off": "network without biases, dropout off",
    "bare_forgotten": "network without biases, of the classic form, without its 1 - p",
}

ECE_MARGIN = 0.01  # a point


def _likelier(says: str, better: str, worse: str) -> Contrast:
    return Contrast(says, ((1, "test", worse), (-1, "test", better)), NLL_MARGIN, metric="nll")


def _calibrated(says: str, better: str, worse: str) -> Contrast:
    return Contrast(says, ((1, "test", worse), (-1, "test", better)), ECE_MARGIN, metric="ece")


CONTRASTS = {
    "off_likelier_than_one": _likelier(
        "dropout off beats one pass with dropout on, on test NLL", "off", "passes_1"
    ),
    "off_more_accurate_than_one": more_accurate(
        "dropout off beats one pass with dropout on, on test accuracy", "off", "passes_1"
    ),
    "many_likelier_than_off": _likelier(
        "the mean of 100 passes beats dropout off on test NLL", "passes_100", "off"
    ),
    "many_more_accurate_than_off": more_accurate(
        "the mean of 100 passes beats dropout off on test accuracy", "passes_100", "off"
    ),
    "many_calibrated_than_off": _calibrated(
        "the mean of 100 passes is better calibrated than dropout off", "passes_100", "off"
    ),
    "many_likelier_than_ten": _likelier(
        "the mean of 100 passes beats the mean of 10 on test NLL", "passes_100", "passes_10"
    ),
    "dropout_calibrates": _calibrated(
        "a network trained with dropout, used with dropout off, is better calibrated than one without",
        "off",
        "none",
    ),
    "twice_costs_likelihood": _likelier(
        "inverted form: a factor 1 - p that it does not need costs NLL", "off", "twice"
    ),
    "forgotten_costs_likelihood": _likelier(
        "classic form: forgetting its factor 1 - p costs NLL", "off", "forgotten"
    ),
    "forgotten_costs_accuracy": more_accurate(
        "classic form: forgetting its factor 1 - p costs accuracy", "off", "forgotten"
    ),
    "forgotten_costs_accuracy_bare": more_accurate(
        "the same in a network without biases", "bare_off", "bare_forgotten"
    ),
}

CLAIMS: Mapping[str, tuple[str, ...]] = {}
"""None: whether a factor belongs at test time is a matter of the form, and derived. Here is what it costs."""


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        rates: drop probabilities after each hidden layer, by condition; the input is not dropped.
        seeds: of the networks that are judged; equal seeds are paired across rates.
        learning_rates: for each rate the one that the rate table chose, with other seeds, on the same images.
            Networks without biases take the same: no other network is compared with them.
        passes: how many are averaged; fewer are the first of more.
        recipe: the network and its training.
        sizes: the images.
        contrasts: what is compared, with its margin.
    """

    rates: Mapping[str, float] = field(default_factory=lambda: {"none": 0.0, "p20": 0.2, "p50": 0.5})
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    learning_rates: Mapping[str, float] = field(
        default_factory=lambda: {"none": 0.04, "p20": 0.04, "p50": 0.02}
    )
    passes: tuple[int, ...] = (1, 3, 10, 30, 100)
    recipe: Recipe = RATE_TABLE.recipe
    sizes: Sizes = RATE_TABLE.sizes
    contrasts: Mapping[str, Contrast] = field(default_factory=lambda: CONTRASTS)


SETTINGS = Settings()


def stacks_planned(settings: Settings) -> int:
    """One for each rate, and one without biases for each at which something drops."""
    return len(settings.rates) + len(CONDITIONS)


def measure(settings: Settings, train: Train) -> Result:
    """Train, use each network in every way, compare, judge."""
    trained = _train(settings, train)
    images = settings.sizes.load().test
    used = {condition: _uses(settings, trained, condition, images) for condition in CONDITIONS}
    groups = {condition: {"none": trained["none"]} | used[condition][0] for condition in CONDITIONS}
    contrasts = {name: _judge(contrast, groups) for name, contrast in settings.contrasts.items()}
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": CONDITIONS,
        "ways": WAYS,
        "none": {"off": final(trained["none"], "test")},
        **{
            condition: {way: final(outcomes, "test") for way, outcomes in by_way.items()}
            for condition, (by_way, _) in used.items()
        },
        "scale": {condition: scales for condition, (_, scales) in used.items()},
        "contrasts": contrasts,
        "claims": {},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first seed at p = 0.5, alone: dropout off, and on in a hundred passes."""
    first = dataclasses.replace(settings, seeds=settings.seeds[:1])
    (outcome,) = train([_stack(first, "p50")]).values()
    by_way, _ = _use(first, outcome, 0.5, settings.sizes.load().test, settings.seeds[0])
    return {
        f"p50.{way}.{metric}.by_seed": values([by_way[way]], "test", metric).mean(1).tolist()
        for way in ("off", "passes_100")
        for metric in ("accuracy", "nll")
    }


def _stack(settings: Settings, name: str, *, biases: bool = True) -> Stack:
    """The networks of a rate; they are kept, to be used in every way."""
    p, learning_rate = settings.rates[name], settings.learning_rates[name]
    runs = tuple(hidden_run(p, learning_rate, seed, biases=biases) for seed in settings.seeds)
    return Stack(runs, settings.recipe, settings.sizes, measure=("test",), networks=True)


def _train(settings: Settings, train: Train) -> dict[str, list[Outcome]]:
    """The networks of each rate, and without biases of each condition (``bare_p20``), in order of seeds."""
    stacks = {name: _stack(settings, name) for name in settings.rates}
    stacks |= {f"bare_{condition}": _stack(settings, condition, biases=False) for condition in CONDITIONS}
    outcomes = train(list(stacks.values()))
    return {name: [outcomes[run] for run in stack.runs] for name, stack in stacks.items()}


def _uses(
    settings: Settings, trained: Mapping[str, Sequence[Outcome]], condition: str, images: Images
) -> tuple[dict[str, list[Outcome]], dict[str, Any]]:
    """What the networks of a condition come to in every way, and the scale of their logits."""
    p = settings.rates[condition]
    full, bare = trained[condition], trained[f"bare_{condition}"]
    used = [
        _use(settings, outcome, p, images, seed) for outcome, seed in zip(full, settings.seeds, strict=True)
    ]
    by_way = {way: [answers[way] for answers, _ in used] for way in used[0][0]}
    for way in ("off", "forgotten"):
        by_way[f"bare_{way}"] = [_quiet(outcome, _factors(p)[way], images) for outcome in bare]
    return by_way, {way: over_seeds([scales[way] for _, scales in used]) for way in used[0][1]}


def _use(
    settings: Settings, outcome: Outcome, p: float, images: Images, seed: int
) -> tuple[dict[str, Outcome], dict[str, float]]:
    """One network in every way, and how large its logits are, times the mean of all passes."""
    network, x = _network(outcome), images.inputs()
    noisy = passes(network, x, p, max(settings.passes), np.random.default_rng(seed))
    quiet = {way: with_factor(network, x, factor) for way, factor in _factors(p).items()}
    logits = {f"passes_{t}": noisy[:t] for t in settings.passes} | {w: z[None] for w, z in quiet.items()}
    mean = noisy.mean(axis=0)
    scales = {way: float((z * mean).sum() / (mean**2).sum()) for way, z in quiet.items()}
    return {way: judged(log_mean(z), images.labels) for way, z in logits.items()}, scales


def _network(outcome: Outcome) -> Network:
    """The trained network of an outcome whose stack asked for it."""
    assert outcome.network is not None, "the stacks here keep their networks"
    return outcome.network


def _quiet(outcome: Outcome, factor: float, images: Images) -> Outcome:
    """One pass with dropout off, hidden activations times ``factor``."""
    logits = with_factor(_network(outcome), images.inputs(), factor)
    return judged(log_mean(logits[None]), images.labels)


def _factors(p: float) -> dict[str, float]:
    """What each hidden activation is multiplied by in the ways that drop nothing."""
    return {"off": 1.0, "twice": 1 - p, "forgotten": 1 / (1 - p)}


def _judge(contrast: Contrast, conditions: Mapping[str, Group]) -> dict[str, Any]:
    if contrast.metric != "ece":
        return judge(contrast, conditions)
    effects = {name: _calibration(contrast, groups) for name, groups in conditions.items()}
    return judge_effects(contrast.says, effects, metric="ece", margin=contrast.margin)


def _calibration(contrast: Contrast, groups: Group) -> Effect:
    """A difference of calibration errors, on the same images whichever are drawn."""

    def error(outcome: Outcome, rows: NDArray[np.int64]) -> float:
        found = outcome.final["test"]
        return expected_calibration_error(found.confidence[rows], found.correct[rows])

    def differences(rows: NDArray[np.int64]) -> NDArray[np.float64]:
        terms = [[c * error(outcome, rows) for outcome in groups[g]] for c, _, g in contrast.terms]
        return np.asarray(np.sum(terms, axis=0))

    images = len(groups["off"][0].final["test"].correct)
    return resampled_effect(differences, images, np.random.default_rng(0))


def figure(result: Result) -> Figure:
    """NLL, calibration and accuracy against the number of passes, beside one pass with dropout off."""
    light, heavy, *_ = SERIES
    with style():
        drawing, panels = new_drawing(height=640, rows=3)
        for axes, (metric, title) in zip(panels, PANELS.items(), strict=True):
            axes.set_title(title)
            _line(axes, result, ("p20", metric), light, Spot(4.05, above=True))
            _line(axes, result, ("p50", metric), heavy, Spot(4.05, above=False))
            axes.margins(y=0.12)
        panels[-1].set_xlabel("passes with dropout on whose mean is the answer")
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


PANELS = {
    "nll": "Test NLL (nats): lower is better",
    "ece": "Test ECE (%): lower is better",
    "accuracy": "Test accuracy (%)",
}
ASIDE = {"p20": -0.06, "p50": 0.06}  # so that no interval hides another


def _line(axes: Any, result: Result, what: tuple[str, str], look: Series, at: Spot) -> None:
    """``what`` is a condition and metric: averages in a line; on the left and dotted across, dropout off."""
    condition, metric = what
    scale = 1 if metric == "nll" else 100
    ways, names = zip(*_shown(result), strict=True)
    rows = [result[condition][way][metric] for way in ways]
    x = [place + ASIDE[condition] for place in range(len(rows))]
    averaged = draw_means(axes, look, x[1:], rows[1:], scale)
    mean = [*draw_means(axes, look, x[:1], rows[:1], scale), *averaged]
    axes.axhline(mean[0], color=look.color, linewidth=0.8, linestyle=":")
    label(axes, f"p = {result['settings']['rates'][condition]:g}", look, x, mean, at)
    axes.set_xticks(range(len(rows)), names)


def mistakes(result: Result) -> Table:
    """What each way to use the networks at test time comes to at p = 0.5."""
    header = ("at test time, p = 0.5", "logits", "accuracy", "NLL")

    def cells(way: str, words: str) -> tuple[str, ...]:
        row, scale = result["p50"][way], result["scale"]["p50"].get(way)
        size = f"\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}{scale['mean']:.2f}" if scale else "\N{EN DASH}"
        return words, size, *(cell_in_words(row[metric], metric) for metric in ("accuracy", "nll"))

    words = (
        "The networks of the figure at p = 0.5; in the last two rows, networks trained without biases. "
        "Logits: their size, times the mean of 100 passes. 95% intervals in parentheses."
    )
    return Table(words, header, tuple(cells(way, words) for way, words in MISTAKES.items()))


MISTAKES = {
    "off": "dropout off, as it should be",
    "passes_1": "eval() forgotten: one pass with dropout on",
    "twice": "inverted, times 1 \N{MINUS SIGN} p nevertheless",
    "forgotten": "classic, its 1 \N{MINUS SIGN} p forgotten",
    "bare_off": "no biases: dropout off",
    "bare_forgotten": "no biases, classic: 1 \N{MINUS SIGN} p forgotten",
}


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict under both conditions."""
    return verdict_table(result, {"p20": "p = 0.2", "p50": "p = 0.5"})


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    return (
        f"{set_up_in_words(settings)}, {settings['recipe']['epochs']} epochs; off: one pass with dropout "
        f"off, dotted across; means of {len(settings['seeds'])} seeds with 95% intervals over seeds and "
        "images; each rate with the learning rate that the rate table chose for it."
    )


def _alternative(result: Result) -> str:
    """The figure in words: each panel's numbers in the order of the passes."""

    def spoken(condition: str, metric: str) -> str:
        cells = [
            (f"{words}: ", *mean_in_words(result[condition][way][metric], metric))
            for way, words in _shown(result)
        ]
        p = result["settings"]["rates"][condition]
        return f"at p = {p:g}, " + ", ".join("{}{} ({})".format(*cell) for cell in cells)

    panels = [
        f"{title}: {'; '.join(spoken(condition, metric) for condition in CONDITIONS)}."
        for metric, title in PANELS.items()
    ]
    return " ".join(["Three panels against the number of passes with dropout on.", *panels])


def _shown(result: Result) -> list[tuple[str, str]]:
    """The ways that the figure shows, from left to right, each with its name on the axis."""
    return [("off", "off"), *((f"passes_{t}", str(t)) for t in result["settings"]["passes"])]
