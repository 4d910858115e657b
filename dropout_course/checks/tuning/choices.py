"""Homework 5, the transfer functions that choose: by paired losses, by halving the field, honestly."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median

import numpy as np

from dropout_course.checks.answers import as_number, ask
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.checks.tuning.picks import (
    FIRST_LISTED,
    PAGE,
    RATES,
    as_rate,
    copied,
    error,
    mean,
)
from dropout_course.checks.tuning.rules import Rules

Table = Mapping[float, Sequence[float]]
Pair = tuple[Table, Table]  # validation scores and test scores

# ---- pick_rate_paired

LARGEST = Misconception("The largest losses win", "Losses: less is better.", PAGE)
SMALLEST_MEAN = Misconception(
    "The smallest mean loss is picked", "Larger rates may be as good: look at the differences.", PAGE
)
SMALLEST_RATE = Misconception("The smallest such rate is picked", "The rule asks for the largest.", PAGE)
UNPAIRED = Misconception(
    "The losses are not paired",
    "Take the differences seed by seed, then their mean and their standard error.",
    PAGE,
)
NO_ROOT = Misconception(
    "The deviation of the differences is used", "A mean's standard error is the deviation / sqrt(n).", PAGE
)
POPULATION = Misconception("The standard error is too small", "The deviation divides by n - 1.", PAGE)
WRONG_COUNT = Misconception(
    "The rates are counted, not the seeds", "The error's n is the number of differences.", PAGE
)
POPULATION_TWICE = Misconception(
    "n - 1 is divided by twice", "The deviation divides by n - 1, its standard error by sqrt(n).", PAGE
)
LUCKIEST = Misconception(
    "The best rate is the one with the smallest single loss", "It is the one with the smallest mean.", PAGE
)
MEDIAN = Misconception(
    "The best rate is the one with the smallest median", "It is the one with the smallest mean.", PAGE
)
REFERENCE_MOVES = Misconception(
    "The rate picked so far is what the next is compared with", "All are compared with the best one.", PAGE
)
ONE_SEED = Misconception("Single differences decide", "Compare the mean difference with its error.", PAGE)
WRONG_PAIRED = Misconception(
    "Another rate is picked", "Print each rate's mean difference to the best one, and its error.", PAGE
)


def lowest(losses: Table) -> float:
    """The rate with the smallest mean loss."""
    return min(losses, key=lambda rate: mean(losses[rate]))


def paired(losses: Table, rate: float, other: float) -> list[float]:
    """Differences of two rates, seed by seed."""
    return [one - another for one, another in zip(losses[rate], losses[other], strict=True)]


def differences(losses: Table, rate: float) -> list[float]:
    """To the best rate, seed by seed."""
    return paired(losses, rate, lowest(losses))


def as_good(losses: Table, is_good: Callable[[list[float]], bool]) -> list[float]:
    """The rates whose differences to the best are small; the best itself is one."""
    return [rate for rate in losses if rate == lowest(losses) or is_good(differences(losses, rate))]


def against(worth: Callable[[Sequence[float]], float]) -> Callable[[Table], float]:
    """The rule, but the other rates are held against the one that is best by another number."""

    def rule(losses: Table) -> float:
        top = min(losses, key=lambda rate: worth(losses[rate]))
        return max(rate for rate in losses if rate == top or within(paired(losses, rate, top)))

    return rule


def against_picked(losses: Table) -> float:
    """The rule, but what is picked becomes the reference of those that follow."""
    picked = lowest(losses)
    for rate in losses:
        if within(paired(losses, rate, picked)):
            picked = max(picked, rate)
    return picked


def within(d: list[float]) -> bool:
    """Whether the mean difference is at most one standard error."""
    return mean(d) <= error(d)


def within_wider(d: list[float]) -> bool:
    """The same, where n - 1 is divided by in the deviation and again in its error."""
    return mean(d) <= error(d) * float(np.sqrt(len(d) / (len(d) - 1)))


def by_error_of_best(losses: Table) -> float:
    """The rule of ``pick_rate``."""
    top = lowest(losses)
    return max(rate for rate in losses if mean(losses[rate]) <= mean(losses[top]) + error(losses[top]))


def by_number_of_rates(losses: Table) -> float:
    """The error with the wrong n."""
    n = len(losses)
    return max(as_good(losses, lambda d: mean(d) <= error(d) * (len(d) / n) ** 0.5))


def by_two_errors(losses: Table) -> float:
    """The errors of both rates, as if they were independent."""
    top = lowest(losses)

    def width(rate: float) -> float:
        return float(np.hypot(error(losses[rate]), error(losses[top])))

    return max(rate for rate in losses if mean(losses[rate]) - mean(losses[top]) <= width(rate))


PAIRED: Rules[Table] = Rules(
    lambda losses: max(as_good(losses, within)),
    (
        (SMALLEST_MEAN, lowest),
        (SMALLEST_RATE, lambda losses: min(as_good(losses, within))),
        (UNPAIRED, by_error_of_best),
        (UNPAIRED, by_two_errors),
        (NO_ROOT, lambda losses: max(as_good(losses, lambda d: mean(d) <= float(np.std(d, ddof=1))))),
        (NO_ROOT, lambda losses: max(as_good(losses, lambda d: mean(d) <= float(np.std(d))))),
        (POPULATION, lambda losses: max(as_good(losses, lambda d: mean(d) <= error(d, ddof=0)))),
        (POPULATION_TWICE, lambda losses: max(as_good(losses, within_wider))),
        (WRONG_COUNT, by_number_of_rates),
        (LUCKIEST, against(min)),
        (MEDIAN, against(median)),
        (REFERENCE_MOVES, against_picked),
        (ONE_SEED, lambda losses: max(as_good(losses, lambda d: min(d) <= 0))),
        (LARGEST, lambda losses: max(losses, key=lambda rate: mean(losses[rate]))),
        (FIRST_LISTED, lambda losses: as_good(losses, within)[0]),
        (FIRST_LISTED, lambda losses: as_good(losses, within)[-1]),
    ),
)


def draw_losses(rng: np.random.Generator) -> Table:
    """Losses that go up and down together with the seed; no mean difference lies at its error's edge."""
    while True:
        rates, count = draw_rates(rng), int(rng.integers(4, 8))
        of_seeds = rng.normal(0, 0.03, count)
        losses = {
            rate: [float(loss) for loss in rng.normal(0.6, 0.006) + of_seeds + rng.normal(0, 0.012, count)]
            for rate in rates
        }
        edges = [mean(d) - error(d) for rate in losses if any(d := differences(losses, rate))]
        if min(map(abs, edges)) > 1e-4:
            return losses


def draw_rates(rng: np.random.Generator) -> list[float]:
    """Five to seven rates in any order."""
    return [float(rate) for rate in rng.permutation(RATES)[: rng.integers(5, 8)]]


# ---- halving_winner

NOT_HALVED = Misconception(
    "Only the last epoch decides", "After epochs 1, 2, 4, ... the worse half goes.", PAGE
)
FIRST_EPOCH = Misconception(
    "The first epoch decides alone", "Half of the rates goes on, and is compared again.", PAGE
)
ROUNDED_DOWN = Misconception("Too few rates go on", "Of an odd number the larger half goes on.", PAGE)
ROUNDED_TO_EVEN = Misconception(
    "round() rounds halves to even", "Of 5 rates 3 go on, but round(2.5) is 2: (count + 1) // 2.", PAGE
)
WORSE_HALF = Misconception("The worse half goes on", "Scores are accuracies: more is better.", PAGE)
EVERY_EPOCH = Misconception(
    "The field is halved after every epoch",
    "After epochs 1, 2, 4, 8, ...: each round trains twice as long.",
    PAGE,
)
ONE_LATE = Misconception("The scores are read an epoch late", "Epoch 1 stands at position 0.", PAGE)
BEST_SO_FAR = Misconception(
    "The best score so far decides", "Compare what the rates have at this epoch.", PAGE
)
MEAN_SO_FAR = Misconception(
    "The mean score so far decides", "Compare what the rates have at this epoch.", PAGE
)
WRONG_WINNER = Misconception(
    "Another rate is left", "Print, for epochs 1, 2, 4, ..., which rates are still there.", PAGE
)


def halving(
    score: Callable[[Sequence[float], int], float] = lambda curve, epoch: curve[epoch - 1],
    keep: Callable[[int], int] = lambda count: (count + 1) // 2,
    later: Callable[[int], int] = lambda epoch: 2 * epoch,
) -> Callable[[Table], float]:
    """Successive halving, with its parts to be altered."""

    def rule(curves: Table) -> float:
        left, epoch = list(curves), 1
        while len(left) > 1:
            left.sort(key=lambda rate: score(curves[rate], min(epoch, len(curves[rate]))), reverse=True)
            left, epoch = left[: max(1, keep(len(left)))], later(epoch)
        return left[0]

    return rule


HALVING: Rules[Table] = Rules(
    halving(),
    (
        (NOT_HALVED, lambda curves: max(curves, key=lambda rate: curves[rate][-1])),
        (FIRST_EPOCH, lambda curves: max(curves, key=lambda rate: curves[rate][0])),
        (ROUNDED_DOWN, halving(keep=lambda count: count // 2)),
        (ROUNDED_TO_EVEN, halving(keep=lambda count: round(count / 2))),
        (WORSE_HALF, halving(score=lambda curve, epoch: -curve[epoch - 1])),
        (EVERY_EPOCH, halving(later=lambda epoch: epoch + 1)),
        (ONE_LATE, halving(score=lambda curve, epoch: curve[min(epoch, len(curve) - 1)])),
        (BEST_SO_FAR, halving(score=lambda curve, epoch: max(curve[:epoch]))),
        (BEST_SO_FAR, lambda curves: max(curves, key=lambda rate: max(curves[rate]))),
        (MEAN_SO_FAR, halving(score=lambda curve, epoch: mean(curve[:epoch]))),
    ),
)


def draw_curves(rng: np.random.Generator) -> Table:
    """Validation curves of eight epochs that cross."""
    rates = draw_rates(rng)
    slopes, starts = rng.uniform(0, 0.03, len(rates)), rng.uniform(0.5, 0.6, len(rates))
    return {
        rate: [float(score) for score in start + slope * np.arange(8) + rng.normal(0, 0.03, 8)]
        for rate, slope, start in zip(rates, slopes, starts, strict=True)
    }


# ---- honest_score

CHOSEN_BY_TEST = Misconception(
    "The test scores choose", "Choose by the validation scores; the test only says what that is worth.", PAGE
)
VALIDATION_REPORTED = Misconception(
    "The validation score of the choice is reported",
    "It has chosen, so it flatters: report the test score.",
    PAGE,
)
CHOSEN_ONCE = Misconception(
    "One rate is chosen for all splits", "Each split chooses by its own validation score.", PAGE
)
NO_CHOICE = Misconception("All rates are averaged", "Only the chosen rate of a split counts.", PAGE)
WORST_CHOSEN = Misconception("The worst rate is chosen", "Scores are accuracies: more is better.", PAGE)
ONE_SPLIT = Misconception("One split is reported", "Report the mean over the splits.", PAGE)
SWAPPED_TABLES = Misconception("Validation and test are swapped", "The first table chooses.", PAGE)
POSITIONS = Misconception(
    "Positions in one table are used in the other", "The two list their rates in different orders.", PAGE
)
NO_SCORE = Misconception("The answer is not one number", "Return the mean over the splits.", PAGE)
WRONG_SCORE = Misconception(
    "The score is wrong", "Print, for each split, the rate that its validation scores choose.", PAGE
)


def splits_of(table: Table) -> range:
    """Positions in the lists."""
    return range(len(next(iter(table.values()))))


def by_split(choose: Table, say: Table, pick: Callable[..., float] = max) -> list[float]:
    """For each split what ``say`` says of the rate that ``choose`` names."""
    return [say[pick(choose, key=lambda rate: choose[rate][k])][k] for k in splits_of(choose)]


def by_mean(choose: Table, say: Table) -> float:
    """What ``say`` says of the rate with the best mean in ``choose``."""
    return mean(say[max(choose, key=lambda rate: mean(choose[rate]))])


def by_position(tables: Pair) -> float:
    """The test score of the rate that stands where the chosen one stands in the other table."""
    val, test = tables
    rates, others = list(val), list(test)
    chosen = [max(rates, key=lambda rate: val[rate][k]) for k in splits_of(val)]
    return mean([test[others[rates.index(rate)]][k] for k, rate in enumerate(chosen)])


HONEST: Rules[Pair] = Rules(
    lambda tables: mean(by_split(*tables)),
    (
        (CHOSEN_BY_TEST, lambda tables: mean(by_split(tables[1], tables[1]))),
        (CHOSEN_BY_TEST, lambda tables: by_mean(tables[1], tables[1])),
        (VALIDATION_REPORTED, lambda tables: mean(by_split(tables[0], tables[0]))),
        (SWAPPED_TABLES, lambda tables: mean(by_split(tables[1], tables[0]))),
        (SWAPPED_TABLES, lambda tables: by_mean(tables[1], tables[0])),
        (CHOSEN_ONCE, lambda tables: by_mean(*tables)),
        (NO_CHOICE, lambda tables: mean([mean(scores) for scores in tables[1].values()])),
        (WORST_CHOSEN, lambda tables: mean(by_split(*tables, min))),
        (POSITIONS, by_position),
        (ONE_SPLIT, lambda tables: by_split(*tables)[0]),
        (ONE_SPLIT, lambda tables: by_split(*tables)[-1]),
        (ONE_SPLIT, lambda tables: max(by_split(*tables))),
    ),
)


def draw_tables(rng: np.random.Generator) -> Pair:
    """Validation and test scores of the same rates on four to seven splits, in two orders."""
    rates, count = draw_rates(rng), int(rng.integers(4, 8))
    table = {rate: rng.uniform(0.6, 0.8) + rng.normal(0, 0.05, (2, count)) for rate in rates}
    return tuple(  # type: ignore[return-value]
        {rate: [float(score) for score in table[rate][part]] for rate in order}
        for part, order in enumerate((rates, sorted(rates)))
    )


# ---- judging


def easy_for(
    rules: Rules[Table], draw: Callable[[np.random.Generator], Table], sign: int, otherwise: Misconception
) -> Callable[[LearnerFunction, np.random.Generator], Evidence]:
    """A property: one rate that leads by far, everywhere, is named."""

    def easy(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        table = copied(draw(rng))
        first, *_, last = sorted(table)
        leader = next(rate for rate in rng.permutation(list(table)) if rate not in (first, last))
        table[float(leader)] = [score + sign for score in table[float(leader)]]
        seen = as_rate(ask(function, copied(table)), table)
        if seen != leader:
            reason = rules.reason([table], [seen], otherwise)
            raise Failed(reason, f"{seen:g}, where {leader:g} is best by far", f"{leader:g}")
        return Evidence(f"{leader:g} is best by far, and is named")

    return easy


def close_for(
    rules: Rules[Table], draw: Callable[[np.random.Generator], Table], otherwise: Misconception
) -> Callable[[LearnerFunction, np.random.Generator], Evidence]:
    """A property: the rule is followed where others lead elsewhere."""

    def close(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
        cases = rules.draw_cases(draw, rng)
        seen = [as_rate(ask(function, copied(table)), table) for table in cases]
        wrong = rules.first_wrong(cases, seen)
        if wrong is None:
            return Evidence(f"right in {len(cases)} cases, close ones among them")
        right = rules.right(cases[wrong])
        rates = ", ".join(f"{rate:g}" for rate in sorted(cases[wrong]))
        raise Failed(rules.reason(cases, seen, otherwise), f"{seen[wrong]:g} of {rates}", f"{right:g}")

    return close


def agreed(honest_score: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Where one rate has the best validation score in every split, its mean test score is reported."""
    cases = [with_leader(draw_tables(rng), rng) for _ in range(3)]
    return as_honest(honest_score, cases, "where all splits choose the same rate")


def with_leader(tables: Pair, rng: np.random.Generator) -> Pair:
    """The tables, but for one rate that validation always prefers."""
    val = copied(tables[0])
    leader = float(rng.permutation(list(val))[0])
    val[leader] = [score + 0.5 for score in val[leader]]
    return val, tables[1]


def honest(honest_score: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Each split chooses by its validation scores, and its test score counts."""
    return as_honest(honest_score, HONEST.draw_cases(draw_tables, rng), "where the splits disagree")


def as_honest(honest_score: LearnerFunction, cases: list[Pair], which: str) -> Evidence:
    """Raise when the rule is not followed in these cases."""
    seen = [as_number(ask(honest_score, copied(val), copied(test)), NO_SCORE) for val, test in cases]
    wrong = HONEST.first_wrong(cases, seen)
    if wrong is None:
        return Evidence(f"right in {len(cases)} cases {which}")
    reason = HONEST.reason(cases, seen, WRONG_SCORE)
    raise Failed(reason, f"{seen[wrong]:.4f} {which}", f"{HONEST.right(cases[wrong]):.4f}")


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "pick_rate_paired": (
        Property(
            "clear", "a rate that is best by far is picked", easy_for(PAIRED, draw_losses, -1, WRONG_PAIRED)
        ),
        Property(
            "paired",
            "of the rates whose mean difference is within its error, the largest",
            close_for(PAIRED, draw_losses, WRONG_PAIRED),
        ),
    ),
    "halving_winner": (
        Property(
            "clear", "a rate that always leads is left", easy_for(HALVING, draw_curves, 1, WRONG_WINNER)
        ),
        Property(
            "halving",
            "after epochs 1, 2, 4, ... the worse half goes",
            close_for(HALVING, draw_curves, WRONG_WINNER),
        ),
    ),
    "honest_score": (
        Property("agreed", "what all splits choose is reported", agreed),
        Property("honest", "each split chooses by validation and reports its test score", honest),
    ),
}
