"""How fast are exact masks? Our kernel beside ``torch.nn.functional.dropout``, one thread, in one run.

Both do the whole layer, from float32 activations to scaled ones; ours writes into memory that it was given,
or into new memory like torch, and keeps the mask. They take turns, so that a busy machine slows them alike;
time is the thread's own, a turn counts by its fastest call, and the ratio is the median over turns. Exits
with 1 below the budget. What the book shows, with intervals: ``dropout-course experiments run mask-speed``.
"""

import argparse
import os
import sys
from statistics import median

os.environ["OMP_NUM_THREADS"] = "1"  # before torch and numpy read it

from dropout_course.experiments.mask_speed import SETTINGS, timed

BUDGET = dict(zip(SETTINGS.units, SETTINGS.times, strict=True))  # units: how many times as fast as torch


def main() -> None:
    """Measure every size and rate, print, compare with the budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=SETTINGS.turns)
    turns = parser.parse_args().turns
    good = True
    print(f"nanoseconds a unit, medians of {turns} turns")
    print(f"{'units':>10}{'p':>6}{'torch':>9}{'kernel':>9}{'ratio':>9}{'in new memory':>15}{'budget':>9}")
    for units, budget in BUDGET.items():
        for p in SETTINGS.rates:
            taken = timed(units, p, turns, SETTINGS.turn_seconds, ways=("torch", "bytes", "bytes_reused"))
            theirs, anew, ours = taken.values()
            ratio = median(theirs / ours)
            print(
                f"{units:>10,}{p:>6}{median(theirs):>9.2f}{median(ours):>9.2f}{ratio:>8.1f}x"
                f"{median(theirs / anew):>14.1f}x{budget:>8.1f}x{'' if ratio >= budget else '  missed'}"
            )
            good &= ratio >= budget
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
