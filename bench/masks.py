"""How fast are exact masks? Our kernel beside ``torch.nn.functional.dropout``, one thread, in one run.

Both do the whole layer, from float32 activations to scaled ones; ours writes into memory that it was given,
or into new memory like torch, and keeps the mask. They take turns, so that a busy machine slows them alike;
time is the thread's own, a turn counts by its fastest call, and the ratio is the median over turns. Exits
with 1 below the budget.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from statistics import median

os.environ["OMP_NUM_THREADS"] = "1"  # before torch and numpy read it

import numpy as np
import torch

from dropout_course.kernels import inverted_dropout

RATES = (0.1, 0.3, 0.5, 0.8)
BUDGET = {10_000: 3.0, 1_000_000: 4.0, 10_000_000: 4.0}  # elements: how many times as fast as torch
TURN = 0.02  # seconds at least


def main() -> None:
    """Measure every size and rate, print, compare with the budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    good = True
    print(f"nanoseconds an element, medians of {rounds} turns")
    print(f"{'elements':>10}{'p':>6}{'torch':>9}{'kernel':>9}{'ratio':>9}{'in new memory':>15}{'budget':>9}")
    for elements, budget in BUDGET.items():
        for p in RATES:
            theirs, ours, anew = turns(elements, p, rounds)
            ratio = middle_ratio(theirs, ours)
            print(
                f"{elements:>10,}{p:>6}{median(theirs):>9.2f}{median(ours):>9.2f}{ratio:>8.1f}x"
                f"{middle_ratio(theirs, anew):>14.1f}x{budget:>8.1f}x{'' if ratio >= budget else '  missed'}"
            )
            good &= ratio >= budget
    sys.exit(0 if good else 1)


def turns(elements: int, p: float, rounds: int) -> list[list[float]]:
    """Nanoseconds an element of torch, of the kernel with ``out`` and of the kernel without, each round."""
    x = np.random.default_rng(0).standard_normal(elements, dtype=np.float32)
    tensor, rng = torch.from_numpy(x), np.random.Generator(np.random.SFC64(1))
    kept = inverted_dropout(x, p, rng)
    ways: list[Callable[[], object]] = [
        lambda: torch.nn.functional.dropout(tensor, p),
        lambda: inverted_dropout(x, p, rng, out=kept),
        lambda: inverted_dropout(x, p, rng),
    ]
    found: list[list[float]] = [[] for _ in ways]
    for _ in range(1 + rounds):
        for way, nanoseconds in zip(ways, found, strict=True):
            nanoseconds.append(1e9 * fastest(way) / elements)
    return [nanoseconds[1:] for nanoseconds in found]  # the first round warmed up


def fastest(way: Callable[[], object]) -> float:
    """Seconds of the fastest call in a turn: what else the machine does only ever adds."""
    seconds, end = [], time.thread_time() + TURN
    while not seconds or time.thread_time() < end:
        begin = time.thread_time()
        way()
        seconds.append(time.thread_time() - begin)
    return min(seconds)


def middle_ratio(theirs: list[float], ours: list[float]) -> float:
    """The median of the ratios, round by round."""
    return median(their / our for their, our in zip(theirs, ours, strict=True))


if __name__ == "__main__":
    main()
