"""Notebooks from solutions: what a learner with these answers would hand in."""

import importlib.util
import sys
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
    sys.path.append(str(ASSIGNMENTS))  # as where it runs as a script, for what it imports
    spec = importlib.util.spec_from_file_location("assignments_build", ASSIGNMENTS / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def source_notebook(assignment: str) -> NotebookNode:
    """The instructor's notebook, straight from its text, with all variants of its slots."""
    script = build_script()
    return nbformat.reads(script.notebook_json(script.text_of(assignment)), as_version=4)


def role(cell: NotebookNode) -> dict:
    """What nbgrader knows of a cell."""
    return cell.metadata.get("nbgrader", {})


def model_solutions(source: NotebookNode) -> dict[str, str]:
    """The instructor's own answers, by function."""
    return {role(cell)["grade_id"]: cell.source for cell in source.cells if is_function(cell)}


def is_function(cell: NotebookNode) -> bool:
    """Whether learners write a function here; what a person reads is markdown."""
    return bool(role(cell).get("solution")) and cell.cell_type == "code"


def is_test(cell: NotebookNode) -> bool:
    """Whether this cell decides about points by itself."""
    return bool(role(cell).get("grade")) and not role(cell).get("solution")


def points_of_tests(source: NotebookNode) -> dict[str, float]:
    """Points of the cells that are graded without a person."""
    return {role(cell)["grade_id"]: role(cell)["points"] for cell in source.cells if is_test(cell)}


def fill_release(release: NotebookNode, solutions: Mapping[str, str]) -> NotebookNode:
    """A copy of the release with ``solutions`` in the cells of their functions; the other stubs stay.

    A release holds one variant of each slot; answers to the others have no cell in it and are left out.
    """
    notebook = deepcopy(release)
    for cell in notebook.cells:
        if is_function(cell):
            cell.source = solutions.get(role(cell)["grade_id"], cell.source)
    return notebook


def submission(release: NotebookNode, source: NotebookNode, solutions: Mapping[str, str]) -> NotebookNode:
    """The notebook of a learner who answers as the instructor does, but for ``solutions``."""
    return fill_release(release, model_solutions(source) | dict(solutions))
