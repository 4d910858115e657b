"""Small tables: does dropout help on a few hundred rows of measurements, and more than an L2 penalty?

Three tables that come with scikit-learn, each split anew for every seed: half to train, a quarter to choose,
a quarter to test, features standardised by the training rows. Every split chooses its own setting and
learning rate by its validation rows, as one would with a table of one's own.

Splits of one table share rows, so that their mean is less certain than its spread says. The intervals widen
it by n_test / n_train, after Nadeau and Bengio (2003), a part that no number of further splits lowers.

A result holds, for each table and arm (``arms.<table>.<arm>``): test accuracy and nll (nats), mean, low and
high (95%) and by seed; and how often each setting was chosen.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ..data import Images, Splits
from ..figures import SERIES, Figure, Table, new_drawing, render, style
from ..results import Result, rate_key
from ..training import Outcome, Recipe, Run
from .comparison import Arm, arm
from .contrasts import judge_effects, mean_in_words
from .experiment import Sample
from .intervals import Effect
from .provenance import as_json
from .stacks import Train
from .verdict_table import verdict_table

NAME = "small-tables"
QUESTION = "Does dropout help on small tables?"
CLAIMS: Mapping[str, tuple[str, ...]] = {}

TABLES = {
    "breast-cancer": "569 tumours, 30 features, 2 classes",
    "wine": "178 wines, 13 features, 3 classes",
    "digits": "1,797 digits of 64 pixels, 10 classes",
}
ACCURACY_MARGIN = 0.01  # a point: wine has 45 rows to test on
NLL_MARGIN = 0.02  # nats
METRICS = {"accuracy": "correct", "nll": "nll"}


@dataclass(frozen=True)
class Comparison:
    """Two arms, compared in one metric; the claim says that the first is better.

    Attributes:
        says: the statement in words.
        arms: the better one and the other.
        metric: ``"accuracy"`` or ``"nll"``.
        margin: the smallest effect that would matter.
    """

    says: str
    arms: tuple[str, str]
    metric: str
    margin: float


@dataclass(frozen=True)
class Settings:
    """All that was fixed before the run.

    Attributes:
        tables: by scikit-learn's names.
        arms: what is compared; each has as many settings as its rival.
        learning_rates: to choose from.
        recipe: network and training.
        seeds: of split, weights and masks.
        comparisons: of the arms.
    """

    tables: tuple[str, ...] = tuple(TABLES)
    arms: Mapping[str, Arm] = field(
        default_factory=lambda: {
            "none": arm(0, 0, 0),
            "dropout": arm(0, 0.2, 0.2) + arm(0, 0.5, 0.5),
            "l2": arm(0, 0, 0, weight_decay=0.001) + arm(0, 0, 0, weight_decay=0.01),
        }
    )
    learning_rates: tuple[float, ...] = (0.004, 0.016, 0.064, 0.256, 1.0)
    recipe: Recipe = field(default_factory=lambda: Recipe(hidden=(64, 64), epochs=40, batch_size=32))
    seeds: tuple[int, ...] = tuple(range(1, 13))
    comparisons: Mapping[str, Comparison] = field(
        default_factory=lambda: {
            "dropout_helps": Comparison(
                "dropout improves test accuracy", ("dropout", "none"), "accuracy", ACCURACY_MARGIN
            ),
            "dropout_beats_l2": Comparison(
                "dropout is more accurate than L2", ("dropout", "l2"), "accuracy", ACCURACY_MARGIN
            ),
            "dropout_likelier": Comparison(
                "dropout improves test NLL", ("dropout", "none"), "nll", NLL_MARGIN
            ),
        }
    )


SETTINGS = Settings()


@dataclass(frozen=True)
class Rows:
    """Rows of a table where the training expects images.

    Attributes:
        features: (rows, features), float32, standardised.
        labels: (rows,), int64.
    """

    features: NDArray[np.float32]
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.labels)

    def inputs(self) -> NDArray[np.float32]:
        """The features."""
        return self.features


Chosen = Mapping[str, list[tuple[Run, Outcome]]]
"""By arm what each split chose, and what came of it."""


def stacks_planned(settings: Settings) -> int:
    """None: what is trained is trained here."""
    return 0


def measure(settings: Settings, train: Train) -> Result:
    """Split, train all candidates, let each split choose, compare, judge."""
    found = {table: _of_table(settings, table, settings.seeds) for table in settings.tables}
    tests = {table: len(split(table, 0).test) for table in settings.tables}
    contrasts = {
        name: judge_effects(
            one.says,
            {table: _effect(found[table], one) for table in found},
            metric=one.metric,
            margin=one.margin,
        )
        for name, one in settings.comparisons.items()
    }
    return {
        "experiment": NAME,
        "question": QUESTION,
        "settings": as_json(settings),
        "conditions": {table: TABLES[table] for table in settings.tables},
        "test_rows": tests,
        "arms": {
            table: {name: _came_to(chosen) for name, chosen in of.items()} for table, of in found.items()
        },
        "contrasts": contrasts,
        "claims": {},
    }


def sample(settings: Settings, result: Result, train: Train) -> Sample:
    """The first split of the first table."""
    table, seeds = settings.tables[0], settings.seeds[:1]
    ((_, outcome),) = _of_table(settings, table, seeds)["dropout"]
    return {f"arms.{table}.dropout.{metric}.by_seed": [_test(outcome, metric)] for metric in METRICS}


def split(table: str, seed: int) -> Splits:
    """Half of the rows, a quarter and a quarter, drawn by ``seed``; the same for every caller."""
    from sklearn import datasets

    load = getattr(datasets, f"load_{table.replace('-', '_')}")
    features, labels = load(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(labels))
    parts = np.split(order, [len(order) // 2, 3 * len(order) // 4])
    mean, deviation = features[parts[0]].mean(0), features[parts[0]].std(0)
    standard = ((features - mean) / np.where(deviation > 0, deviation, 1)).astype(np.float32)
    return Splits(*(cast(Images, Rows(standard[rows], labels[rows].astype(np.int64))) for rows in parts))


def _of_table(settings: Settings, table: str, seeds: tuple[int, ...]) -> Chosen:
    """For each arm what each split chose."""
    from ..training.fit import train
    from .trainer import one_thread

    chosen: dict[str, list[tuple[Run, Outcome]]] = {name: [] for name in settings.arms}
    for seed in seeds:
        runs = {
            name: [
                replace(cast(Run, like), learning_rate=rate, seed=seed)
                for like in of
                for rate in settings.learning_rates
            ]
            for name, of in settings.arms.items()
        }
        together = [run for of in runs.values() for run in of]
        with one_thread():
            outcomes = dict(zip(together, train(together, settings.recipe, split(table, seed)), strict=True))
        for name, of in runs.items():
            best = max(of, key=lambda run: (_validated(outcomes[run]), -run.learning_rate))
            chosen[name].append((best, outcomes[best]))
    return chosen


def _validated(outcome: Outcome) -> tuple[float, float]:
    """How good a candidate is: by validation accuracy, and where that ties, as in small sets, by NLL."""
    found = outcome.final["validation"]
    return float(found.correct.mean()), -float(np.nan_to_num(found.nll.mean(), nan=np.inf))


def _test(outcome: Outcome, metric: str) -> float:
    return float(getattr(outcome.final["test"], METRICS[metric]).mean(dtype=np.float64))


def _by_split(chosen: list[tuple[Run, Outcome]], metric: str) -> NDArray[np.float64]:
    return np.array([_test(outcome, metric) for _, outcome in chosen])


def over_splits(by_split: NDArray[np.float64], share: float, rows: int) -> Effect:
    """The mean over splits of one table, of which ``share`` is n_test / n_train, ``rows`` n_test."""
    variance, splits = float(by_split.var(ddof=1)), len(by_split)
    return Effect(float(by_split.mean()), variance / splits, variance * share, seeds=splits, images=rows)


def _effect(found: Chosen, one: Comparison) -> Effect:
    """What the first arm does better than the second."""
    first, second = (_by_split(found[name], one.metric) for name in one.arms)
    gain = first - second if one.metric == "accuracy" else second - first
    return _over(gain, found)


def _over(by_split: NDArray[np.float64], found: Chosen) -> Effect:
    _, outcome = next(iter(found.values()))[0]
    rows = {name: len(outcome.final[name].correct) for name in ("train", "test")}
    return over_splits(by_split, rows["test"] / rows["train"], rows["test"])


def _came_to(chosen: list[tuple[Run, Outcome]]) -> dict[str, Any]:
    def summary(metric: str) -> dict[str, Any]:
        by_split = _by_split(chosen, metric)
        interval = _over(by_split, {"": chosen}).interval()
        return {
            "mean": interval.estimate,
            "low": interval.low,
            "high": interval.high,
            "by_seed": by_split.tolist(),
        }

    settings = Counter(f"{rate_key(run.rates[-1])}_decay{run.weight_decay:g}" for run, _ in chosen)
    rates = Counter(f"{run.learning_rate:g}" for run, _ in chosen)
    return {
        **{metric: summary(metric) for metric in METRICS},
        "chosen": dict(settings),
        "learning_rates": dict(rates),
    }


ARMS = {"none": "none", "dropout": "dropout", "l2": "L2"}


def figure(result: Result) -> Figure:
    """Test accuracy of each arm on each table."""
    with style():
        drawing, (axes,) = new_drawing(height=230)
        axes.set_title("Test accuracy (%)")
        for i, table in enumerate(result["conditions"]):
            for j, (look, name) in enumerate(zip(SERIES, ARMS, strict=False)):
                found = result["arms"][table][name]["accuracy"]
                y = i + 0.22 * (j - 1)
                axes.hlines(y, 100 * found["low"], 100 * found["high"], colors=look.color, linewidth=1.6)
                label = ARMS[name] if i == 0 else None
                axes.plot(100 * found["mean"], y, look.marker, color=look.color, label=label)
        axes.set_yticks(range(len(result["conditions"])), list(result["conditions"]))
        axes.set_ylim(len(result["conditions"]) - 0.5, -0.5)
        drawing.legend(*axes.get_legend_handles_labels(), loc="outside upper left", frameon=False, ncols=3)
        return render(drawing, NAME, caption=caption(result), alternative=_alternative(result))


def verdicts(result: Result) -> Table:
    """Each comparison with its effect, its interval and its verdict on each table."""
    return verdict_table(result, {table: table for table in result["conditions"]})


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    tables = "; ".join(f"{name}: {says}" for name, says in result["conditions"].items())
    hidden = "-".join(map(str, settings["recipe"]["hidden"]))
    return (
        f"Tables of scikit-learn ({tables}); hidden layers {hidden}, {settings['recipe']['epochs']} epochs; "
        f"means of {len(settings['seeds'])} splits with 95% intervals widened for the rows that splits "
        "share; setting and learning rate chosen by each split on its validation rows."
    )


def _alternative(result: Result) -> str:
    def spoken(table: str) -> str:
        return ", ".join(
            "{} {} ({})".format(says, *mean_in_words(result["arms"][table][name]["accuracy"], "accuracy"))
            for name, says in ARMS.items()
        )

    return " ".join(f"Test accuracy on {table}: {spoken(table)}." for table in result["conditions"])
