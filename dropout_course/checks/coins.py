"""The exercise of the page How many random bits does a coin need?: ``decide(byte, p)``, one byte of a coin.

There are 256 bytes, so all are asked: the judgement is exact.
"""

import numpy as np

from dropout_course.checks.answers import ask
from dropout_course.checks.law import draw_rate
from dropout_course.checks.property import Evidence, Failed, LearnerFunction, Misconception, Property

PAGE = "How many random bits does a coin need"  # its question mark would meet a full stop
BYTES = 256
TINY = (0.0003, 0.0015)  # less than half a byte: rounded, such a p is 0

NO_VERDICT = Misconception(
    "That is none of the three verdicts", "Return True (keep), False (drop) or None (draw another).", PAGE
)
SWAPPED = Misconception(
    "Keep and drop are swapped", "U below p drops: bytes below its first digit say False.", PAGE
)
ROUNDED = Misconception(
    "p is rounded to 256ths", "The byte that equals p's first digit decides nothing yet: None.", PAGE
)
WRONG_TIE = Misconception(
    "The wrong byte draws another", "The first digit of p is 256 p, rounded down: int(256 * p).", PAGE
)
MANY_TIES = Misconception(
    "Too many bytes draw another", "Only p's first digit does. And do not forget `return`.", PAGE
)
NO_ORDER = Misconception(
    "The verdicts do not rise with the byte",
    "Compare with p's first digit: below drops, above keeps.",
    PAGE,
)

Verdict = bool | None
RANK: tuple[Verdict, ...] = (False, None, True)  # from the smallest bytes to the largest


def exact(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """The bytes that drop weigh no more than p, and with the ties no less."""
    for p in draw_rates(rng):
        verdicts = ask_all(function, p)
        drop, keep, tie = (verdicts.count(verdict) for verdict in (False, True, None))
        if drop <= BYTES * p <= drop + tie:
            continue
        reason = SWAPPED if keep <= BYTES * p <= keep + tie else WRONG_TIE if tie else ROUNDED
        seen = f"at p = {p:.5f}, {drop / BYTES:.4f} drop for sure and {(drop + tie) / BYTES:.4f} at most"
        raise Failed(reason, seen, "p between them")
    return Evidence(f"at p = {p:.4g}, {drop} bytes drop and {tie} may: p is {BYTES * p:.4g} of {BYTES}")


def few_ties(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """One byte at most needs another."""
    for p in draw_rates(rng):
        ties = ask_all(function, p).count(None)
        if ties > 1:
            raise Failed(MANY_TIES, f"{ties} of {BYTES} bytes do at p = {p:.4g}", "1")
    return Evidence(f"one coin in {BYTES} needs another byte, at most")


def ordered(function: LearnerFunction, rng: np.random.Generator) -> Evidence:
    """Small bytes drop, large ones keep."""
    for p in draw_rates(rng):
        verdicts = ask_all(function, p)
        ranks = [RANK.index(verdict) for verdict in verdicts]
        falls = np.flatnonzero(np.diff(ranks) < 0)
        if falls.size:
            reason = SWAPPED if ranks == sorted(ranks, reverse=True) else NO_ORDER
            byte = int(falls[0])
            seen = f"at p = {p:.4g} byte {byte} says {verdicts[byte]}, byte {byte + 1} {verdicts[byte + 1]}"
            raise Failed(reason, seen, "False, then None, then True")
    return Evidence("the smallest bytes drop, the largest keep")


def draw_rates(rng: np.random.Generator) -> tuple[float, float, float]:
    """One rate in the middle, and one at either end."""
    low, high = rng.uniform(*TINY, size=2)
    return draw_rate(rng), float(low), float(1 - high)


def ask_all(function: LearnerFunction, p: float) -> list[Verdict]:
    """What each byte says."""
    verdicts = []
    for byte in range(BYTES):
        answer = ask(function, byte, p)
        if answer is not None and type(answer) not in (bool, np.bool_):
            raise Failed(NO_VERDICT, f"{type(answer).__name__} for byte {byte}", "a bool or None")
        verdicts.append(None if answer is None else bool(answer))
    return verdicts


PROPERTIES: dict[str, tuple[Property, ...]] = {
    "decide": (
        Property("exact", "p lies between what drops for sure and what may drop", exact),
        Property("ties", "one byte in 256 is a tie, at most", few_ties),
        Property("order", "smaller bytes drop, larger bytes keep", ordered),
    )
}
