"""Each model solution, altered by machine in one place at a time: is it caught?

    PYTHONPATH=tests python -m gallery.mutants [ASSIGNMENT ...]

What still gets full marks although it behaves otherwise is a *survivor*. ``survivors.yml`` gives the reason
of each, and at least 95 of 100 altered solutions must lose points.
"""

import copy
import resource
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from gallery.altering import Mutant, mutants
from gallery.behaviour import SECONDS, OutOfTimeError, altered, answer, same, time_limit
from gallery.build import build_script, is_test, model_solutions, role, source_notebook
from gallery.grading import learners_names, names_in, run_cell

SURVIVORS = Path(__file__).with_name("survivors.yml")
CAUGHT = 0.95  # of those that behave otherwise, at least
MEMORY = 6 << 30
SEED = 0
RECORDED_WITH = (1, 2)  # seeds that give the inputs on which behaviours are compared
CALLS = 40  # on as many of them at most


@dataclass
class Verdicts:
    """What became of the mutants of some functions."""

    caught: int = 0
    alike: int = 0  # they behave as the model does
    survivors: list[Mutant] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of those that behave otherwise, how many lose points."""
        return self.caught / max(1, self.caught + len(self.survivors))


class Judge:
    """Grades altered solutions of an assignment as the quick grader does."""

    def __init__(self, assignment: str) -> None:
        """Read its cells."""
        self.source = source_notebook(assignment)
        self.model = model_solutions(self.source)
        self.set_up = learners_names(self.source, self.model)

    def verdicts(self, function: str) -> Verdicts:
        """Grade every mutant of one function."""
        if self.loses_points(Mutant(function, self.model[function], "", "")):
            raise RuntimeError(f"the model's own {function} loses points: nothing can be learned from others")
        verdicts = Verdicts()
        calls = None
        for mutant in mutants(function, self.model[function]):
            if self.loses_points(mutant):
                verdicts.caught += 1
                continue
            calls = self.recorded(function) if calls is None else calls
            if self.behaves_alike(mutant, calls):
                verdicts.alike += 1
            else:
                verdicts.survivors.append(mutant)
        return verdicts

    def loses_points(self, mutant: Mutant) -> bool:
        """Whether a grade cell of its function gives less than all; one is enough."""
        try:
            with time_limit(SECONDS):
                names = self.after(mutant.source)
                tests = self.cells_of(mutant.function)
                return any(run_cell(test.source, names)[0] < role(test)["points"] for test in tests)
        except (Exception, OutOfTimeError):  # it does not even define its function, or does not end
            return True

    def after(self, source: str) -> dict:
        """What stands in the kernel after the model's cells and this one."""
        names = self.set_up | {"SEED": SEED}
        run_cell(source, names)
        return names

    def cells_of(self, function: str) -> list[Any]:
        """The grade cells that judge a function."""
        return [cell for cell in self.source.cells if is_test(cell) and function in names_in(cell.source)]

    def recorded(self, function: str) -> list[tuple]:
        """Arguments that the checks give to a function, and altered ones like them."""
        names = self.after(self.model[function])
        model, calls = names[function], []

        def record(*arguments):
            calls.append(copy.deepcopy(arguments))
            return model(*arguments)

        record.__name__ = function
        names[function] = record
        for seed in RECORDED_WITH:
            names["SEED"] = seed
            for cell in self.cells_of(function):
                run_cell(cell.source, names)
        rng = np.random.default_rng(SEED)
        few = (
            [calls[n] for n in np.unique(np.linspace(0, len(calls) - 1, CALLS).astype(int))] if calls else []
        )
        return few + [altered(arguments, rng) for arguments in few for _ in range(2)]

    def behaves_alike(self, mutant: Mutant, calls: list[tuple]) -> bool:
        """Whether it answers as the model does, on all of ``calls``."""
        model, other = (
            self.after(source)[mutant.function] for source in (self.model[mutant.function], mutant.source)
        )
        return all(same(answer(model, arguments), answer(other, arguments)) for arguments in calls)


def known_survivors(assignment: str) -> set[tuple[str, str, str]]:
    """Function, line before, line after of those whose reason is known."""
    listed = yaml.safe_load(SURVIVORS.read_text(encoding="utf-8")) or {}
    return {(each["function"], each["was"], each["becomes"]) for each in listed.get(assignment) or []}


def trouble(assignment: str) -> Iterator[str]:
    """Judge all of an assignment, print what was found, say what is not as it must be."""
    judge, total, listed = Judge(assignment), Verdicts(), known_survivors(assignment)
    for function in judge.model:
        found = judge.verdicts(function)
        print(f"{assignment} {function}: {found.caught} caught, {found.alike} behave alike", flush=True)
        for mutant in found.survivors:
            key = (function, mutant.was, mutant.becomes)
            print(f"  survives: {mutant.was}  ->  {mutant.becomes}")
            if key not in listed:
                yield f"{assignment} {function}: no reason is given for {key[1]!r} -> {key[2]!r}"
        total.caught += found.caught
        total.survivors += found.survivors
    altered_otherwise = total.caught + len(total.survivors)
    print(f"{assignment}: {total.share:.1%} of {altered_otherwise} altered solutions lose points")
    if total.share < CAUGHT:
        yield f"{assignment}: only {total.share:.1%} are caught"
    survived = {(mutant.function, mutant.was, mutant.becomes) for mutant in total.survivors}
    for key in listed - survived:
        yield f"{assignment} {key[0]}: {key[1]!r} -> {key[2]!r} is listed and does not survive"


def main() -> None:
    """Judge the assignments that are named, or all."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    names = sys.argv[1:] or build_script().assignments()
    found = [line for name in names for line in trouble(name)]
    print("\n".join(found))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
