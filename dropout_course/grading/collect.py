"""From a download of a learning management system to ``submitted/``: notebooks only, by whom the system says.

``nbgrader zip_collect`` unpacks archives within archives and believes the names of the files inside: one
broken archive stops everybody, one that grows fills the disk, one file named after somebody else becomes
their homework. Here a file belongs to the student that the system wrote before its name, and archives within
the download stay shut.
"""

import lzma
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .assignment import Course, CourseError
from .notebooks import MAX_FILE, RejectedError, read_untrusted

PATTERNS = {
    # lovelaceada_101_4711_hw1-masks.ipynb, or _LATE_ after the name; -1 where it was handed in again
    "canvas": r"(?P<name>[^/_]*)(?P<late>_LATE)?_(?P<student>\d+)_\d+_(?P<file>[^/]+)",
    # Ada Lovelace_101_assignsubmission_file_/hw1-masks.ipynb, or without the last underscore, or the slash
    "moodle": r"(?P<name>[^/]*?)_(?P<student>\d+)_assignsubmission_file(?:_/?|/)(?P<file>[^/]+)",
}
MOODLE_MARK = "_assignsubmission_file"  # a display name that holds it as well could claim another's number
STUDENT = re.compile(r"\w[\w.@+-]*")  # what may name a folder
VERSION = re.compile(r"(?P<stem>.*?)(?:-(?P<again>\d{1,6})| ?\((?P<copy>\d{1,6})\))?\.ipynb")


@dataclass
class Collected:
    """What came of a download.

    Attributes:
        students: whose notebook now lies in ``submitted/``.
        kept: who had one there already, which stays.
        notes: what a person should know, a sentence each.
    """

    students: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def collect(
    course: Course, assignment: str, download: Path, pattern: str, *, replace: bool = False
) -> Collected:
    """Put each student's notebook of a download where it is graded.

    Args:
        course: its ``submitted/`` receives the notebooks.
        assignment: its name.
        download: the system's zip, or the folder that it was unpacked to.
        pattern: a regular expression for a whole path in it, with groups ``student`` and ``file``.
        replace: whether a notebook that lies there already gives way.

    Raises:
        CourseError: there is no such download, or the pattern is none, or nothing in it fits.
    """
    names = _names(pattern)
    if not course.source(assignment).is_file():
        raise CourseError(f"There is no {course.source(assignment)}: build the assignment first.")
    found = Collected()
    with _opened(download) as files:
        by_student = _by_student(files.names(), names, found)
        if not by_student:
            raise CourseError(f"Nothing in {download} is named as {pattern!r} says: is it another system's?")
        for student, candidates in sorted(by_student.items()):
            path = _chosen(assignment, student, candidates, found)
            if path is None:
                continue
            target = course.submitted / student / assignment / f"{assignment}.ipynb"
            if target.exists() and not replace:
                found.kept.append(student)
                continue
            try:
                content = files.read(path)
            except RejectedError as error:
                found.notes.append(f"{student}: {error}.")
                continue
            _put(content, target)
            found.students.append(student)
            if "late" in names.groupindex and (match := names.fullmatch(path)) and match["late"]:
                found.notes.append(f"{student} is marked as late; how late, the download does not say.")
    return found


def _names(pattern: str) -> re.Pattern[str]:
    """The pattern, which tells whose a file is and what it is called."""
    try:
        names = re.compile(pattern)
    except re.error as error:
        raise CourseError(f"The pattern {pattern!r} is no regular expression: {error}.") from None
    if not {"student", "file"} <= set(names.groupindex):
        raise CourseError(f"The pattern {pattern!r} needs the groups (?P<student>...) and (?P<file>...).")
    return names


def _put(content: bytes, target: Path) -> None:
    """Write a notebook whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_suffix(".unfinished")
    scratch.write_bytes(content)
    scratch.replace(target)


def _by_student(
    paths: Sequence[str], names: re.Pattern[str], found: Collected
) -> Mapping[str, Mapping[str, str]]:
    """For each student the paths of what they handed in, by the names that they gave."""
    files: dict[str, dict[str, str]] = defaultdict(dict)
    for path in paths:
        match = names.fullmatch(path)
        if path.count(MOODLE_MARK) > 1:
            found.notes.append(f"{path!r} is nobody's: its name can be read in two ways.")
        elif match and match["file"] and STUDENT.fullmatch(match["student"] or ""):
            files[match["student"]][match["file"]] = path
        else:
            found.notes.append(f"{path!r} is nobody's: its name does not fit the pattern.")
    return files


def _chosen(assignment: str, student: str, files: Mapping[str, str], found: Collected) -> str | None:
    """The path of the notebook to grade: the one of the right name, the latest, or the only one."""
    notebooks = {name: match for name in files if (match := VERSION.fullmatch(name))}
    named = {name: match for name, match in notebooks.items() if match["stem"] == assignment}
    if named:
        latest = max(named, key=lambda name: int(named[name]["again"] or named[name]["copy"] or 0))
        return files[latest]
    if len(notebooks) == 1:
        [name] = notebooks
        found.notes.append(f"{student}: {name!r} was taken for {assignment}.ipynb.")
        return files[name]
    what = "several notebooks, none" if notebooks else "no notebook"
    found.notes.append(
        f"{student}: {what} named {assignment}.ipynb among {', '.join(map(repr, sorted(files)))}."
    )
    return None


# ---- the download


class _Folder:
    """A folder that the download was unpacked to; links in it are not followed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> "_Folder":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def names(self) -> list[str]:
        """Paths of its files and of those one folder down."""
        return sorted(path.relative_to(self._path).as_posix() for path in self._files())

    def _files(self) -> Iterator[Path]:
        for path in self._path.iterdir():
            if path.is_dir() and not path.is_symlink():
                yield from path.iterdir()
            else:
                yield path

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return read_untrusted(self._path, name)


class _Zip(_Folder):
    """The system's own archive; what lies in it is read one by one and never unpacked."""

    def __enter__(self) -> "_Zip":
        try:
            self._archive = zipfile.ZipFile(self._path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise CourseError(f"{self._path} is damaged ({error}): download the submissions again.") from None
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def names(self) -> list[str]:
        """Paths of its files."""
        return sorted(info.filename for info in self._archive.infolist() if not info.is_dir())

    def read(self, name: str) -> bytes:
        """The bytes of a member, of no more than a notebook may have."""
        try:
            with self._archive.open(name) as file:
                content = file.read(MAX_FILE + 1)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError) as error:
            raise RejectedError(f"{name!r} cannot be read from the archive: {error}") from None
        if len(content) > MAX_FILE:
            raise RejectedError(f"{name!r} is larger than {MAX_FILE >> 20} MB")
        return content


def _opened(download: Path) -> _Folder:
    if download.is_dir():
        return _Folder(download)
    if not zipfile.is_zipfile(download):
        raise CourseError(f"{download} is neither a folder nor a zip: download the submissions again.")
    return _Zip(download)
