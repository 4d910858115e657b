"""Downloads of learning management systems become submissions, whoever made what lies in them."""

import io
import tarfile
import zipfile

import pytest
from grading.small_course import ASSIGNMENT, make_course

from dropout_course.grading.assignment import Course, CourseError
from dropout_course.grading.collect import PATTERNS, collect
from dropout_course.grading.notebooks import MAX_FILE

CANVAS = {
    "lovelaceada_101_4711_warmup.ipynb": b"ada",
    "turingalan_LATE_102_4712_warmup-2.ipynb": b"alan, third time",
    "turingalan_LATE_102_4713_warmup-1.ipynb": b"alan, second time",
    "hoppergrace_103_4714_homework.ipynb": b"grace",
}
MOODLE = {
    "Ada Lovelace_101_assignsubmission_file_/warmup.ipynb": b"ada",
    "Alan Turing_102_assignsubmission_file_warmup (1).ipynb": b"alan",
}


@pytest.fixture
def course(tmp_path):
    return Course(make_course(tmp_path / "course"))


@pytest.fixture
def archive(tmp_path):
    def write(files):
        path = tmp_path / "submissions.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, content in files.items():
                bundle.writestr(name, content)
        return path

    return write


def submitted(course):
    return {
        path.parts[-3]: path.read_bytes()
        for path in course.submitted.glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    }


def test_a_canvas_download_goes_to_its_students_the_latest_of_each(course, archive):
    found = collect(course, ASSIGNMENT, archive(CANVAS), PATTERNS["canvas"])
    assert submitted(course) == {"101": b"ada", "102": b"alan, third time", "103": b"grace"}
    assert found.students == ["101", "102", "103"]
    assert found.notes == [
        "102 is marked as late; how late, the download does not say.",
        "103: 'homework.ipynb' was taken for warmup.ipynb.",
    ]


@pytest.mark.parametrize("unpacked", [False, True])
def test_a_moodle_download_with_folders_or_without(course, archive, tmp_path, unpacked):
    download = archive(MOODLE)
    if unpacked:
        with zipfile.ZipFile(download) as bundle:
            bundle.extractall(tmp_path / "unpacked")
        download = tmp_path / "unpacked"
    collect(course, ASSIGNMENT, download, PATTERNS["moodle"])
    assert submitted(course) == {"101": b"ada", "102": b"alan"}


def test_what_lies_there_already_stays_unless_it_shall_be_replaced(course, archive):
    collect(course, ASSIGNMENT, archive(CANVAS), PATTERNS["canvas"])
    second = archive({"lovelaceada_101_4799_warmup.ipynb": b"ada again"})
    assert collect(course, ASSIGNMENT, second, PATTERNS["canvas"]).kept == ["101"]
    assert submitted(course)["101"] == b"ada"
    assert collect(course, ASSIGNMENT, second, PATTERNS["canvas"], replace=True).students == ["101"]
    assert submitted(course)["101"] == b"ada again"


def evil_archive():
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as bundle:
        entry = tarfile.TarInfo("../../../outside.txt")
        entry.size = 4
        bundle.addfile(entry, io.BytesIO(b"evil"))
    return content.getvalue()


def zipped(name, content):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as bundle:
        bundle.writestr(name, content)
    return inner.getvalue()


@pytest.mark.parametrize(
    ("system", "name", "content"),
    [
        ("canvas", "mallory_666_1_work.tar.gz", evil_archive()),
        ("canvas", "mallory_666_1_work.zip", zipped("lovelaceada_101_4711_warmup.ipynb", b"forged")),
        ("canvas", "mallory_666_1_warmup.ipynb", b"0" * (MAX_FILE + 1)),
        ("canvas", "../mallory_666_1_warmup.ipynb", b"outside"),
        ("canvas", "folder/lovelaceada_101_1_warmup.ipynb", b"forged"),
        ("moodle", "Mallory_666_assignsubmission_file_/x_101_assignsubmission_file_/warmup.ipynb", b"forged"),
    ],
)
def test_a_hostile_file_is_nobodys_or_its_authors_and_the_others_are_collected(
    course, archive, tmp_path, system, name, content
):
    honest = CANVAS if system == "canvas" else MOODLE
    before = {path for path in tmp_path.rglob("*") if course.submitted not in path.parents}
    found = collect(course, ASSIGNMENT, archive({name: content, **honest}), PATTERNS[system])
    assert submitted(course)["101"] == b"ada"
    assert "666" not in submitted(course)
    assert found.notes
    outside = {path for path in tmp_path.rglob("*") if course.submitted not in path.parents}
    assert outside - before == {tmp_path / "submissions.zip"}


@pytest.mark.parametrize(
    "forged",
    [
        "Mallory_666_assignsubmission_file_/x_101_assignsubmission_file_warmup.ipynb",
        "Mallory_101_assignsubmission_file_x_666_assignsubmission_file_warmup.ipynb",
    ],
)
def test_a_name_that_can_be_read_as_anothers_is_nobodys(course, archive, forged):
    found = collect(course, ASSIGNMENT, archive({**MOODLE, forged: b"forged"}), PATTERNS["moodle"])
    assert submitted(course) == {"101": b"ada", "102": b"alan"}
    assert found.notes == [f"{forged!r} is nobody's: its name can be read in two ways."]


def test_a_damaged_member_stops_nobody_else(course, archive):
    path = archive({**CANVAS, "mallory_666_1_warmup.ipynb": b"x" * 5000})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as bundle:
        at = bundle.getinfo("mallory_666_1_warmup.ipynb").header_offset
    content[at + 30 + len("mallory_666_1_warmup.ipynb")] ^= 0xFF
    path.write_bytes(content)
    found = collect(course, ASSIGNMENT, path, PATTERNS["canvas"])
    assert found.students == ["101", "102", "103"]
    assert any(note.startswith("666: ") for note in found.notes)


def test_an_archive_with_a_damaged_directory_is_told(course, archive):
    path = archive(CANVAS)
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02")] ^= 0xFF  # where the list of its members begins
    path.write_bytes(content)
    with pytest.raises(CourseError, match=r"is damaged .*: download the submissions again"):
        collect(course, ASSIGNMENT, path, PATTERNS["canvas"])


def test_a_link_in_an_unpacked_folder_is_not_followed(course, tmp_path):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / "mallory_666_1_warmup.ipynb").symlink_to(course.source(ASSIGNMENT))
    found = collect(course, ASSIGNMENT, folder, PATTERNS["canvas"])
    assert submitted(course) == {}
    assert "is a link" in found.notes[0]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        (r"(?P<student>\d+)", "needs the groups"),
        (PATTERNS["moodle"], "is it another system's"),
        ("(", "is no regular expression"),
        ("(?P<student>x)?(?P<file>.*)", "is it another system's"),
    ],
)
def test_a_pattern_that_does_not_fit_is_told(course, archive, pattern, says):
    download = archive({"lovelaceada_101_4711_warmup.ipynb": b"ada"})
    with pytest.raises(CourseError, match=says):
        collect(course, ASSIGNMENT, download, pattern)


@pytest.mark.parametrize("name", ["ada[1]", "*", "ada?", "..", "-ada", "ada lovelace"])
def test_no_student_gets_a_name_that_nbgrader_takes_for_a_pattern_or_a_shell_for_more(course, archive, name):
    download = archive({f"{name}=warmup.ipynb": b"odd", "ben=warmup.ipynb": b"ben"})
    found = collect(course, ASSIGNMENT, download, "(?P<student>.*)=(?P<file>.*)")
    assert submitted(course) == {"ben": b"ben"}
    assert found.notes == [f"'{name}=warmup.ipynb' is nobody's: its name does not fit the pattern."]


def test_what_is_no_download_is_told(course, tmp_path):
    with pytest.raises(CourseError, match="neither a folder nor a zip"):
        collect(course, ASSIGNMENT, tmp_path / "none.zip", PATTERNS["canvas"])
