"""Homework 5: ``report(models, test)``, the mean accuracy of some models with its 95% interval.

Where answers are called in another process, a model can only be one that the learner's own ``train`` made:
``grade(report, ..., given=train)`` takes those. It trains them on one class each, so that even a weak
``train`` gives models of known and different accuracy; what each is worth is read off its own answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import as_number, ask
from dropout_course.checks.property import (
    Answer,
    Evidence,
    Failed,
    Given,
    LearnerFunction,
    Misconception,
    Property,
)
from dropout_course.checks.tuning.intervals import (
    ORDER,
    PAGE,
    TOLERANCE,
    Ends,
    Sample,
    as_one,
    fits,
    mistakes_in,
)
from dropout_course.checks.tuning.models import CLASSES, Network, draw_seed, trained
from dropout_course.checks.tuning.tensors import Labelled, Numbers, as_numbers, draw_images, tensor

if TYPE_CHECKING:
    from torch import Tensor

Model = Callable[["Tensor"], Answer]

NO_DROPOUT = 0.0  # a rate at which a model that still drops units is as steady as any
APART = 0.02  # accuracies of models that learned one class each lie farther apart, by far
MODELS, LEFT_OUT = 4, 2  # of a trial; without the third one they are three, with other degrees of freedom
BY_RANK = [1, 0, 3, 2]  # neither the first nor the last is the best or the worst
LESSON = 30  # images to learn from: most trainings are done with them in one batch an epoch
CLEAR = 5e-4  # of an accuracy: by so much what known mistakes report differs from the mean
MOST_LABELS = 100  # drawn for one trial; one in five will do, where the models differ at all

NOT_THREE = Misconception("The answer is not (mean, low, high)", "Return three numbers, in this order.", PAGE)
PERCENT = Misconception("The answer is in percent", "An accuracy is a share: 0.82, not 82.", PAGE)
BEST = Misconception(
    "The best model is reported", "The best of several is a lucky one: report their mean.", PAGE
)
WORST = Misconception("The worst model is reported", "Report the mean over the models.", PAGE)
FIRST = Misconception("One model is reported", "Report the mean over all models.", PAGE)
MIDDLE = Misconception("The median is reported", "Report the mean over the models.", PAGE)
ENSEMBLE = Misconception(
    "The ensemble is reported",
    "Models that vote together are another model: take each one's accuracy, then the mean.",
    PAGE,
)
ANY_RIGHT = Misconception(
    "An image counts as right if any model is right",
    "Nobody knows which model to believe without the labels: take each one's accuracy.",
    PAGE,
)
ERRORS = Misconception("Errors are reported", "Accuracy is the share that is right.", PAGE)
WRONG_MEAN = Misconception("The mean is wrong", "Compute each model's accuracy and print it.", PAGE)
TOO_ALIKE = Misconception(
    "The models are all alike",
    "report is tried on what your train makes: mend train first.",
    PAGE,
)
LEAK = Misconception(
    "More is reported than the models know",
    "On shuffled labels nobody knows anything: do the test labels get into what is reported?",
    PAGE,
)


def stand_in(rng: np.random.Generator, label: int | None = None) -> Model:
    """A network that learned nothing from images, and most often says ``label`` where one is named."""
    from torch.nn import Linear, Parameter

    preference = np.zeros(CLASSES, dtype=np.float32)
    if label is not None:
        preference[label] = 2
    network = Linear(784, CLASSES, device="meta")  # a start of its own would draw from the global generator
    network.weight = Parameter(tensor(0.1 * rng.normal(size=(784, CLASSES)).astype(np.float32).T))
    network.bias = Parameter(tensor(preference))
    return network


@dataclass(frozen=True)
class Trial:
    """Some models and the images to report on."""

    models: list[Model]
    test: Labelled
    logits: Numbers  # (models, images, classes)
    labels: NDArray[np.int64]

    @property
    def right(self) -> NDArray[np.bool_]:
        """(models, images): which answers are right."""
        found: NDArray[np.bool_] = self.logits.argmax(axis=2) == self.labels
        return found

    @property
    def accuracies(self) -> Numbers:
        """Of each model."""
        return np.asarray(self.right.mean(axis=1))

    @property
    def sample(self) -> Sample:
        """What the interval is computed from."""
        return Sample(self.accuracies, len(self.labels))

    def few(self) -> "Trial":
        """The same with a model less."""
        kept = [number for number in range(len(self.models)) if number != LEFT_OUT]
        return replace(self, models=[self.models[number] for number in kept], logits=self.logits[kept])


def make_trial(
    models: Sequence[Network],
    x: "Tensor",
    draw_labels: Callable[[], NDArray[np.int64]],
    suits: Callable[[Trial], bool] = lambda trial: True,
) -> Trial:
    """What the models really say, with labels that tell their mean from all that may be taken for it."""
    logits = np.stack([network.logits(x) for network in models])
    for _ in range(MOST_LABELS):
        labels = draw_labels()
        order = (logits.argmax(axis=2) == labels).mean(axis=1).argsort()[BY_RANK]
        trial = Trial([models[n].model for n in order], (x, tensor(labels)), logits[order], labels)
        if is_telling(trial) and suits(trial.few()):
            break
    return trial


def is_telling(trial: Trial) -> bool:
    """Whether no two mistakes report the same, nor one of them the mean."""
    reports = [(None, trial.accuracies.mean()), *wrong_means(trial)]
    return all(
        one is other or abs(mean - another) > CLEAR
        for (one, mean), (other, another) in combinations(reports, 2)
    )


def reaches_below_zero(trial: Trial) -> bool:
    """Whether its interval must not be cut off."""
    return trial.sample.half_width > trial.sample.mean + CLEAR


def specialists(report: LearnerFunction, labels: Sequence[int], rng: np.random.Generator) -> list[Network]:
    """For each of ``labels`` a model that sees it nearly everywhere."""
    if not isinstance(report, Given):
        return [Network(stand_in(rng, label)) for label in labels]
    (x, _), _ = draw_images(rng, train=LESSON, test=0)
    wrong = rng.random((len(labels), len(x))) < 0.3  # sure of everything, models would all vote alike
    lessons = np.where(wrong, rng.integers(CLASSES, size=wrong.shape), np.array(labels)[:, None])
    return [trained(report.given, NO_DROPOUT, (x, tensor(lesson)), draw_seed(rng)) for lesson in lessons]


def draw_trial(report: LearnerFunction, rng: np.random.Generator) -> Trial:
    """Models whose accuracies lie far apart."""
    counts = [90, 69, 51, 36, 24, 15, 9, 6, 0, 0]
    _, (x, _) = draw_images(rng, train=0, test=sum(counts))
    networks = specialists(report, rng.permutation(CLASSES)[:MODELS].tolist(), rng)
    trial = make_trial(
        networks,
        x,
        lambda: rng.permutation(np.repeat(rng.permutation(CLASSES), counts)),
        reaches_below_zero,
    )
    if np.ptp(trial.accuracies) < APART:  # every width would be 0, and every wrong one right
        raise Failed(TOO_ALIKE, "train gave models that are all equally good", "models of unlike accuracy")
    return trial


def draw_shuffled_trial(report: LearnerFunction, rng: np.random.Generator) -> Trial:
    """Models that learned from shuffled labels, and a test on shuffled labels: chance."""
    (x, y), (unseen, labels) = draw_images(rng, train=LESSON, test=300)
    if isinstance(report, Given):
        lessons = [tensor(rng.permutation(y.numpy())) for _ in range(MODELS)]
        networks = [trained(report.given, NO_DROPOUT, (x, lesson), draw_seed(rng)) for lesson in lessons]
    else:
        networks = [Network(stand_in(rng)) for _ in range(MODELS)]
    return make_trial(networks, unseen, lambda: rng.permutation(labels.numpy()))


def reported(report: LearnerFunction, trial: Trial) -> tuple[float, float, float]:
    """Mean, low and high as numbers."""
    answer = ask(report, trial.models, trial.test)
    if not is_three(answer):
        raise Failed(NOT_THREE, f"a value of type {type(answer).__name__}", "three numbers")
    mean, low, high = (as_number(plain(number), NOT_THREE) for number in answer)
    return mean, low, high


def is_three(answer: Answer) -> bool:
    """Whether it can be taken apart into three: asked first, for a tensor may have any number of parts."""
    import torch

    if type(answer) in (tuple, list):
        return len(answer) == 3
    dense = type(answer) is torch.Tensor and answer.layout is torch.strided
    return (dense or type(answer) is np.ndarray) and tuple(answer.shape) == (3,)


def plain(number: Answer) -> Answer:
    """A number out of a tensor that holds only it."""
    import torch

    return float(as_numbers(number, ())) if type(number) is torch.Tensor else number


def together(logits: Numbers) -> NDArray[np.int64]:
    """(ways, images): what the models say as one, by their mean logits, mean probabilities and votes."""
    shares = np.exp(logits - logits.max(axis=2, keepdims=True))
    shares /= shares.sum(axis=2, keepdims=True)
    votes = np.eye(CLASSES)[logits.argmax(axis=2)]
    return np.stack([crowd.mean(axis=0).argmax(axis=1) for crowd in (logits, shares, votes)])


def wrong_means(trial: Trial) -> tuple[tuple[Misconception, float], ...]:
    """What known mistakes report as the mean."""
    found = trial.accuracies
    ensembles = (together(trial.logits) == trial.labels).mean(axis=1)
    return (
        (PERCENT, 100 * found.mean()),
        (BEST, found.max()),
        (WORST, found.min()),
        (MIDDLE, float(np.median(found))),
        (FIRST, found[0]),
        (FIRST, found[-1]),
        (ANY_RIGHT, trial.right.any(axis=0).mean()),
        *((ENSEMBLE, share) for share in ensembles),
        (ERRORS, 1 - found.mean()),
    )


def near(seen: float, right: float) -> bool:
    """Equal as far as a table of quantiles allows."""
    return abs(seen - right) <= TOLERANCE


def fail_if_wrong_mean(seen: tuple[float, float, float], trial: Trial, otherwise: Misconception) -> None:
    """Raise when the first number is not the mean accuracy, naming what it is instead."""
    right, half = trial.sample.mean, trial.sample.half_width
    if near(seen[0], right):
        return
    reasons = [reason for reason, wrong in wrong_means(trial) if near(seen[0], wrong)]
    if near(sorted(seen)[1], right) and near(max(seen) - right, half):
        reasons = [ORDER]
    raise Failed(
        reasons[0] if reasons else otherwise,
        f"{seen[0]:.4f} for models of accuracy {listed(trial.accuracies)}",
        f"their mean, {right:.4f}",
    )


def mean_accuracy(report: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The first number is the mean of the models' accuracies."""
    trial = draw_trial(report, rng)
    for each in (trial, trial.few()):
        fail_if_wrong_mean(reported(report, each), each, WRONG_MEAN)
    return Evidence(f"{trial.accuracies.mean():.4f} for {len(trial.models)} models")


def interval(report: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The others are the ends of the 95% t interval of the mean, for four models and for three of them."""
    trial = draw_trial(report, rng)
    reports = [(each, reported(report, each)) for each in (trial, trial.few())]
    ends = [(each.sample, seen[1:]) for each, seen in reports]
    wrong = [at for at, (sample, seen) in enumerate(ends) if not fits(seen, sample.ends)]
    if wrong:
        sample, seen = ends[wrong[0]]
        fail_if_wrong_mean(reports[wrong[0]][1], reports[wrong[0]][0], WRONG_MEAN)
        text = f"{shown(seen)} for models of accuracy {listed(sample.accuracies)}"
        raise Failed(as_one(mistakes_in(ends)), text, shown(sample.ends))
    return Evidence(" and ".join(f"{shown(sample.ends)} for {sample.n} models" for sample, _ in ends))


def shown(ends: Ends) -> str:
    """An interval in a message."""
    return f"[{ends[0]:.4f}, {ends[1]:.4f}]"


def listed(accuracies: Numbers) -> str:
    """Accuracies in a message."""
    return ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)


def chance(report: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """On shuffled labels no more is reported than the models know, which is nothing."""
    trial = draw_shuffled_trial(report, rng)
    seen = reported(report, trial)
    above = seen[0] > trial.accuracies.mean()
    fail_if_wrong_mean(seen, trial, LEAK if above else WRONG_MEAN)
    return Evidence(f"{seen[0]:.1%} on shuffled labels, where chance is 10%")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "report": (
        Property("mean", "the mean of the models' accuracies is reported", mean_accuracy),
        Property("interval", "its 95% t interval over the models is reported", interval),
        Property("chance", "on shuffled labels chance is reported", chance),
    )
}
