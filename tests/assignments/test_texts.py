"""What is true of the text of every assignment: points, slots, questions, and what the text says of them."""

import re
from collections import defaultdict

import jupytext
import nbformat
import pytest
from gallery.build import (
    build_script,
    is_test,
    model_solutions,
    points_of_tests,
    role,
    source_notebook,
)

from dropout_course.checks import PROPERTIES

ASSIGNMENTS = build_script().assignments()
text_of = build_script().text_of
TERMS = [f"{year}-{half}" for year in range(2026, 2031) for half in ("spring", "autumn")]
SECTION = re.compile(r"^## .*\((\d+(?:\.\d+)?) points?\)", re.MULTILINE)


def of_term(assignment, term):
    return nbformat.reads(build_script().notebook_json(text_of(assignment), term), as_version=4)


def graded(notebook):
    return [role(cell) for cell in notebook.cells if role(cell).get("grade")]


def variants(assignment):
    """slot -> variant -> the words on the lines of its cells."""
    found = defaultdict(lambda: defaultdict(list))
    for cell in jupytext.read(text_of(assignment)).cells:
        if "slot" in cell.metadata:
            found[cell.metadata["slot"]][cell.metadata["variant"]].append(cell.metadata)
    return found


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_points_of_every_term_sum_to_twenty(assignment, term):
    assert sum(cell["points"] for cell in graded(of_term(assignment, term))) == 20


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_variants_of_a_slot_are_worth_the_same_and_judged_in_as_many_cells(assignment):
    for slot, found in variants(assignment).items():
        points = {
            number: sorted(words["points"] for words in cells if "points" in words)
            for number, cells in found.items()
        }
        assert len({tuple(each) for each in points.values()}) == 1, (slot, points)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_two_slots_have_three_variants_each_with_functions_of_their_own(assignment):
    assert [sorted(found) for found in variants(assignment).values()] == [[1, 2, 3], [1, 2, 3]]
    names = [
        words["solution"]
        for found in variants(assignment).values()
        for cells in found.values()
        for words in cells
        if "solution" in words
    ]
    assert len(names) == len(set(names)) == 6


@pytest.mark.parametrize("term", TERMS[:6])
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_points_in_a_heading_are_the_points_of_its_section(assignment, term):
    told, earned = [], []
    for cell in of_term(assignment, term).cells:
        if cell.cell_type == "markdown" and (heading := SECTION.search(cell.source)):
            told.append(float(heading[1]))
            earned.append(0)
        if role(cell).get("grade"):
            earned[-1] += role(cell)["points"]
    assert told == earned
    assert sum(told) == 20


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_first_cell_says_what_each_function_is_worth(assignment):
    source = source_notebook(assignment)
    drawn = {
        words.get("solution")
        for found in variants(assignment).values()
        for c in found.values()
        for words in c
    }
    names = [name for name in model_solutions(source) if name not in drawn]
    points = defaultdict(float)
    name = None
    for cell in source.cells:
        name = role(cell)["grade_id"] if role(cell).get("solution") else name
        if is_test(cell):
            points[name] += role(cell)["points"]
    for name in names:
        assert re.search(rf"`{name}`\s{points[name]:g}\b", source.cells[0].source), (name, points[name])


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_solution_cell_defines_the_function_that_it_is_named_after(assignment):
    for name, text in model_solutions(source_notebook(assignment)).items():
        assert f"def {name}(" in text


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_function_is_judged(assignment):
    source = source_notebook(assignment)
    tests = "\n".join(cell.source for cell in source.cells if is_test(cell))
    assert all(re.search(rf"\b{name}\b", tests) for name in model_solutions(source))
    assert points_of_tests(source)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_each_homework_has_a_question_for_a_person_and_an_answer_to_clear(assignment):
    cells = source_notebook(assignment).cells
    questions = [cell for cell in cells if cell.cell_type == "markdown" and role(cell).get("grade")]
    assert questions
    for cell in questions:
        assert "### BEGIN SOLUTION" in cell.source
        assert "### END SOLUTION" in cell.source


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_guide_in_the_zip_names_the_notebook_and_its_points(assignment):
    text = (text_of(assignment).parent / "README.md").read_text()
    assert f"{assignment}.ipynb" in text
    assert "20 points" in text


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_points_come_from_the_properties_that_check_tells_of(assignment):
    source = source_notebook(assignment)
    tests = "\n".join(cell.source for cell in source.cells if is_test(cell))
    for function in model_solutions(source):
        graded = re.findall(rf"grade\(\s*{function},(.*?)points=", tests, re.DOTALL)
        named = {name for cell in graded for name in re.findall(r'"(\w+)"', cell)}
        assert named == {each.name for each in PROPERTIES[function]}, function
