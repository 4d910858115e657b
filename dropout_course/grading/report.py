"""The class report: how an assignment went, as one HTML page that needs nothing but itself.

Scores come from the gradebook, so that grades given by hand and late penalties count; what learners were told
comes from the executed notebooks, of which only the instructor's own cells are read.
"""

import json
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from .assignment import Course, CourseError
from .notebooks import Cell, unfold
from .scores import Score, read_scores

BINS = 10  # bars in the picture of the scores
MOST_NAMES = 12  # students named beside a misconception
MISCONCEPTION = re.compile(r"([^:]{3,80}): ")  # a message begins with the name of what was seen

STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --bar: #0b6fb8; --paper: #fff; --line: #d5dae2 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7ebf2; --bar: #6cb4ee; --paper: #12161d; --line: #343c4a } }
body { margin: 0 auto; max-width: 54rem; padding: 1rem; font: 1rem/1.45 system-ui, sans-serif;
  color: var(--ink); background: var(--paper) }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere }
th[scope=row] { font-weight: normal; min-width: 7rem } .score { white-space: nowrap }
.share { display: grid; grid-template-columns: 2.5rem 1fr; align-items: center; width: min(18rem, 45vw) }
.bar { height: .8rem; background: var(--bar); border-radius: 2px } summary { cursor: pointer }
"""


@dataclass(frozen=True)
class Told:
    """A misconception: who was told of it, and one message in full."""

    name: str
    example: str
    students: tuple[str, ...]


def class_report(course: Course, assignment: str) -> str:
    """The page, as HTML.

    Raises:
        CourseError: the gradebook does not know the assignment.
    """
    scores = read_scores(course, assignment)
    said, unread = _said(course, scores, assignment)
    parts = [
        f"<h1>{escape(assignment)}</h1>",
        _summary(scores),
        *(f"<p>Left out of what was told: {escape(why)}</p>" for why in unread),
        _distribution([score.points for score in scores.values()], _most(scores)),
        _cells(scores),
        _misconceptions(misconceptions(said), len(scores)),
        _students(scores, said),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(assignment)}: class report</title><style>{STYLE}</style></head>\n"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


# ---- what was told


def _said(course: Course, students: Iterable[str], assignment: str) -> tuple[dict[str, list[str]], list[str]]:
    """What each was told, and why of some it cannot be read: one bad file costs nobody else the report."""
    said: dict[str, list[str]] = {}
    unread = []
    for student in students:
        try:
            said[student] = messages_of(course, student, assignment)
        except CourseError as error:
            said[student] = []
            unread.append(str(error))
    return said, unread


def messages_of(course: Course, student: str, assignment: str) -> list[str]:
    """What the instructor's cells told a student; nothing where no executed notebook lies.

    The notebook is one that was written here: limits for the files of strangers are not for it.

    Raises:
        CourseError: the notebook is damaged.
    """
    path = course.autograded(student, assignment)
    if not path.is_file():
        return []
    try:
        return [
            message
            for node in json.loads(path.read_bytes())["cells"]
            if Cell(node["cell_type"], "", node["metadata"].get("nbgrader", {})).is_test
            for message in _messages(node["outputs"])
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        again = f"dropout-course grade {assignment} --student {student}"
        raise CourseError(f"{path} is damaged; it can be made again: {again}") from None


def _messages(outputs: Iterable[Mapping[str, Any]]) -> list[str]:
    """The lines that a test printed, and its errors."""
    printed = "".join("".join(output["text"]) for output in outputs if output["output_type"] == "stream")
    errors = (output for output in outputs if output["output_type"] == "error")
    return [*filter(None, unfold(printed)), *(f"{error['ename']}: {error['evalue']}" for error in errors)]


def misconceptions(said: Mapping[str, Sequence[str]]) -> list[Told]:
    """What was told, the most frequent first; each student counts once."""
    students: dict[str, list[str]] = defaultdict(list)
    examples: dict[str, str] = {}
    for student, told in said.items():
        for message in told:
            named = MISCONCEPTION.match(message)
            name = named[1] if named else message
            examples.setdefault(name, message)
            if student not in students[name]:
                students[name].append(student)
    found = [Told(name, examples[name], tuple(who)) for name, who in students.items()]
    return sorted(found, key=lambda told: (-len(told.students), told.name))


# ---- the page


def _summary(scores: Mapping[str, Score]) -> str:
    if not scores:
        return "<p>Nobody handed in.</p>"
    points = [score.points for score in scores.values()]
    waiting = sum(score.waits for score in scores.values())
    late = sum(score.penalty > 0 for score in scores.values())
    sentences = [
        f"{len(points)} handed in.",
        f"Mean {statistics.mean(points):.1f}, median {statistics.median(points):.1f} "
        f"of {_most(scores):g} points.",
        f"{sum(score.points >= score.max_points for score in scores.values())} with full marks.",
        *(
            [f"{waiting} wait for a person to grade an answer, which counts as 0 points until then."]
            if waiting
            else []
        ),
        *([f"{late} lost points for being late."] if late else []),
    ]
    return f"<p>{' '.join(sentences)}</p>"


def _most(scores: Mapping[str, Score]) -> float:
    return max((score.max_points for score in scores.values()), default=0.0)


def _distribution(points: Sequence[float], most: float) -> str:
    """How many students have how many points, a bar for each tenth of the points."""
    if not points or most <= 0:
        return ""
    counts = Counter(min(int(BINS * one / most), BINS - 1) for one in points)
    rows = []
    for place in range(BINS):
        low, high = place * most / BINS, (place + 1) * most / BINS
        to = "up to" if place == BINS - 1 else "to below"
        rows.append([f"{low:g} {to} {high:g}", _bar(counts[place] / len(points), str(counts[place]))])
    return _table("Scores", ("points", "students"), rows)


def _cells(scores: Mapping[str, Score]) -> str:
    """The share of its points that each check gave, the hardest first; what waits for a person last."""
    shares: dict[str, list[float]] = defaultdict(list)
    waiting: Counter[str] = Counter()
    for score in scores.values():
        waiting.update(score.waiting)
        for name, (points, most) in score.cells.items():
            if most and name not in score.waiting:
                shares[name].append(points / most)
    mean = {name: statistics.mean(found) for name, found in shares.items()}
    rows = [
        [escape(name), _bar(mean[name], f"{mean[name]:.0%}")]
        for name in sorted(mean, key=lambda name: (mean[name], name))
        if not waiting[name]
    ]
    rows += [
        [escape(name), f"{count} wait for a person to grade them"] for name, count in sorted(waiting.items())
    ]
    return _table("Checks, the hardest first", ("check", "share of the points earned"), rows)


def _misconceptions(found: Sequence[Told], students: int) -> str:
    rows = []
    for told in found:
        names = ", ".join(told.students[:MOST_NAMES])
        more = f" and {len(told.students) - MOST_NAMES} more" if len(told.students) > MOST_NAMES else ""
        words = (
            f"<details><summary>{escape(told.name)}</summary><p>{escape(told.example)}</p>"
            f"<p>Told to {escape(names)}{more}.</p></details>"
        )
        rows.append([words, _bar(len(told.students) / students, str(len(told.students)))])
    return _table("What was told", ("misconception", "students"), rows) if rows else ""


def _students(scores: Mapping[str, Score], said: Mapping[str, Sequence[str]]) -> str:
    rows = [
        [
            escape(student),
            f'<span class="score">{score.points:g} / {score.max_points:g}{" *" * score.waits}</span>',
            escape(said[student][0]) if said[student] else "",
        ]
        for student, score in scores.items()
    ]
    note = "<p>* waits for a person to grade an answer</p>" if any(s.waits for s in scores.values()) else ""
    return _table("Students", ("student", "score", "told first"), rows) + note


def _bar(share: float, number: str) -> str:
    """A number, and for the eye a bar that says the same."""
    bar = f'<span class="bar" aria-hidden="true" style="width: {100 * share:.1f}%"></span>'
    return f'<span class="share">{number}{bar}</span>'


def _table(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of HTML cells, the first of each row its heading."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heading)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return f"<h2>{escape(title)}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
