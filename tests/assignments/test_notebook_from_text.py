"""What the words on a cell's line become, and which variants a term draws."""

from collections import Counter

import nbformat
import pytest
from gallery.build import build_script, role

build_script()  # what it imports is importable from here on
from notebook_from_text import draw, notebook_json  # noqa: E402

TEXT = """\
# %% [markdown]
# # Warm-up

# %% solution="double"
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% test="double_values" points=2
assert double(2) == 4

# %% [markdown] slot="mend" variant=1
# Mend the first.

# %% solution="mend_first" slot="mend" variant=1
def mend_first(x):
    return x

# %% [markdown] slot="mend" variant=2
# Mend the second.

# %% solution="mend_second" slot="mend" variant=2
def mend_second(x):
    return x

# %% [markdown] manual="why" points=3
# Why?
#
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
"""


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "warmup.py"
    path.write_text(TEXT)
    return path


def read(text, term=None):
    return nbformat.reads(notebook_json(text, term), as_version=4)


def ids(notebook):
    return [role(cell)["grade_id"] for cell in notebook.cells if role(cell)]


def test_without_a_term_all_variants_stand_in_the_notebook(text):
    assert ids(read(text)) == ["double", "double_values", "mend_first", "mend_second", "why"]


def test_a_term_has_one_variant_of_each_slot_with_all_its_cells(text):
    drawn = {term: read(text, term) for term in (f"{year}-spring" for year in range(2020, 2040))}
    seen = set()
    for term, notebook in drawn.items():
        number = draw(term, "warmup", "mend", 2)
        name = ["first", "second"][number - 1]
        assert ids(notebook) == ["double", "double_values", f"mend_{name}", "why"]
        assert [cell.source for cell in notebook.cells if "Mend" in cell.source] == [f"Mend the {name}."]
        seen.add(number)
    assert seen == {1, 2}


def test_a_notebook_says_its_term(text):
    notebook = read(text, "2027-spring")
    assert notebook.metadata["term"] == "2027-spring"
    assert notebook.cells[0].source.endswith("*Term: 2027-spring.*")


def test_a_draw_is_the_same_everywhere_and_for_ever():
    by_sha256sum = [1, 2, 3, 2, 3, 3, 3, 1]
    assert [draw(f"{year}-spring", "hw2-scaling", "mend", 3) for year in range(2026, 2034)] == by_sha256sum


def test_all_variants_are_drawn_about_equally_often():
    """300 draws of 3: a fair draw leaves [60, 140] with a probability below 1e-5, and these are fixed."""
    counts = Counter(draw(f"term-{number}", "hw2-scaling", "mend", 3) for number in range(300))
    assert counts.keys() == {1, 2, 3}
    assert all(60 < count < 140 for count in counts.values())


def test_the_slots_of_an_assignment_are_drawn_apart():
    pairs = {
        (draw(term, "hw2-scaling", "mend", 3), draw(term, "hw2-scaling", "layout", 3))
        for term in map(str, range(100))
    }
    assert len(pairs) == 9


def test_a_question_for_a_person_is_an_answer_that_is_graded(text):
    question = read(text).cells[-1]
    assert question.cell_type == "markdown"
    assert question.id == role(question)["grade_id"] == "why"
    assert role(question)["solution"]
    assert role(question)["grade"]
    assert not role(question)["locked"]
    assert role(question)["points"] == 3


@pytest.mark.parametrize(
    ("written", "instead", "error"),
    [
        ("variant=2", "variant=3", "numbered 1, 2"),
        (" variant=2", "", "both slot="),
        ('slot="mend" variant=2', "variant=2", "both slot="),
    ],
)
def test_a_slot_that_cannot_be_drawn_is_refused(text, written, instead, error):
    text.write_text(TEXT.replace(written, instead))
    with pytest.raises(ValueError, match=error):
        read(text, "2027-spring")


@pytest.mark.parametrize("term", ["", "spring term", "a/b", "*"])
def test_a_name_that_is_no_term_is_refused(text, term):
    with pytest.raises(ValueError, match="a term's name"):
        read(text, term)
