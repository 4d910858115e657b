"""From a course folder to points, gradebook, notebooks: honest work, in the sandbox."""

import json
import re
import stat
import subprocess
import sysconfig
from pathlib import Path

import pytest
from commands import COMMAND
from grading.small_course import ASSIGNMENT, MAX_POINTS, MODEL, answered, cell, hand_in, make_course, points

from dropout_course.grading.assignment import CourseError
from dropout_course.grading.coordinator import grade

pytestmark = pytest.mark.sandbox
SCRIPT = "<script>document.title = 'taken over'</script>"
LOUD = """\
import sys
print('loading')
def double(x):
    print('called', x)
    print('a warning', file=sys.stderr)
    return 2 * x
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Learners of every honest kind, graded once."""
    root = make_course(tmp_path_factory.mktemp("course"), term="2027-spring")
    hand_in(root, "ada", answered(MODEL | {"why": "Because I say so."}))
    hand_in(root, "ben", answered({}))
    hand_in(
        root,
        "cleo",
        answered({"double": MODEL["double"], "draw": "def draw(n, rng):\n    return np.ones(n)"}),
    )
    helped = answered({"double": "def double(x):\n    return helper(x, 2)", "draw": MODEL["draw"]})
    helped["cells"].insert(
        2, cell("code", "%matplotlib inline\n!ls\nimport math\ndef helper(x, k):\n    return k * x")
    )
    helped["cells"].insert(3, cell("code", "1 / 0  # leaves its cell, not the notebook"))
    hand_in(root, "dora", helped)
    hand_in(root, "emil", answered({"double": LOUD, "draw": "%%time\n" + MODEL["draw"]}))
    hand_in(root, "fay", strange())
    hand_in(root, "gus", "no notebook")
    hand_in(root, "hal", of_another_term(answered(MODEL)))
    return root


def of_another_term(content):
    """The exercise that this term has not."""
    content["metadata"]["term"] = "2026-autumn"
    for node in content["cells"]:
        if node["metadata"].get("nbgrader", {}).get("grade_id") == "double":
            node["metadata"]["nbgrader"]["grade_id"] = "treble"
    return content


def strange():
    """Answers and cells that the feedback must survive."""
    content = answered({"double": "print('\\ud800 \\x00 \\x1b')\nraise ValueError('\\ud800')"})
    for kind in ("markdown", "raw"):
        content["cells"].append(cell(kind, SCRIPT))
        content["cells"].append(cell(kind, f"text {SCRIPT} text"))
        content["cells"].append(cell(kind, '<img src="x" onerror="document.title=1">'))
    why = next(c for c in content["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "why")
    why["source"] = SCRIPT
    return content


@pytest.fixture(scope="module")
def results(course):
    return grade(course, ASSIGNMENT, jobs=2)


def test_right_answers_get_every_automatic_point(results):
    assert points(results["ada"]) == MAX_POINTS | {"why": 0}  # a person has not read it yet
    assert results["ada"].max_score == sum(MAX_POINTS.values())


def test_an_untouched_release_gets_nothing(results):
    assert set(points(results["ben"]).values()) == {0}
    assert results["ben"].status == "graded"


def test_partial_credit_and_its_message(results):
    assert points(results["cleo"])["draw_fresh"] == 1
    assert results["cleo"].cells["draw_fresh"]["messages"] == ["draw gives the same numbers at each call"]


def test_helpers_magics_and_broken_cells_between_the_answers_do_no_harm(results):
    assert points(results["dora"]) == points(results["ada"]) | {"why": 0}


def test_a_notebook_of_another_term_is_told_so(results):
    note = (
        "Notebook of another term: this one is of 2026-autumn, what is graded is 2027-spring; "
        "its cells double are missing and give no points."
    )
    assert results["hal"].reason == note
    assert " ".join(results["hal"].cells["double_hidden"]["messages"]).startswith(note)
    assert points(results["hal"])["draw_fresh"] == 3
    assert results["hal"].cells["draw_fresh"]["messages"] == []
    assert {result.reason for name, result in results.items() if name not in ("gus", "hal")} == {""}


def test_what_a_learner_prints_is_neither_a_message_nor_a_fault(results):
    assert points(results["emil"])["double_hidden"] == 3
    assert results["emil"].cells["double_hidden"]["messages"] == []


def test_the_executed_notebook_shows_answers_and_outputs_and_no_solution(course, results):
    path = course / "autograded" / "emil" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    cells = {
        c["metadata"].get("nbgrader", {}).get("grade_id"): c for c in json.loads(path.read_text())["cells"]
    }
    assert cells["double"]["outputs"][0]["text"] == "loading\n"
    assert cells["draw_fresh"]["outputs"][0]["data"]["text/plain"] == "3.0"
    ben = (course / "autograded" / "ben" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()
    assert "return 2 * x" not in ben


def test_the_seed_is_private_and_kept(course, results):
    path = course / "private" / f"{ASSIGNMENT}.seed"
    seed = path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = grade(course, ASSIGNMENT)
    assert path.read_text() == seed
    assert again == results


def test_nbgrader_goes_on_from_there(course, results):
    scripts = sysconfig.get_path("scripts")
    for command in (["generate_feedback", ASSIGNMENT], ["export"]):
        subprocess.run([f"{scripts}/nbgrader", *command], cwd=course, check=True, capture_output=True)
    feedback = {
        student: (course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
        for student in ("cleo", "fay", "gus", "hal")
    }
    assert "the same numbers at each call" in feedback["cleo"]
    hostile = feedback["fay"]
    assert "document.title" in hostile  # as text, not as code
    assert "<script>document.title" not in hostile
    assert "<img src=" not in hostile
    assert feedback["gus"].count("its JSON is broken") == 1 + 3  # above, and in place of each test's answer
    assert feedback["hal"].count("Notebook of another term") == 1 + 2  # above, and before each test's answer
    rows = (course / "grades.csv").read_text()
    assert f"{ASSIGNMENT},,,cleo,,,,5.0,0.0,5.0,9.0" in rows


def test_a_grade_by_hand_survives_regrading(tmp_path):
    root = make_course(tmp_path)
    hand_in(root, "ada", answered(MODEL | {"why": "Because."}))
    grade(root, ASSIGNMENT)
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        book.find_grade("why", ASSIGNMENT, ASSIGNMENT, "ada").manual_score = 1.5
        book.db.commit()
    assert points(grade(root, ASSIGNMENT)["ada"])["why"] == 1.5


def test_late_work_pays_what_the_course_asks(tmp_path):
    root = make_course(tmp_path)
    (root / "late.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class Late(BasePlugin):\n"
        "    def late_submission_penalty(self, student, score, seconds):\n"
        "        return 1.25\n"
    )
    (root / "nbgrader_config.py").write_text(
        "import sys\nc = get_config()\n"
        f"sys.path.insert(0, {str(root)!r})\n"
        "c.AssignLatePenalties.plugin_class = 'late.Late'\n"
    )
    path = hand_in(root, "ada", answered(MODEL))
    grade(root, ASSIGNMENT)
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate="2025-01-01 00:00:00 UTC")
    path.with_name("timestamp.txt").write_text("2025-01-02 00:00:00 UTC")
    result = grade(root, ASSIGNMENT)["ada"]
    assert (result.score, result.penalty) == (sum(points(result).values()) - 1.25, 1.25)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        [notebook] = book.find_submission(ASSIGNMENT, "ada").notebooks
        assert notebook.late_submission_penalty == 1.25


def test_a_course_without_the_assignment_says_what_to_do(tmp_path):
    with pytest.raises(CourseError, match="build the assignment first"):
        grade(make_course(tmp_path), "other")


def test_graded_cells_that_differ_from_the_gradebook_are_not_graded(tmp_path):
    root = make_course(tmp_path)
    hand_in(root, "ada", answered(MODEL))
    grade(root, ASSIGNMENT)
    path: Path = root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.write_text(path.read_text().replace('"points": 3', '"points": 4', 1))
    with pytest.raises(CourseError, match="it holds 1 submissions") as refused:
        grade(root, ASSIGNMENT)
    for command in re.findall("`nbgrader (.*?)`", str(refused.value)):  # the advice, word by word
        subprocess.run([COMMAND.with_name("nbgrader"), *command.split()], cwd=root, check=True)
    assert grade(root, ASSIGNMENT)["ada"].max_score == sum(MAX_POINTS.values()) + 1
