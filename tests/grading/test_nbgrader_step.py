"""``nbgrader autograde``, as formgrader's button calls it, with our execution in it."""

import os
import shutil
import subprocess
import sysconfig
import threading
from pathlib import Path

import pytest
from gallery.build import ASSIGNMENTS
from gallery.hostile import files
from grading.small_course import ASSIGNMENT, MAX_POINTS, MODEL, answered, hand_in, make_course
from grading.test_against_nbgrader import gradebook_points
from grading.test_failures import of_this_process

from dropout_course.grading.assignment import Course, CourseError
from dropout_course.grading.coordinator import grade
from dropout_course.grading.folders import clear
from dropout_course.grading.nbgrader_step import Bench, ExecuteInSandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
SCRIPTS = sysconfig.get_path("scripts")
HALF = {"double": "def double(x):\n    return x + x", "draw": "def draw(n, rng):\n    return [0.5] * n"}
ATTACKS = ("ast_transformer", "os_exit", "patched_numpy", "write_gradebook", "read_everything", "lying_array")
LATE = """
import sys
sys.path.insert(0, {root!r})
c.AssignLatePenalties.plugin_class = "late.Late"
"""
PLUGIN = """\
from nbgrader.plugins import BasePlugin

class Late(BasePlugin):
    def late_submission_penalty(self, student, score, seconds):
        return 1.25
"""


def nbgrader(root, *words):
    environment = os.environ | {"PATH": f"{SCRIPTS}:{os.environ['PATH']}"}
    return subprocess.run(["nbgrader", *words], cwd=root, env=environment, capture_output=True, text=True)


def configure(root):
    """The settings that the course ships, and a course's own rule for late work."""
    (root / "late.py").write_text(PLUGIN)
    shipped = (ASSIGNMENTS / "nbgrader_config.py").read_text()
    (root / "nbgrader_config.py").write_text(shipped + LATE.format(root=str(root)))


def book(root):
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{root}/gradebook.db")


@pytest.fixture(scope="module")
def courses(tmp_path_factory):
    """The same submissions, graded by nbgrader's command and by ours."""
    root = make_course(tmp_path_factory.mktemp("step") / "nbgrader")
    configure(root)
    assert nbgrader(root, "generate_assignment", ASSIGNMENT).returncode == 0
    with book(root) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2025-01-01 00:00:00 UTC")
    for student, answers in {"ada": MODEL | {"why": "Because."}, "ben": HALF, "cleo": {}}.items():
        path = hand_in(root, student, answered(answers))
    hand_in(root, "late", answered(MODEL)).with_name("timestamp.txt").write_text("2025-01-02 00:00:00 UTC")
    hand_in(root, "broken", "no notebook")
    files.links_beside_the_notebook(root, "copier")
    hand_in(root, "linked", answered(MODEL)).unlink()
    (root / "submitted" / "linked" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").symlink_to(path.resolve())
    for attack in ATTACKS:
        source = (Path(files.__file__).parent / f"{attack}.py").read_text().replace("@COURSE@", str(root))
        hand_in(root, attack, answered({"double": source}))
    ours = shutil.copytree(root, root.with_name("ours"), symlinks=True)
    (ours / "nbgrader_config.py").unlink()
    configure(ours)
    run = nbgrader(root, "autograde", ASSIGNMENT)
    assert "processing assignment 'warmup' for student 'broken'" in run.stderr
    assert "in the submission of copier is a link" in run.stderr
    earlier = ours / "autograded" / "copier" / ASSIGNMENT  # what nbgrader once copied through links
    earlier.mkdir(parents=True)
    for name in ("notes.txt", "timestamp.txt"):
        (earlier / name).write_text("a solution")
    grade(ours, ASSIGNMENT, jobs=2)
    return root, ours


def test_both_give_every_cell_the_same_points_and_an_attack_gets_none(courses):
    stock, ours = (gradebook_points(root) for root in courses)
    assert stock.pop("broken") == dict.fromkeys(MAX_POINTS, 0.0) == ours.pop("broken")
    assert set(stock.pop("copier").values()) == set(ours.pop("copier").values()) == {0}
    assert stock == ours
    assert stock["ada"] == stock["late"] | {"why": 0} == MAX_POINTS | {"why": 0}
    for student in (*ATTACKS, "linked", "cleo"):
        assert set(stock[student].values()) == {0}


def test_late_work_pays_the_same(courses):
    for root in courses:
        with book(root) as gradebook:
            [notebook] = gradebook.find_submission(ASSIGNMENT, "late").notebooks
            assert notebook.late_submission_penalty == 1.25


def test_a_grade_by_hand_survives_another_press_of_the_button(courses):
    root, _ = courses
    with book(root) as gradebook:
        gradebook.find_grade("why", ASSIGNMENT, ASSIGNMENT, "ada").manual_score = 1.5
        gradebook.db.commit()
    run = nbgrader(root, "autograde", ASSIGNMENT, "--student", "ada", "--force")
    assert run.returncode == 0, run.stderr
    assert gradebook_points(root)["ada"] == MAX_POINTS | {"why": 1.5}
    with book(root) as gradebook:
        assert gradebook.find_grade("why", ASSIGNMENT, ASSIGNMENT, "ada").needs_manual_grade


def test_an_attack_found_nothing_and_no_process_is_left(courses):
    root, _ = courses
    text = (root / "autograded" / "read_everything" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()
    assert "found: []" in text
    assert of_this_process("grading.") == []


def test_nothing_that_a_link_points_to_reaches_what_is_returned(courses):
    stock, ours = (root / "autograded" / "copier" / ASSIGNMENT for root in courses)
    assert not stock.exists() or list(stock.iterdir()) == []
    assert [path.name for path in ours.iterdir()] == [f"{ASSIGNMENT}.ipynb"]


def links(folder, target):
    (folder / "inner").mkdir()
    yield folder / "notes.txt", target
    yield folder / "inner" / "all", target.parent


@pytest.mark.parametrize("which", [0, 1])
def test_a_link_at_any_depth_is_refused_and_what_was_copied_is_removed(tmp_path, monkeypatch, which):
    root = make_course(tmp_path / "course")
    folder = hand_in(root, "eve", answered(MODEL)).parent
    path, target = list(links(folder, root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"))[which]
    path.symlink_to(target)
    copied = Course(root).autograded("eve", ASSIGNMENT).parent
    shutil.copytree(folder, copied)  # as nbgrader does, through links
    monkeypatch.chdir(root)
    with pytest.raises(CourseError, match="of eve is a link"):
        ExecuteInSandbox().preprocess(None, {"nbgrader": {"assignment": ASSIGNMENT, "student": "eve"}})
    assert list(copied.iterdir()) == []


def test_clearing_removes_a_link_and_not_what_it_points_to(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").touch()
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "link").symlink_to(tmp_path / "kept")
    clear(tmp_path / "ours")
    assert list((tmp_path / "ours").iterdir()) == []
    assert (tmp_path / "kept" / "file").exists()


def test_a_lane_is_not_ended_under_a_check(tmp_path, monkeypatch):
    course = make_course(tmp_path / "course")
    hand_in(course, "ada", answered(MODEL))
    monkeypatch.chdir(course)
    timers, ended = [], []

    class SlowLane:
        def __init__(self, task, number): ...

        def ready(self): ...

        def stop(self):
            ended.append("lane")

        def check(self, cells):
            timers.append(threading.Thread(target=Bench.end))  # as if it fired just before it was cancelled
            timers[0].start()
            timers[0].join(0.3)
            assert not ended
            return {}

    monkeypatch.setattr("dropout_course.grading.nbgrader_step.Lane", SlowLane)
    told = {"nbgrader": {"assignment": ASSIGNMENT, "student": "ada"}}
    ExecuteInSandbox().preprocess(None, told)
    timers[0].join()
    assert ended == ["lane"]
    assert Bench._current is None
