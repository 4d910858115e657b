"""Submissions that are wrong as files: each function hands one in for a student."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from grading.small_course import ASSIGNMENT, MODEL, answered, cell, changed, hand_in

REJECTED: dict[str, Callable[[Path, str], object]] = {}
GRADED: dict[str, Callable[[Path, str], object]] = {}


def rejected(function):
    REJECTED[function.__name__] = function
    return function


def graded(function):
    """Odd, but gradable; nothing is gained by it."""
    GRADED[function.__name__] = function
    return function


@rejected
def broken_json(root, student):
    hand_in(root, student, json.dumps(answered(MODEL))[:-20])


@rejected
def bytes_that_are_no_text(root, student):
    hand_in(root, student, os.urandom(1000))


@rejected
def nested_json(root, student):
    hand_in(root, student, "[" * 1_000_000)


@rejected
def a_number_with_a_million_digits(root, student):
    hand_in(root, student, '{"cells": [], "nbformat": ' + "9" * 1_000_000 + "}")


@rejected
def an_old_format(root, student):
    hand_in(root, student, {"nbformat": 3, "worksheets": [{"cells": []}]})


@rejected
def cells_that_are_none(root, student):
    hand_in(root, student, answered(MODEL) | {"cells": [1, None, "cell"]})


@rejected
def a_source_that_is_a_number(root, student):
    hand_in(root, student, changed(answered(MODEL), lambda node: node.update(source=[1, 2]), ["double"]))


@rejected
def too_many_cells(root, student):
    hand_in(root, student, answered(MODEL) | {"cells": [cell("code", "1")] * 5_000})


@rejected
def a_file_that_is_too_large(root, student):
    hand_in(root, student, answered({"double": "x" * (11 << 20)}))


@rejected
def no_file(root, student):
    hand_in(root, student, answered(MODEL)).unlink()


@rejected
def a_folder_in_its_place(root, student):
    path = hand_in(root, student, answered(MODEL))
    path.unlink()
    path.mkdir()


@rejected
def a_pipe_in_its_place(root, student):
    path = hand_in(root, student, answered(MODEL))
    path.unlink()
    os.mkfifo(path)


@rejected
def a_link_to_the_source(root, student):
    path = hand_in(root, student, answered(MODEL))
    path.unlink()
    path.symlink_to(root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")


@rejected
def a_link_to_the_folder_of_another(root, student):
    (root / "submitted" / student).mkdir()
    (root / "submitted" / student / ASSIGNMENT).symlink_to(root / "submitted" / "honest_0" / ASSIGNMENT)


@rejected
def a_student_who_is_a_link(root, student):
    (root / "submitted" / student).symlink_to(root / "submitted" / "honest_0")


@graded
def duplicated_cells(root, student):
    content = answered({})
    content["cells"] = [node for node in content["cells"] for _ in range(3)]
    hand_in(root, student, content)


@graded
def changed_points(root, student):
    def more(node):
        node["metadata"]["nbgrader"].update(points=1000, max_score=1000, checksum="0")

    hand_in(root, student, changed(answered({}), more, ["double_visible", "double_hidden", "draw_fresh"]))


@graded
def emptied_tests(root, student):
    tests = ["double_visible", "double_hidden", "draw_fresh"]
    hand_in(root, student, changed(answered({}), lambda node: node.update(source=""), tests))


@graded
def tests_that_give_points(root, student):
    tests = ["double_visible", "double_hidden", "draw_fresh"]
    hand_in(root, student, changed(answered({}), lambda node: node.update(source="3.0"), tests))


@graded
def deleted_cells(root, student):
    content = answered({})
    hand_in(root, student, content | {"cells": content["cells"][:1]})


@graded
def renamed_cells(root, student):
    def rename(node):
        node["metadata"]["nbgrader"]["grade_id"] = "../../" + node["metadata"]["nbgrader"]["grade_id"]

    hand_in(root, student, changed(answered({}), rename, ["double", "double_visible", "draw"]))


@graded
def answers_in_the_place_of_tests(root, student):
    def swap(node):
        marks = node["metadata"]["nbgrader"]
        marks["grade_id"] = {"double": "double_visible", "double_visible": "double"}[marks["grade_id"]]

    hand_in(root, student, changed(answered({}), swap, ["double", "double_visible"]))


@graded
def unlocked_set_up(root, student):
    def unlock(node):
        node.update(source="raise SystemExit")
        node["metadata"]["nbgrader"].update(locked=False, solution=True)

    hand_in(root, student, changed(answered({}), unlock, ["setup"]))


@graded
def a_module_named_numpy(root, student):
    path = hand_in(root, student, answered({}))
    path.with_name("numpy.py").write_text("raise SystemExit")


@graded
def links_beside_the_notebook(root, student):
    folder = hand_in(root, student, answered({})).parent
    (folder / "notes.txt").symlink_to((root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").resolve())
    (folder / "data").mkdir()
    (folder / "data" / "all").symlink_to((root / "source").resolve())


@graded
def half_characters_in_the_source(root, student):
    hand_in(root, student, answered({"double": "x = '\ud800'"}))


@graded
def markup_in_everything(root, student):
    hand_in(root, student, answered({"double": "raise ValueError('<script>alert(1)</script>')"}))


@graded
def metadata_that_is_a_list(root, student):
    content = answered({})
    for node in content["cells"]:
        node["metadata"] = [node["metadata"]]
    hand_in(root, student, content)


@graded
def a_time_that_is_none(root, student):
    hand_in(root, student, answered({})).with_name("timestamp.txt").write_text("9" * 90)


@graded
def metadata_that_hides_and_skips(root, student):
    """Of a newer format, in another language, each cell the same by its id."""
    content = answered({}) | {"nbformat_minor": 5}
    content["metadata"] = {
        "kernelspec": {"name": "bash", "language": "bash"},
        "language_info": {"name": "bash"},
    }
    for node in content["cells"]:
        node["id"] = "same"
        node["metadata"] |= {
            "tags": ["skip-execution", "remove-cell", "hide-input"],
            "jupyter": {"source_hidden": True, "outputs_hidden": True},
            "deletable": False,
        }
    hand_in(root, student, content)
