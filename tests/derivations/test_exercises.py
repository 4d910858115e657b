"""The answers that pages print below their exercises: what the exercise says of each, and of its own code."""

import ast
import contextlib
import io
import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2] / "book"
CELL = re.compile(r"```\{code-cell\}[^\n]*\n(?:---\n.*?\n---\n|(?::[^\n]*\n)*)(.*?)```", re.DOTALL)
ANSWER = re.compile(r":::\{dropdown\} One answer\n```python\n(.*?)```", re.DOTALL)

RIGHT = {
    "theory/overfitting": r"understood: 3 of 3 properties hold.*",
    "theory/what-dropout-does": r"keep_mask: 6 of 6 properties hold.*",
    "theory/co-adaptation": r"ablate: 4 of 4 properties hold.*",
    "theory/ensemble": r"vote: 3 of 3 properties hold.*",
    "theory/regulariser": r"penalty: 4 of 4 properties hold.*",
    "theory/bayesian": r"band: 3 of 3 properties hold.*",
    "formulas/notation": r"drop_rate: 3 of 3 properties hold.*",
    "formulas/inverted-dropout": r"inverted_dropout: 8 of 8 properties hold.*",
    "formulas/classic-dropout": r"test_pass: 3 of 3 properties hold.*",
    "formulas/backward-pass": r"Dropout: 3 of 3 properties hold.*",
    "formulas/test-time": r"predict: 3 of 3 properties hold.*",
    "formulas/variance": r"gain: 3 of 3 properties hold.*",
    "placement/hidden-layers": r"first [+-]0\.[1-9]\d*, last [+-]0\.000\n",
    "placement/input-and-visible": r"\[2, 3, 10\]\n",
    "placement/output-layer": r"(?:(0\.\d+), floor \1\n)+",
    "placement/convolutions": r"all or nothing  100% of maps\ndropped +\d+\.\d%\none for all     False\n",
    "tuning/choosing-a-rate": r"(?:0\.\d: -?\d+\.\d points\n){3}right: True\n",
    "tuning/reading-the-curves": r"diagnose: 3 of 3 properties hold.*",
    "tuning/convergence-and-cost": r"(?:[a-z ]+: (\S+), should be \1\n){3}",
    "tuning/width-and-depth": r"(?:\d+ units, \d+ left: True\n){3}",
    "tuning/learning-rate-and-max-norm": r"(?: *\d+\.\d\d -> +\d+\.\d\d right\n){4}",
    "placement/recurrent": r"locked_mask: 7 of 7 properties hold.*",
    "placement/large-models": r"some examples skip the branch: True\nthe mean is kept: True\n",
    "tuning/how-many-random-bits": r"decide: 3 of 3 properties hold.*",
    "practice/frameworks": r"faulty: 4 of 4 properties hold.*",
    "practice/protocol": r"judge: 3 of 3 properties hold.*",
    "practice/ledger": r"wrong on 0 of 9 pairs\n",
    "tuning/cheat-sheet": r"The ledger bears it\.\n",
}
"""What an exercise says, all of it, once it is solved."""


def run(statements, space):
    """What the statements print, and the value of the last one, as a notebook shows it."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        for statement in statements:
            if isinstance(statement, ast.Expr):
                value = eval(compile(ast.Expression(statement.value), "page", "eval"), space)
                print(*() if value is None else (value,), sep="", end="" if value is None else "\n")
            else:
                exec(compile(ast.Module([statement], []), "page", "exec"), space)
    return shown.getvalue()


def names(statement):
    """What a statement defines."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Assign):
        return {target.id for target in statement.targets if isinstance(target, ast.Name)}
    return set()


def test_every_page_with_an_exercise_is_tried():
    solved = [p for p in BOOK.glob("*/*.md") if ANSWER.search(p.read_text(encoding="utf-8"))]
    assert {p.relative_to(BOOK).with_suffix("").as_posix() for p in solved} == RIGHT.keys()


@pytest.mark.parametrize("chapter", RIGHT)
def test_the_printed_answer_is_right_and_what_stood_there_is_not(chapter):
    text = (BOOK / f"{chapter}.md").read_text(encoding="utf-8")
    answer = ANSWER.search(text)
    assert answer is not None
    *before, exercise = (ast.parse(cell).body for cell in CELL.findall(text[: answer.start()]))
    kept = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Assign
    space = {}
    run([statement for cell in before for statement in cell if isinstance(statement, kept)], space)
    assert not re.fullmatch(RIGHT[chapter], run(exercise, space), re.DOTALL)

    solution = ast.parse(answer[1]).body
    solved = set().union(*map(names, solution))
    run(solution, space)
    assert re.fullmatch(RIGHT[chapter], run([s for s in exercise if not names(s) & solved], space), re.DOTALL)
