"""Homework 5: ``pick_rate(val_scores)``, the one-standard-error rule."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median

import numpy as np

from dropout_course.checks.answers import as_number, ask
from dropout_course.checks.property import Answer, Evidence, Failed, LearnerFunction, Misconception, Property
from dropout_course.checks.tuning.rules import Rules

Scores = Mapping[float, Sequence[float]]
Rule = Callable[[Scores], float]

PAGE = "Choosing a rate"
NO_RATE = Misconception("The answer is not one of the rates", "Return the key, a number such as 0.2.", PAGE)
INDEX = Misconception("The answer is a position, not a rate", "Return the key that stands there.", PAGE)
SCORE = Misconception("The answer is a score, not a rate", "Return the key, not what it got.", PAGE)
WORST = Misconception("The worst rate is picked", "Scores are accuracies: more is better.", PAGE)
BEST_MEAN = Misconception(
    "The best mean is picked",
    "It may be luck: of the rates within one standard error of it take the largest.",
    PAGE,
)
SMALLEST = Misconception("The smallest rate of the band is picked", "The rule asks for the largest.", PAGE)
NO_ROOT = Misconception(
    "The standard deviation is used", "A mean's standard error is the deviation / sqrt(n).", PAGE
)
POPULATION = Misconception(
    "The standard error is too small", "The deviation is estimated from n scores: divide by n - 1.", PAGE
)
POPULATION_TWICE = Misconception(
    "n - 1 is divided by twice", "The deviation divides by n - 1, its standard error by sqrt(n).", PAGE
)
DIVIDED_BY_N = Misconception("The deviation is divided by n", "Divide it by sqrt(n).", PAGE)
LUCKIEST = Misconception("Single scores are compared", "Compare the means of the rates.", PAGE)
MEDIANS = Misconception("Medians are compared", "The rule compares means.", PAGE)
OWN_ERROR = Misconception(
    "Each rate's own standard error is used", "The band is that of the best rate: one standard error.", PAGE
)
TWO_ERRORS = Misconception("The band is too wide", "Go one standard error below the best mean.", PAGE)
ACROSS_RATES = Misconception(
    "The rates' spread is used", "The standard error is that of the best rate's scores.", PAGE
)
LOWEST_IN_BAND = Misconception(
    "The lowest mean of the band is picked",
    "Within the band the scores count no more: take the largest.",
    PAGE,
)
FIRST_LISTED = Misconception("The order in the dict decides", "Compare the rates themselves.", PAGE)
NEIGHBOUR = Misconception(
    "Only the next larger rate is looked at", "Compare all rates with the edge of the band.", PAGE
)
WRONG_COUNT = Misconception(
    "The error's n is another number", "It counts the best rate's scores: sd / sqrt(len(scores)).", PAGE
)
ALL_SCORES = Misconception(
    "The scores of all rates are thrown together",
    "The standard deviation is that of the best rate's scores.",
    PAGE,
)
FIRST_GAP = Misconception(
    "The search stops at the first rate outside the band", "A larger one may be inside again: ask all.", PAGE
)
ZERO_AS_NONE = Misconception(
    "The rate 0 counts as none", "`if not best` is true of 0.0, too: write `best is None`.", PAGE
)
WRONG_PICK = Misconception(
    "Another rate is picked", "Print the means, the best one's standard error, and the rates above it.", PAGE
)


def mean(scores: Sequence[float]) -> float:
    """What a rate is worth."""
    return sum(scores) / len(scores)


def error(scores: Sequence[float], ddof: int = 1) -> float:
    """Standard error of the mean."""
    return float(np.std(scores, ddof=ddof) / np.sqrt(len(scores)))


def band(scores: Scores, width: float) -> list[float]:
    """The rates whose mean is at most ``width`` below the best, as they are listed."""
    floor = max(map(mean, scores.values())) - width
    return [rate for rate in scores if mean(scores[rate]) >= floor]


def best(scores: Scores) -> float:
    """The rate with the best mean."""
    return max(scores, key=lambda rate: mean(scores[rate]))


def best_error(scores: Scores, ddof: int = 1) -> float:
    """Its standard error."""
    return error(scores[best(scores)], ddof)


def right_pick(scores: Scores) -> float:
    """The largest rate within one standard error of the best mean."""
    return max(band(scores, best_error(scores)))


def by_own_error(scores: Scores) -> float:
    """The largest rate that reaches the best mean with its own error."""
    top = mean(scores[best(scores)])
    return max(rate for rate in scores if mean(scores[rate]) + error(scores[rate]) >= top)


def by_neighbour(scores: Scores) -> float:
    """The next larger rate, if it is in the band."""
    top = best(scores)
    following = min((rate for rate in scores if rate > top), default=top)
    return following if following in band(scores, best_error(scores)) else top


def by_deviation(
    deviation: Callable[[Scores], float], count: Callable[[Scores], float] = lambda s: len(s[best(s)])
) -> Rule:
    """The rule with another standard deviation, or another n."""
    return lambda scores: max(band(scores, deviation(scores) / count(scores) ** 0.5))


def of_best(scores: Scores) -> float:
    """The standard deviation that the rule asks for."""
    return float(np.std(scores[best(scores)], ddof=1))


def pooled(scores: Scores) -> float:
    """One standard deviation for all rates, around the mean of each."""
    squares = sum(float(np.var(found)) * len(found) for found in scores.values())
    return float((squares / sum(len(found) - 1 for found in scores.values())) ** 0.5)


def of_all(scores: Scores) -> float:
    """The standard deviation of all scores, whatever their rate."""
    return float(np.std(np.concatenate(list(scores.values())), ddof=1))


def up_to_first_gap(scores: Scores) -> float:
    """From the best rate upwards, as long as each is in the band."""
    found = band(scores, best_error(scores))
    picked = best(scores)
    for rate in sorted(rate for rate in scores if rate > picked):
        if rate not in found:
            break
        picked = rate
    return picked


def by_truth(scores: Scores) -> float:
    """The rule, but 0.0 is forgotten as soon as the next rate comes."""
    top = 0.0
    for rate in scores:
        if not top or mean(scores[rate]) > mean(scores[top]):
            top = rate
    floor = mean(scores[top]) - error(scores[top])
    return max(rate for rate in scores if mean(scores[rate]) >= floor)


def by_median(scores: Scores) -> float:
    """The rule with medians."""
    top = max(scores, key=lambda rate: median(scores[rate]))
    floor = median(scores[top]) - error(scores[top])
    return max(rate for rate in scores if median(scores[rate]) >= floor)


RULES: Rules[Scores] = Rules(
    right_pick,
    (
        (BEST_MEAN, best),
        (SMALLEST, lambda scores: min(band(scores, best_error(scores)))),
        (NO_ROOT, lambda scores: max(band(scores, float(np.std(scores[best(scores)], ddof=1))))),
        (POPULATION, lambda scores: max(band(scores, best_error(scores, ddof=0)))),
        (NO_ROOT, lambda scores: max(band(scores, float(np.std(scores[best(scores)]))))),
        (
            DIVIDED_BY_N,
            lambda scores: max(band(scores, best_error(scores) / len(scores[best(scores)]) ** 0.5)),
        ),
        (LUCKIEST, lambda scores: max(scores, key=lambda rate: max(scores[rate]))),
        (MEDIANS, by_median),
        (MEDIANS, lambda scores: max(scores, key=lambda rate: median(scores[rate]))),
        (OWN_ERROR, by_own_error),
        (TWO_ERRORS, lambda scores: max(band(scores, best_error(scores, ddof=2)))),
        (TWO_ERRORS, lambda scores: max(band(scores, 2 * best_error(scores)))),
        (TWO_ERRORS, lambda scores: max(band(scores, 1.96 * best_error(scores)))),
        (ACROSS_RATES, lambda scores: max(band(scores, error(list(map(mean, scores.values())))))),
        (
            LOWEST_IN_BAND,
            lambda scores: min(band(scores, best_error(scores)), key=lambda rate: mean(scores[rate])),
        ),
        (FIRST_LISTED, lambda scores: band(scores, best_error(scores))[0]),
        (FIRST_LISTED, lambda scores: band(scores, best_error(scores))[-1]),
        (NEIGHBOUR, by_neighbour),
        (FIRST_GAP, up_to_first_gap),
        (ZERO_AS_NONE, by_truth),
        (ZERO_AS_NONE, lambda scores: right_pick({rate: scores[rate] for rate in scores if rate})),
        (WRONG_COUNT, by_deviation(of_best, len)),
        (WRONG_COUNT, by_deviation(of_best, lambda scores: len(next(iter(scores.values()))))),
        (WRONG_COUNT, by_deviation(of_best, lambda scores: sum(map(len, scores.values())))),
        (POPULATION_TWICE, by_deviation(of_best, lambda scores: len(scores[best(scores)]) - 1)),
        (ALL_SCORES, by_deviation(pooled)),
        (ALL_SCORES, by_deviation(of_all)),
        (WORST, lambda scores: min(scores, key=lambda rate: mean(scores[rate]))),
    ),
)
RATES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
NEAR = 1e-4  # of a band's edge: no case hangs on how a sum was rounded


def draw_scores(rng: np.random.Generator) -> Scores:
    """Validation accuracies of some rates, in any order; what is random is as large as what is not."""
    while True:
        rates = rng.permutation(RATES)[: rng.integers(5, 8)]
        counts = rng.integers(4, 8, len(rates))
        levels = rng.normal(0.78, 0.012, len(rates))
        spreads = rng.uniform(0.01, 0.04, len(rates))
        scores = {
            float(rate): [float(score) for score in rng.normal(level, spread, count).clip(0, 1)]
            for rate, level, spread, count in zip(rates, levels, spreads, counts, strict=True)
        }
        if is_clear(scores):
            return scores


def is_clear(scores: Scores) -> bool:
    """Whether no mean lies at the edge of the band, or beside the best one."""
    top, *others = sorted(map(mean, scores.values()), reverse=True)
    floor = top - best_error(scores)
    return top - others[0] > NEAR and all(abs(other - floor) > NEAR for other in others)


def copied(scores: Scores) -> dict[float, list[float]]:
    """A table that the learner's function may change."""
    return {rate: list(found) for rate, found in scores.items()}


def as_rate(answer: Answer, scores: Scores) -> float:
    """``answer`` as one of the rates."""
    number = as_number(answer, NO_RATE)
    for rate in scores:
        if abs(rate - number) < 1e-6:
            return rate
    reason = NO_RATE
    if any(abs(number - score) < 1e-6 for rate in scores for score in (*scores[rate], mean(scores[rate]))):
        reason = SCORE
    elif number in range(len(scores)):
        reason = INDEX
    raise Failed(reason, f"{number:.4g} for the rates {', '.join(map(str, scores))}", "one of these")


def clear_case(pick_rate: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Where one rate is best by far, it is picked."""
    rates = [float(rate) for rate in rng.permutation([0.15, 0.25, 0.35, 0.45, 0.55])]
    top = sorted(rates)[int(rng.integers(1, 4))]  # neither the smallest nor the largest
    others = dict(zip(rates, rng.permutation([0.5, 0.55, 0.6, 0.65, 0.7]), strict=True))
    scores = {
        rate: [float(score) for score in rng.normal(0.85 if rate == top else others[rate], 0.002, 5)]
        for rate in rates
    }
    picked = as_rate(ask(pick_rate, copied(scores)), scores)
    if picked != top:
        worst = min(scores, key=lambda rate: mean(scores[rate]))
        seen = f"{picked:g}, whose mean accuracy is {mean(scores[picked]):.3f}"
        raise Failed(WORST if picked == worst else WRONG_PICK, seen, f"{top:g}, with {mean(scores[top]):.3f}")
    return Evidence(f"{top:g} is better than all others by 0.1, and is picked")


def one_standard_error(pick_rate: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Of the rates within one standard error of the best mean, the largest."""
    cases = RULES.draw_cases(draw_scores, rng)
    picked = [as_rate(ask(pick_rate, copied(scores)), scores) for scores in cases]
    wrong = RULES.first_wrong(cases, picked)
    if wrong is None:
        return Evidence(f"right in {len(cases)} cases, close ones among them")
    scores, seen = cases[wrong], picked[wrong]
    top = best(scores)
    floor = mean(scores[top]) - best_error(scores)
    raise Failed(
        RULES.reason(cases, picked, WRONG_PICK),
        f"{seen:g} (mean {mean(scores[seen]):.4f}), where {top:g} is best with {mean(scores[top]):.4f} and"
        f" a standard error of {best_error(scores):.4f}",
        f"{right_pick(scores):g}, the largest rate with a mean of {floor:.4f} or more",
    )


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "pick_rate": (
        Property("clear", "a rate that is best by far is picked", clear_case),
        Property(
            "band", "of the rates within one standard error of the best, the largest", one_standard_error
        ),
    )
}
