"""Optuna on cells that are measured already: which rate and learning rate does a search of some runs find?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .rate_map import Cell


@dataclass(frozen=True)
class Search:
    """How the cells of the map are searched.

    Attributes:
        runs: the budget, in whole trainings.
        studies: how many searches for each seed of the map.
        first_at_random: trials before Optuna's sampler (TPE) begins to learn from them; before that none is
            pruned, either.
        first_epochs: before which no trial is pruned.
        margin: the smallest difference in test accuracy that would matter.
    """

    runs: int = 20
    studies: int = 4
    first_at_random: int = 5
    first_epochs: int = 5
    margin: float = 0.005


def search_cells(
    curves: Mapping[Cell, NDArray[np.float64]], search: Search, seed: int, *, learns: bool
) -> list[dict[str, Any]]:
    """A study of rate and learning rate by Optuna; its trials in their order.

    Args:
        curves: for each cell the validation accuracy after each epoch.
        search: the budget and the settings.
        seed: of the sampler.
        learns: by TPE, which stops trials that lag behind the median; else at random, each to its end.
    """
    study = _study(search, seed, learns)
    rates, learning_rates = (sorted({cell[i] for cell in curves}) for i in (0, 1))
    epochs = len(next(iter(curves.values())))
    trials: list[dict[str, Any]] = []
    while sum(trial["epochs"] for trial in trials) + epochs <= search.runs * epochs:
        trial = study.ask()
        p = rates[trial.suggest_int("rate", 0, len(rates) - 1)]
        learning_rate = learning_rates[trial.suggest_int("learning_rate", 0, len(learning_rates) - 1)]
        done = _run_trial(trial, curves[p, learning_rate])
        accuracy = float(curves[p, learning_rate][done - 1])
        _tell(study, trial, accuracy if done == epochs else None)
        cell = {"p": p, "learning_rate": learning_rate}
        trials.append({**cell, "epochs": done, "pruned": done < epochs, "accuracy": accuracy})
    return trials


def _study(search: Search, seed: int, learns: bool) -> Any:
    """A study that learns from its trials and stops those that lag behind, or does neither."""
    import optuna  # here, since neither the pages nor other experiments need it

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    samplers, pruners = optuna.samplers, optuna.pruners
    study = partial(optuna.create_study, direction="maximize")
    if not learns:
        return study(sampler=samplers.RandomSampler(seed=seed), pruner=pruners.NopPruner())
    return study(
        sampler=samplers.TPESampler(n_startup_trials=search.first_at_random, seed=seed),
        pruner=pruners.MedianPruner(search.first_at_random, n_warmup_steps=search.first_epochs),
    )


def _tell(study: Any, trial: Any, accuracy: float | None) -> None:
    """How a trial ended; None: it was pruned."""
    import optuna

    if accuracy is None:
        study.tell(trial, state=optuna.trial.TrialState.PRUNED)
    else:
        study.tell(trial, accuracy)


def _run_trial(trial: Any, curve: NDArray[np.float64]) -> int:
    """Report a curve epoch by epoch; after how many the trial is at its end or pruned."""
    for epoch, accuracy in enumerate(curve, start=1):
        trial.report(float(accuracy), epoch)
        if trial.should_prune():
            return epoch
    return len(curve)


def found_by(trials: Sequence[Mapping[str, Any]]) -> Cell:
    """The cell of the best trial that came to its end, the first of several."""
    best = max((trial for trial in trials if not trial["pruned"]), key=lambda trial: trial["accuracy"])
    return best["p"], best["learning_rate"]
