"""The interview questions: each has its parts, its links live, its numbers are the results'."""

from dataclasses import replace
from pathlib import Path

import pytest

from dropout_course import claims, interview
from dropout_course.interview import Interview, Question

ROOT = Path(__file__).parents[1]
QUESTIONS = interview.load()
QUESTION = Question(
    asks="Why divide by 1 - p?",
    short="So that the `mean` is kept & stays.",
    long="It was {monte-carlo:p50.off.nll.mean:.2f}.",
    wrong="To make it smaller.",
    because="It is larger.",
    page="formulas/inverted-dropout#mean-and-variance",
)


def problems(question: Question) -> list[str]:
    return list(interview.problems(Interview({"A title": (question,)}), ROOT))


def test_every_question_has_its_parts_live_links_and_numbers_from_results() -> None:
    assert list(interview.problems(QUESTIONS, ROOT)) == []


def test_there_are_the_three_of_the_notes_and_at_least_twenty_more_and_none_twice() -> None:
    asked = [question.asks for question in QUESTIONS.questions]
    assert len(set(asked)) == len(asked) >= 23
    assert [question.asks for question in QUESTIONS.questions if question.notes] == [
        "How does dropout prevent overfitting?",
        "Why is dropout not used at test time?",
        "Is dropout applied to CNN convolution layers?",
    ]


def test_short_answers_are_short() -> None:
    for question in QUESTIONS.questions:
        assert len(claims.filled(question.short)) < 220, question.asks
        assert len(question.short) < len(question.long), question.asks


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"wrong": ""}, "wrong is empty; write it"),
        ({"because": ""}, "because is empty; write it"),
        ({"page": "formulas/gone#place"}, "there is no book/formulas/gone.md"),
        ({"page": "formulas/test-time#gone"}, "has no line (gone)="),
        ({"long": "It costs 7 points."}, "7 points is typed by hand"),
        ({"short": "It was {monte-carlo:gone:.2f}."}, "nothing at gone"),
    ],
)
def test_what_is_wrong_is_found_and_named(change: dict[str, str], said: str) -> None:
    (problem,) = problems(replace(QUESTION, **change))
    assert problem.startswith('"Why divide by 1 - p?": ')
    assert said in problem


def test_a_true_question_has_no_problems() -> None:
    assert problems(QUESTION) == []


def test_the_question_stands_first_and_the_answers_are_folded_below_it() -> None:
    html = Interview({"A title": (QUESTION,)})._repr_html_()
    summary, rest = html.split("</summary>")
    assert summary.endswith(
        "<summary><span>Why divide by 1 - p?</span>"
    )  # one piece: it is laid out as a row
    assert "open" not in summary
    assert "<code>mean</code> is kept &amp; stays" in rest
    assert "{" not in rest
    assert 'href="../formulas/inverted-dropout.html#mean-and-variance"' in rest


def test_a_terminal_shows_all_parts() -> None:
    shown = repr(Interview({"A title": (QUESTION,)}))
    for part in ("Why divide", "So that", "Wrong: To make it smaller. It is larger.", QUESTION.page):
        assert part in shown


@pytest.mark.parametrize("text", ["- {title: T}", "- {title: T, questions: [{asks: a}]}", "- [", "7"])
def test_what_is_no_interview_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "interview.yml"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"no titles with questions: [^\n]+$"):
        interview.load(file)
