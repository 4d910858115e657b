"""Grades in the columns of Canvas and Moodle."""

import csv
import io

import pytest

from dropout_course.grading.assignment import CourseError
from dropout_course.grading.export import CANVAS, MOODLE, export
from dropout_course.grading.scores import Score

SCORES = {
    "ada": Score(17.5, 20, 0, False, {}),
    "ben": Score(0, 20, 2, True, {}),
}
CANVAS_EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,hw1-masks (4711),hw2-scaling (4712)
    Points Possible,,,,,20,20
"Lovelace, Ada",101,S1,ada,Monday,,3
"Babbage, Charles",102,S2,charles,Monday,,
"Turing, Ben",103,S3,ben,Tuesday,,4
"""
MOODLE_WORKSHEET = """\
\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments
Participant 101,Ada Lovelace,ada@example.org,Submitted,,20.00,Yes,
Participant 102,Charles Babbage,charles@example.org,No submission,,20.00,Yes,
"""


@pytest.fixture
def roster(tmp_path):
    def write(text):
        path = tmp_path / "roster.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def rows(table):
    return list(csv.DictReader(io.StringIO(table.text)))


def test_a_canvas_gradebook_comes_back_with_the_grades_and_all_else_as_it_was(roster):
    table = export(SCORES, "hw1-masks", CANVAS, roster=roster(CANVAS_EXPORT))
    before = list(csv.DictReader(io.StringIO(CANVAS_EXPORT)))
    assert [row.pop("hw1-masks (4711)") for row in rows(table)] == ["20", "17.5", "", "0"]
    others = [{k: v for k, v in row.items() if k != "hw1-masks (4711)"} for row in rows(table)]
    assert others == [{k: v for k, v in row.items() if k != "hw1-masks (4711)"} for row in before]
    assert table.text.splitlines()[0] == CANVAS_EXPORT.splitlines()[0]


def test_an_assignment_that_canvas_does_not_know_gets_a_column_with_its_most_points(roster):
    table = export(SCORES, "hw9", CANVAS, roster=roster(CANVAS_EXPORT))
    assert [row["hw9"] for row in rows(table)] == ["20", "17.5", "", "0"]


def test_the_table_for_canvas_without_a_roster_has_its_documented_columns():
    table = export(SCORES, "hw1-masks", CANVAS)
    assert table.text.splitlines() == [
        "Student,ID,SIS User ID,SIS Login ID,Section,hw1-masks",
        "Points Possible,,,,,20",
        ",,,ada,,17.5",
        ",,,ben,,0",
    ]


def test_a_moodle_worksheet_finds_students_by_their_number(roster):
    scores = {"101": SCORES["ada"], "999": SCORES["ben"]}
    table = export(scores, "hw1-masks", MOODLE, roster=roster(MOODLE_WORKSHEET))
    assert [row["Grade"] for row in rows(table)] == ["17.5", ""]
    assert [row["Maximum Grade"] for row in rows(table)] == ["20.00", "20.00"]
    assert table.without_row == ("999",)


def test_a_column_can_be_named(roster):
    scores = {"ada@example.org": SCORES["ada"]}
    options = {"name_column": "Email address", "grade_column": "Grade"}
    table = export(scores, "hw1-masks", MOODLE, roster=roster(MOODLE_WORKSHEET), **options)
    assert rows(table)[0]["Grade"] == "17.5"


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("", {}, "it is empty"),
        (CANVAS_EXPORT, {"name_column": "Login"}, "has no column 'Login'"),
        (CANVAS_EXPORT.replace(",ada,", ",a,").replace(",ben,", ",b,"), {}, "which one with --name-column"),
        (CANVAS_EXPORT + '"Other, Ada",104,S4,ada,Monday,,\n', {}, "names ada twice"),
        ("Student,ID\nAda,1,2,3\n", {}, "more cells than its heading"),
    ],
)
def test_a_roster_that_cannot_be_used_is_told(roster, text, options, says):
    with pytest.raises(CourseError, match=says):
        export(SCORES, "hw1-masks", CANVAS, roster=roster(text), **options)


def test_a_number_that_is_one_students_id_and_anothers_login_is_not_guessed(roster):
    text = "Student,ID,SIS User ID\nAda,101,102\nBob,102,101\n"
    scores = {"101": SCORES["ada"], "102": SCORES["ben"]}
    with pytest.raises(CourseError, match="after dropout-course collect it is ID"):
        export(scores, "hw1-masks", CANVAS, roster=roster(text))
    table = export(scores, "hw1-masks", CANVAS, roster=roster(text), name_column="ID")
    assert [row["hw1-masks"] for row in rows(table)] == ["17.5", "0"]


@pytest.mark.parametrize(
    ("system", "text"),
    [
        (CANVAS, CANVAS_EXPORT.replace("20,20", "100,20")),
        (MOODLE, MOODLE_WORKSHEET.replace("20.00", "100.00").replace("Participant 101", "ada")),
    ],
)
def test_a_system_that_expects_other_points_is_told(roster, system, text):
    with pytest.raises(CourseError, match="give the assignment 20 points"):
        export(SCORES, "hw1-masks", system, roster=roster(text))


def test_columns_of_one_name_and_without_a_name_stay_as_they_were(roster):
    text = "Student,ID,Notes,Notes,\nAda,ada,one,two,\n"
    table = export(SCORES, "hw1-masks", CANVAS, roster=roster(text))
    assert table.text.splitlines() == ["Student,ID,Notes,Notes,,hw1-masks", "Ada,ada,one,two,,17.5"]


def test_two_columns_of_the_assignment_are_not_guessed_between(roster):
    text = "Student,ID,hw1-masks (5),hw1-masks (6)\nAda,ada,,\n"
    with pytest.raises(CourseError, match="say which with --grade-column"):
        export(SCORES, "hw1-masks", CANVAS, roster=roster(text))


def test_a_students_long_text_in_the_roster_is_carried_through(roster):
    text = f"Student,ID,Online text\nAda,ada,{'x' * 200_000}\n"
    assert "x" * 200_000 in export(SCORES, "hw1-masks", CANVAS, roster=roster(text)).text


@pytest.mark.parametrize("name", ["=1+1", "-2", "a;=HYPERLINK(1)", "b,\t@sum"])
def test_a_name_that_a_spreadsheet_would_compute_is_left_out(name):
    found = export({**SCORES, name: SCORES["ada"]}, "hw1-masks", CANVAS)
    assert found.without_row == (name,)
    assert name not in found.text


def test_no_grade_is_no_table():
    with pytest.raises(CourseError, match="Nobody has a grade"):
        export({}, "hw1-masks", CANVAS)


def test_a_roster_that_is_not_text_is_told(tmp_path):
    (tmp_path / "roster.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match="it is not UTF-8"):
        export(SCORES, "hw1-masks", CANVAS, roster=tmp_path / "roster.csv")
