"""Put together from the instructor's cells and the learner's: each cell from whom it should be."""

import html
import json
import re

import pytest
from grading.small_course import MODEL, answered, cell, source_notebook

from dropout_course.grading.cells import Outcome
from dropout_course.grading.notebooks import (
    CUT,
    Cell,
    RejectedError,
    as_notebook,
    for_the_worker,
    parse,
    put_together,
    read_untrusted,
)

FRAME = [
    Cell("code", "import numpy", {"grade_id": "setup", "locked": True}, "setup"),
    Cell("code", "stub", {"grade_id": "double", "solution": True}, "double"),
    Cell("code", "assert double", {"grade_id": "test", "grade": True, "points": 2}, "test"),
    Cell("markdown", "?", {"grade_id": "why", "grade": True, "solution": True, "points": 1}, "why"),
]


def submitted(*cells):
    return [
        Cell(kind, source, {"grade_id": grade_id} if grade_id else {}) for kind, source, grade_id in cells
    ]


def sources(cells):
    return [cell.source for cell in cells]


def test_answers_are_the_learners_and_all_else_is_the_instructors():
    theirs = submitted(
        ("code", "mine", "setup"),
        ("code", "answer", "double"),
        ("code", "pass", "test"),
        ("markdown", "so", "why"),
    )
    assert sources(put_together(FRAME, theirs)) == ["import numpy", "answer", "assert double", "so"]


def test_own_cells_stay_where_the_learner_put_them():
    theirs = submitted(
        ("code", "helper", None),
        ("code", "", "setup"),
        ("markdown", "note", None),
        ("code", "answer", "double"),
    )
    assert sources(put_together(FRAME, theirs))[:4] == ["helper", "import numpy", "note", "answer"]


def test_missing_cells_come_back_in_their_place_as_released():
    assert sources(put_together(FRAME, [])) == sources(FRAME)
    theirs = submitted(("code", "", "test"), ("code", "own", None))
    assert sources(put_together(FRAME, theirs)) == ["import numpy", "stub", "assert double", "?", "own"]


def test_of_an_answer_given_twice_the_last_counts_and_the_first_still_runs():
    theirs = submitted(("code", "first", "double"), ("code", "second", "double"))
    cells = put_together(FRAME, theirs)
    assert [cell.source for cell in cells if cell.grade_id == "double"] == ["second"]
    assert [source for _, source in for_the_worker(cells)] == ["import numpy", "first", "second"]


def test_a_copy_of_a_locked_cell_is_left_out():
    theirs = submitted(
        ("code", "1", "setup"), ("code", "2", "setup"), ("code", "3", "test"), ("code", "4", "test")
    )
    assert sources(put_together(FRAME, theirs)) == sources(FRAME)


def test_the_kind_of_a_known_cell_is_the_instructors():
    [_, answer, *_] = put_together(FRAME, submitted(("markdown", "def double", "double")))
    assert answer.kind == "code"


def test_tests_never_go_to_the_worker():
    assert "test" not in dict(for_the_worker(put_together(FRAME, [])))


def test_every_cell_has_a_name_of_its_own():
    theirs = submitted(*[("code", "x", None)] * 3, *[("code", "y", "double")] * 2)
    names = [cell.name for cell in put_together(FRAME, theirs)]
    assert len(set(names)) == len(names)


def test_a_notebook_of_jupyter_is_read_and_written_again():
    import nbformat

    cells = parse(json.dumps(answered(MODEL)).encode())
    node = nbformat.from_dict(
        as_notebook(cells, {"": Outcome("printed", "1", ("ValueError", "no"), ["ValueError: no"])})
    )
    nbformat.validate(node)
    assert [c.source for c in node.cells] == [c["source"] for c in answered(MODEL)["cells"]]


def test_what_no_file_can_hold_is_marked_in_outputs():
    odd = "a\ud800\x00\x1b[31m\tb\n"
    outcome = Outcome(odd, odd, (odd, odd), [odd])
    [node] = as_notebook([Cell("code", "", name="c")], {"c": outcome})["cells"]
    stream, result, error = node["outputs"]
    texts = [
        stream["text"],
        result["data"]["text/plain"],
        error["ename"],
        error["evalue"],
        *error["traceback"],
    ]
    assert texts == ["a\ufffd\ufffd\ufffd[31m\tb\n"] * 5


@pytest.mark.timeout(60)  # it would take hours
@pytest.mark.parametrize("source", [" \n" * 10_000, "a." * 50_000, " \x0c\n" * 10_000])
def test_code_on_which_the_makers_of_feedback_would_work_for_hours_is_shown_at_once(source):
    from nbconvert.filters import Highlight2HTML

    shown = as_notebook([Cell("code", source, name="c")], {})
    highlight = Highlight2HTML(pygments_lexer=shown["metadata"]["language_info"]["pygments_lexer"])
    assert "<pre>" in highlight(shown["cells"][0]["source"])


def test_what_learners_wrote_is_cut_where_it_is_longer_than_anybody_reads():
    theirs = [Cell(kind, "x" * 30_000, name=str(n)) for n in range(10) for kind in ("code", "markdown")]
    ours = Cell("markdown", "y" * 300_000, {"grade_id": "text", "locked": True}, "text")
    *shown, last = (cell["source"] for cell in as_notebook([*theirs, ours], {})["cells"])
    assert shown[0] == shown[1] == "x" * 20_000 + "\n" + CUT
    assert sum(text.count("x") for text in shown) < 100_000
    assert shown[-1].strip() == CUT
    assert last == ours.source


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("marks", [{}, {"grade_id": "why", "solution": True, "grade": True}])
def test_a_learners_text_is_never_markup(kind, marks):
    source = "$p <0.5$, a < b, <b onclick='x'>bold</b> <!-- <?x <script>"
    [node] = as_notebook([Cell(kind, source, marks)], {})["cells"]
    assert node["source"] == "$p <0.5$, a < b, < b onclick='x'>bold< /b> < !-- < ?x < script>"


LINKS = [
    "[a](javascript:alert(1))",
    "[a](java&#115;cript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](vbscript:x)",
    "[a](data:text/html,x)",
    "[[a](javascript:x)](javascript:y)",
    "<javascript:x>",
    "![](http://other.example/seen.png)",
    "[a][y]\n\n[y]: javascript:x",
    "[y][]\n\n[y]: javascript:x",
    "[y]\n\n[y]: javascript:x",
    "![a][y]\n\n[y]: http://other.example/seen.png",
    r"$\href{javascript:x}{y}$",
    "&#36;&#92;href{javascript:x}{y}&#36;",
    r"$\mmlToken{mi}[href='javascript:x']{y}$",
]
LINK = re.compile(r'<a href="(?!http:)|<img|\\href|\\mmlToken')  # an address in plain sight may be one


@pytest.mark.parametrize("source", LINKS)
def test_a_learners_text_makes_no_link_and_no_picture(source):
    from nbconvert.filters import markdown2html

    [node] = as_notebook([Cell("markdown", source)], {})["cells"]
    assert not LINK.search(html.unescape(markdown2html(node["source"])))
    assert LINK.search(html.unescape(markdown2html(source))), "nothing was to be kept from this text"


def test_a_learners_formulas_prose_and_code_read_on():
    source = "$x_{[1]} \\\\ &= a; R&D$, `f(a)[k]`, see [1], [x]. \\[ E[y] = p \\]"
    [node] = as_notebook([Cell("markdown", source)], {})["cells"]
    assert node["source"] == source


def test_an_instructors_text_stays_as_it_is():
    [node] = as_notebook([Cell("markdown", "<b>1</b>", {"grade_id": "intro", "locked": True})], {})["cells"]
    assert node["source"] == "<b>1</b>"


def test_what_a_test_tells_is_folded_and_what_a_learner_prints_is_not():
    long = "word " * 60
    outcome = Outcome(f"{long}\nshort\n", error=("AssertionError", long), traceback=[long])
    test, own = as_notebook([FRAME[2], Cell("code", "", name="own")], {"test": outcome, "own": outcome})[
        "cells"
    ]
    [printed, error] = test["outputs"]
    lines = printed["text"].split("\n")
    assert max(map(len, lines)) <= 95
    assert lines[-2:] == ["short", ""]
    assert max(map(len, error["traceback"][0].split("\n"))) <= 95
    assert printed["text"].split() == [*long.split(), "short"]
    assert own["outputs"][0]["text"] == f"{long}\nshort\n"


def test_a_test_whose_value_is_false_is_worth_nothing_to_nbgrader_too():
    for result, text in {"False": "0.0", "True": "True", "2.5": "2.5"}.items():
        [node] = as_notebook([FRAME[2]], {"test": Outcome(result=result)})["cells"]
        assert node["outputs"][0]["data"]["text/plain"] == text


def test_source_as_a_list_of_lines_is_joined():
    content = {"cells": [cell("code", "")]}
    content["cells"][0]["source"] = ["a\n", "b"]
    assert parse(json.dumps(content).encode())[0].source == "a\nb"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"cells": {}}', b'{"cells": [{"cell_type": "x"}]}', b"\xff\xfe"]
)
def test_what_is_no_notebook_is_rejected(content):
    with pytest.raises(RejectedError):
        parse(content)


def test_a_notebook_of_brackets_is_rejected_before_it_is_parsed():
    for bracket in ("[]", "{}"):
        content = '{"cells": [], "metadata": [' + ",".join([bracket] * 500_001) + "]}"
        with pytest.raises(RejectedError, match="too many parts"):
            parse(content.encode())
    assert parse(b'{"cells": [], "metadata": [' + b"[]," * 400_000 + b"1]}") == []


def test_a_path_that_leaves_through_a_link_is_not_read(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "inside" / "file").symlink_to(tmp_path / "secret")
    (tmp_path / "inside" / "folder").symlink_to(tmp_path)
    for path in ("file", "folder/secret", "nothing", "folder"):
        with pytest.raises(RejectedError):
            read_untrusted(tmp_path / "inside", path)


def test_a_link_and_a_renamed_notebook_are_called_what_they_are(tmp_path):
    (tmp_path / "HW1 (1).ipynb").write_text("{}")
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "HW1 (1).ipynb")
    with pytest.raises(RejectedError, match=r"link\.ipynb is a link"):
        read_untrusted(tmp_path, "link.ipynb")
    with pytest.raises(RejectedError, match=r"was not handed in; what lies there is HW1 \(1\).ipynb, link"):
        read_untrusted(tmp_path, "hw1.ipynb")


def test_the_source_notebook_of_the_small_course_is_one_for_nbformat():
    import nbformat

    nbformat.validate(nbformat.from_dict(source_notebook()))
