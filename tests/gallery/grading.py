"""The quick way to grade a solution in tests: the instructor's cells and the learner's, in one namespace."""

import ast
import contextlib
import io
from collections.abc import Mapping

from gallery.build import model_solutions, role
from nbformat import NotebookNode


def run_cell(source: str, names: dict) -> tuple[object, list[str]]:
    """Run a cell; the value of its last expression and the lines that it printed."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None
    return value, printed.getvalue().splitlines()


def grade_solutions(
    source: NotebookNode, solutions: Mapping[str, str], seed: int
) -> dict[str, tuple[float, list[str]]]:
    """Points and messages of every grade cell, for the model answers with ``solutions`` in their place."""
    answers = model_solutions(source) | dict(solutions)
    names: dict = {}
    outcome = {}
    for cell in source.cells:
        if role(cell).get("grade"):
            names["SEED"] = seed
            outcome[role(cell)["grade_id"]] = run_cell(cell.source, names)
        elif role(cell).get("solution"):
            run_cell(answers[role(cell)["grade_id"]], names)
        elif role(cell).get("locked"):
            run_cell(cell.source, names)
    return outcome
