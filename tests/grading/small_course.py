"""A small course that has nothing to do with dropout, and submissions to it."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

ASSIGNMENT = "warmup"
Notebook = dict[str, Any]


def cell(kind: str, source: str, grade_id: str | None = None, **nbgrader: Any) -> dict[str, Any]:
    """A cell as it stands in a notebook file."""
    node: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": source}
    if grade_id:
        marks = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        node["metadata"] = {"nbgrader": marks | {"grade_id": grade_id} | nbgrader}
    if kind == "code":
        node |= {"execution_count": None, "outputs": []}
    return node


def test_cell(grade_id: str, points: float, source: str) -> dict[str, Any]:
    return cell("code", source, grade_id, grade=True, locked=True, points=points)


SETUP = """\
import numpy as np
from dropout_course.checks import check
SEED = 0
"""
MODEL = {
    "double": "def double(x):\n    return 2 * x",
    "draw": "def draw(n, rng):\n    return rng.random(n)",
}
VISIBLE = "assert double(3) == 6"
HIDDEN = """\
### BEGIN HIDDEN TESTS
x = np.random.default_rng(SEED).normal(size=50)
y = double(x)
assert type(y) is np.ndarray, "an array was expected"
assert np.array_equal(y, x + x), "not twice the input"
### END HIDDEN TESTS"""
FRESH = """\
rng = np.random.default_rng(SEED)
first, second = draw(5, rng), draw(5, rng)
points = 0.0
if np.shape(first) == (5,):
    points += 1
else:
    print("draw gives no array of length n")
if not np.array_equal(first, second):
    points += 2
else:
    print("draw gives the same numbers at each call")
points"""
MAX_POINTS = {"double_visible": 1.0, "double_hidden": 3.0, "draw_fresh": 3.0, "why": 2.0}


def solution(name: str) -> str:
    head, body = MODEL[name].split("\n")
    return f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"


def source_notebook() -> Notebook:
    """The instructor's."""
    return notebook(
        cell("markdown", "# Warm-up"),
        cell("code", SETUP, "setup", locked=True),
        cell("code", solution("double"), "double", solution=True),
        cell("code", "check(double)"),
        test_cell("double_visible", 1, VISIBLE),
        test_cell("double_hidden", 3, HIDDEN),
        cell("code", solution("draw"), "draw", solution=True),
        test_cell("draw_fresh", 3, FRESH),
        cell("markdown", "Why is twice enough?", "why", grade=True, solution=True, points=2),
    )


def notebook(*cells: dict[str, Any]) -> Notebook:
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(cells)}


def make_course(root: Path, **metadata: Any) -> Path:
    """A course folder with the source; nothing generated, nobody handed in."""
    content = source_notebook() | {"metadata": metadata}
    path = root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content))
    (root / "submitted").mkdir()
    return root


def answered(answers: Mapping[str, str]) -> Notebook:
    """What a learner with these answers hands in: the source as released, the answers in their cells."""
    content = source_notebook()
    stub = "# YOUR CODE HERE\nraise NotImplementedError()"
    for node in content["cells"]:
        grade_id = node["metadata"].get("nbgrader", {}).get("grade_id")
        if grade_id in MODEL:
            node["source"] = answers.get(grade_id, stub)
        elif grade_id in answers:
            node["source"] = answers[grade_id]
        elif grade_id == "double_hidden":
            node["source"] = ""
    return content


def hand_in(root: Path, student: str, content: Notebook | str | bytes) -> Path:
    """Put a file where nbgrader collects it."""
    path = root / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True)
    if isinstance(content, dict):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def class_of_three(root: Path) -> Path:
    """A course in which Ada, Ben and Cleo have handed in the model's answers."""
    make_course(root)
    for student in ("ada", "ben", "cleo"):
        hand_in(root, student, answered(MODEL))
    return root


def points(result: Any) -> dict[str, float]:
    return {name: found["points"] for name, found in result.cells.items()}


def printed(root: Path, student: str) -> str:
    """What all cells of a learner printed, as the executed notebook shows it."""
    path = root / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    cells = json.loads(path.read_text())["cells"]
    return "".join(output.get("text", "") for node in cells for output in node.get("outputs", []))


def changed(content: Notebook, change: Callable[[dict[str, Any]], Any], ids: Iterable[str]) -> Notebook:
    """``content`` after ``change`` of the cells with these ids."""
    for node in content["cells"]:
        if node["metadata"].get("nbgrader", {}).get("grade_id") in ids:
            change(node)
    return content
