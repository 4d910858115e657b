"""The quick way to grade a solution in tests: the instructor's cells and the learner's, in one namespace."""

import ast
import contextlib
import io
import re
from collections.abc import Collection, Mapping
from functools import partial

from gallery.build import is_function, is_test, model_solutions, role
from nbformat import NotebookNode

from dropout_course.checks import Report, check


def run_cell(source: str, names: dict) -> tuple[object, list[str]]:
    """Run a cell; the value of its last expression and the lines that it printed."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None
    return value, printed.getvalue().splitlines()


def learners_names(source: NotebookNode, solutions: Mapping[str, str]) -> dict:
    """What stands in a kernel after the set-up and the cells of ``solutions``."""
    names: dict = {}
    for cell in source.cells:
        if role(cell).get("locked") and not is_test(cell) and cell.cell_type == "code":
            run_cell(cell.source, names)
    for answer in solutions.values():
        run_cell(answer, names)
    return names


def grade_solutions(
    source: NotebookNode, solutions: Mapping[str, str], seed: int, only: Collection[str] | None = None
) -> dict[str, tuple[float, list[str]]]:
    """Points and messages of every grade cell, for the model answers with ``solutions`` in their place.

    ``only`` these functions are judged, where they are named: the others are the model's and cost time.
    """
    answers = model_solutions(source) | dict(solutions)
    names: dict = {}
    outcome = {}
    for cell in source.cells:
        if is_test(cell):
            if only is None or names_in(cell.source) & set(only):
                names["SEED"] = seed
                outcome[role(cell)["grade_id"]] = run_cell(cell.source, names)
        elif is_function(cell):
            run_cell(answers[role(cell)["grade_id"]], names)
        elif role(cell).get("locked") and cell.cell_type == "code":
            run_cell(cell.source, names)
    return outcome


def run_check(source: NotebookNode, solutions: Mapping[str, str], function: str, seed: int) -> Report:
    """What the check cell of ``function`` shows; functions without a solution are the model's."""
    names = learners_names(source, model_solutions(source) | dict(solutions))
    names["check"] = partial(check, seed=seed)
    (cell,) = (cell for cell in source.cells if re.match(rf"check\({function}\b", cell.source))
    return run_cell(cell.source, names)[0]


def names_in(source: str) -> set[str]:
    """The names that a cell's code uses."""
    return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
