"""The first day of the instructor's guide: its own commands, from an empty folder to grades."""

import csv
import os
import re
import subprocess
import sysconfig
import zipfile
from pathlib import Path

import nbformat
import pytest
from gallery.build import model_solutions, source_notebook, submission

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "book" / "homework" / "instructors.md"
BLOCK = re.compile(r"```\{code-block\} sh\n:class: day-one\n(.*?)```", re.DOTALL)
NAME = "hw1-masks"
SWAPPED = {"keep_mask": "def keep_mask(shape, p, rng):\n    return rng.random(shape) < p"}
ROSTER = """\
Student,ID,SIS User ID,SIS Login ID,Section,hw1-masks (4711)
    Points Possible,,,,,20
"Lovelace, Ada",101,,ada,,
"Turing, Alan",102,,alan,,
"Hopper, Grace",103,,grace,,
"""


def commands():
    return BLOCK.findall(GUIDE.read_text(encoding="utf-8"))


def hand_in(home):
    """What Canvas lets an instructor download: two notebooks, a picture."""
    release = nbformat.read(home / "dropout-2027" / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    source = source_notebook(NAME)
    answers = {"ada_101_1": model_solutions(source), "alan_LATE_102_2": SWAPPED}
    with zipfile.ZipFile(home / "submissions.zip", "w") as bundle:
        for prefix, solutions in answers.items():
            bundle.writestr(f"{prefix}_{NAME}.ipynb", nbformat.writes(submission(release, source, solutions)))
        bundle.writestr("grace_103_3_photo.jpg", b"no notebook")
    (home / "gradebook.csv").write_text(ROSTER)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An instructor's home after the first day."""
    home = tmp_path_factory.mktemp("home")
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    environment = os.environ | {"HOME": str(home), "PATH": path}
    make, *others = commands()
    subprocess.run(["bash", "-euc", make], cwd=ROOT, env=environment, check=True)
    hand_in(home)
    for command in others:
        subprocess.run(["bash", "-euc", command], cwd=home / "dropout-2027", env=environment, check=True)
    return home


def test_the_grades_come_back_in_the_roster(home):
    with (home / "dropout-2027" / f"{NAME}-canvas.csv").open() as file:
        rows = {row["ID"]: row for row in csv.DictReader(file)}
    points = {student: row[f"{NAME} (4711)"] for student, row in rows.items()}
    most = points.pop("")
    assert most == "20"
    assert points["101"] == "18"  # and 2 for a question that a person has not graded yet
    assert 0 < float(points["102"]) < 18
    assert points["103"] == ""
    assert rows["102"]["Student"] == "Turing, Alan"


def test_the_report_names_the_misconception(home):
    page = (home / "dropout-2027" / f"{NAME}-report.html").read_text()
    assert "Keep and drop are swapped" in page
    assert "2 handed in" in page


def test_feedback_lies_ready_for_each_student(home):
    feedback = (home / "dropout-2027" / "feedback" / "102" / NAME / f"{NAME}.html").read_text()
    assert "Keep and drop are swapped" in feedback


def test_every_command_of_the_guide_knows_the_options_that_it_is_given():
    from typer.main import get_command

    from dropout_course.cli import build_app

    known = get_command(build_app()).commands
    text = GUIDE.read_text(encoding="utf-8").replace("\\\n", " ")
    calls = re.findall(r"^(?: *dropout-grader|dropout-course) (\w+) (.*)$", text, re.MULTILINE)
    assert len(calls) >= 6
    for command, words in calls:
        options = {option for parameter in known[command].params for option in parameter.opts}
        assert set(re.findall(r"--[\w-]+", words)) <= options, (command, words)
