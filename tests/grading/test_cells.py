"""Cells run as a kernel runs them."""

import numpy as np
import pytest

from dropout_course.grading.cells import new_namespace, run
from dropout_course.grading.gradebook import points_of
from dropout_course.grading.notebooks import Cell


def outcome(source, **names):
    return run(source, new_namespace(dict(names)), name="c", keep=100)


def test_the_last_expression_is_the_result():
    assert outcome("x = 2\nx + 1").result == "3"
    assert outcome("x = 2\nx + 1;").result is None
    assert outcome("x = 2").result is None
    assert outcome("None").result is None
    assert outcome("").error is None


@pytest.mark.parametrize("text", ["np.float64(0.0)", "np.float32(0)", "np.array(0.0)", "torch.tensor(0.0)"])
def test_a_number_of_numpy_or_torch_reads_as_that_of_python(text):
    torch = pytest.importorskip("torch")
    assert outcome(text, np=np, torch=torch).result == "0.0"
    assert outcome("torch.tensor(True)", torch=torch).result == "True"
    assert outcome("np.bool_(False)", np=np).result == "False"
    assert outcome("np.array([0.0])", np=np).result == "array([0.])"


@pytest.mark.parametrize(
    ("last", "points"),
    [
        *[("np.float64(0.0)", 0), ("np.int64(2)", 2), ("np.bool_(False)", 0), ("False", 0), ("True", 3)],
        *[("1.5", 1.5), ("'a word'", 3), ("None", 3), ("-1", 0), ("4", 0), ("np.nan", 0)],
    ],
)
def test_the_points_are_what_the_last_value_says(last, points):
    test = Cell("code", "", {"grade_id": "t", "grade": True, "points": 3})
    assert points_of(test, outcome(last, np=np)) == points


def test_printed_text_is_kept_up_to_a_limit_and_stderr_is_not():
    assert outcome("import sys\nprint('a'); print('b', file=sys.stderr)").printed == "a\n"
    assert len(outcome("print('x' * 10**6)").printed) == 100


def test_an_exception_is_told_with_the_lines_of_the_cell():
    found = outcome("def f():\n    return 1 / 0\nf()")
    assert found.error == ("ZeroDivisionError", "division by zero")
    assert found.traceback == [
        "In cell c:",
        "  line 3: f()",
        "  line 2: return 1 / 0",
        "ZeroDivisionError: division by zero",
    ]


def test_a_syntax_error_is_told_with_its_line():
    assert "  line 2: def f(:" in outcome("a = 1\ndef f(:").traceback


def test_exit_ends_the_cell_only():
    assert outcome("raise SystemExit(0)").error == ("SystemExit", "0")


def test_an_exception_that_cannot_be_printed_is_an_exception():
    assert outcome("class E(Exception):\n    def __str__(self): return 1 / 0\nraise E").error == ("E", "")


def test_magics_do_nothing_but_code_under_them_runs():
    names = new_namespace({})
    run("%matplotlib inline\n!rm -rf nothing\nlines = !ls\nx = 1\nx?", names, name="c", keep=100)
    run("%%time\ny = 2", names, name="c", keep=100)
    run("%%bash\nexit 1", names, name="c", keep=100)
    run("%time z = 3", names, name="c", keep=100)
    assert (names["lines"], names["x"], names["y"], names["z"]) == ([], 1, 2, 3)
