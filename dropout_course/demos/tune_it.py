"""A game: eight trainings to find a good pair of dropout rate and learning rate, then what one misses."""

from typing import Any

import numpy as np
import traitlets

from dropout_course import results

from .demo import Demo
from .rates_measured import cell, learning_rates, rate_map, rates

RUNS = 8
CELLS = len(rates()) * len(learning_rates())
GUESSING = 10.0  # per cent: whoever has trained nothing knows one of ten classes

Pair = tuple[float, float]


def _slot() -> Any:
    """A training: the place of its cell, row by row; -1 is none."""
    return traitlets.Int(-1, min=-1, max=CELLS - 1).tag(sync=True)


class TuneIt(Demo):
    """Each training shows the validation accuracy of one measured network; the test images judge at the end.

    Args:
        p: probability of *dropping* a hidden unit, of the next training.
        learning_rate: of the next training.
        run1: the cell of the first training, counted row by row over the eleven rates; -1: not yet trained.
        run2: of the second.
        run3: of the third.
        run4: of the fourth.
        run5: of the fifth.
        run6: of the sixth.
        run7: of the seventh.
        run8: of the eighth.
    """

    name = "tune-it"

    p = traitlets.Enum(rates(), default_value=0.5).tag(sync=True)
    learning_rate = traitlets.Enum(learning_rates(), default_value=0.04).tag(sync=True)
    run1, run2, run3, run4 = _slot(), _slot(), _slot(), _slot()
    run5, run6, run7, run8 = _slot(), _slot(), _slot(), _slot()
    _rates = traitlets.List(traitlets.Float()).tag(sync=True)
    _learning_rates = traitlets.List(traitlets.Float()).tag(sync=True)
    _validation = traitlets.List(traitlets.Float()).tag(sync=True)
    _test = traitlets.List(traitlets.Float()).tag(sync=True)
    _trials = traitlets.List(traitlets.List()).tag(sync=True)
    _epochs = traitlets.Int().tag(sync=True)
    _chance = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(self, seed: int = 1, **traits: Any) -> None:
        """Hand the measured cells and the stored study to the browser; ``seed`` draws chance's trainings."""
        super().__init__(
            _rates=list(rates()),
            _learning_rates=list(learning_rates()),
            _validation=[_validation(*pair) for pair in _pairs()],
            _test=[_test(*pair) for pair in _pairs()],
            _trials=[[_place(trial), trial["epochs"], trial["pruned"]] for trial in _trials()],
            _epochs=_epochs(),
            _chance=np.random.default_rng(seed).permutation(CELLS).tolist(),
            **traits,
        )

    def numbers(self) -> dict[str, float]:
        """The numbers that the demo shows, as the committed results have them."""
        slots = [getattr(self, f"run{i}") for i in range(1, RUNS + 1)]
        yours = [_pairs()[slot] for slot in slots if slot >= 0]
        return {
            "next.p": self.p,
            "next.learning_rate": self.learning_rate,
            "you.runs": float(len(yours)),
            **_worth("you", yours),
            **_worth("optuna", _ended(len(yours) * _epochs())),
        }


def _worth(who: str, pairs: list[Pair]) -> dict[str, float]:
    """The best on validation images, and what it is worth on test images."""
    if not pairs:
        return {f"{who}.validation": GUESSING, f"{who}.test": GUESSING}
    best = max(pairs, key=lambda pair: _validation(*pair))
    return {f"{who}.validation": _validation(*best), f"{who}.test": _test(*best)}


def _ended(budget: int) -> list[Pair]:
    """Optuna's trials that came to their end while its epochs were within the budget."""
    ended, spent = [], 0
    for trial in _trials():
        spent += trial["epochs"]
        if spent > budget:
            break
        if not trial["pruned"]:
            ended.append((trial["p"], trial["learning_rate"]))
    return ended


def _trials() -> list[dict[str, Any]]:
    trials: list[dict[str, Any]] = results.load("choosing-a-rate")["search"]["trials"]
    return trials


def _pairs() -> list[Pair]:
    return [(p, rate) for p in rates() for rate in learning_rates()]


def _place(trial: dict[str, Any]) -> int:
    return _pairs().index((trial["p"], trial["learning_rate"]))


def _epochs() -> int:
    return int(rate_map()["settings"]["recipe"]["epochs"])


def _validation(p: float, rate: float) -> float:
    """Of one network, in per cent: all that a training shows, and what the stored study saw."""
    return round(float(100 * cell(p, rate)["validation"]["accuracy"]["by_seed"][0]), 4)


def _test(p: float, rate: float) -> float:
    """Of five networks, in per cent: what the pair is worth."""
    return round(float(100 * cell(p, rate)["test"]["accuracy"]["mean"]), 4)
