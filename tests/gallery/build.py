"""Notebooks from solutions: what a learner with these answers would hand in."""

import importlib.util
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from types import ModuleType

import nbformat
from nbformat import NotebookNode

ASSIGNMENTS = Path(__file__).parents[2] / "assignments"


@cache
def build_script() -> ModuleType:
    """``assignments/build.py`` as a module."""
    spec = importlib.util.spec_from_file_location("assignments_build", ASSIGNMENTS / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def source_notebook(assignment: str) -> NotebookNode:
    """The instructor's notebook, straight from its text."""
    text = ASSIGNMENTS / "sources" / assignment / f"{assignment}.py"
    return nbformat.reads(build_script().notebook_json(text), as_version=4)


def role(cell: NotebookNode) -> dict:
    """What nbgrader knows of a cell."""
    return cell.metadata.get("nbgrader", {})


def model_solutions(source: NotebookNode) -> dict[str, str]:
    """The instructor's own answers, by function."""
    return {role(cell)["grade_id"]: cell.source for cell in source.cells if role(cell).get("solution")}


def fill_release(release: NotebookNode, solutions: Mapping[str, str]) -> NotebookNode:
    """A copy of the release with ``solutions`` in the cells of their functions; the other stubs stay."""
    notebook = deepcopy(release)
    cells = {role(cell)["grade_id"]: cell for cell in notebook.cells if role(cell).get("solution")}
    for function, source in solutions.items():
        cells[function].source = source
    return notebook


def submission(release: NotebookNode, source: NotebookNode, solutions: Mapping[str, str]) -> NotebookNode:
    """The notebook of a learner who answers as the instructor does, but for ``solutions``."""
    return fill_release(release, model_solutions(source) | dict(solutions))
