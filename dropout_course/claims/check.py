"""Whether the ledger is true: its links live, its numbers are the results', its verdicts are the rule's."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from dropout_course import results
from dropout_course.claims import sheet
from dropout_course.claims.links import dead_links, dead_page
from dropout_course.claims.numbers import wrong_numbers
from dropout_course.claims.reader import Claim, Contradiction, Kind, Ledger, ledger_path, read
from dropout_course.results import Interval, Result, Verdict, all_of, over_conditions, verdict


def check(path: Path | None = None, parts: Collection[str] = ()) -> list[str]:
    """What is wrong with the ledger of a checkout, a line each: where, what, and how to mend it.

    Args:
        path: of the ledger, ``book/claims.yml`` of the checkout that is checked.
        parts: of the book, all of whose statements must be answered.

    Raises:
        FileNotFoundError: the ledger lies in no checkout, so that there are no pages and tests to look at.
        ValueError: ``parts`` names one that no statement belongs to.
    """
    path = path or ledger_path()
    root = path.absolute().parents[1]
    if not (root / "_toc.yml").is_file():
        raise FileNotFoundError(f"{path} lies in no checkout of the course; run it in one")
    try:
        ledger = read(path)
    except ValueError as error:
        return [f"{path.name}: {error}"]
    if unknown := set(parts) - ledger.parts():
        known = ", ".join(sorted(ledger.parts()))
        raise ValueError(f"no statement belongs to the part {', '.join(sorted(unknown))}; there are: {known}")
    tried = _tried_by()
    found = [
        (claim.id, problem) for claim in ledger.claims.values() for problem in _problems(claim, root, tried)
    ]
    text = path.read_text(encoding="utf-8")
    place = f"{path.parent.name}/{path.name}"
    return [
        *(
            f"{place}:{_line(text, claim)}: claim {claim}: {problem}"
            for claim, problem in [*found, *_twins_that_differ(ledger), *_unanswered(ledger, parts)]
        ),
        *(
            f"{place}:{_line_between(text, row)}: contradiction {row}: {problem}"
            for row in ledger.contradictions
            for problem in _wrong_with(row, ledger, parts, root)
        ),
        *(f"dropout_course/claims/{sheet.FILE.name}: {it}" for it in _wrong_with_the_sheet(ledger, root)),
    ]


def rule(result: Result, claim: str) -> Verdict:
    """The verdict that intervals and margins of ``result`` give on ``claim``.

    Raises:
        LookupError: the result does not hold what it takes.
    """
    return over_conditions(verdicts(result, claim))


def verdicts(result: Result, claim: str) -> list[Verdict]:
    """What ``result`` says of ``claim`` under each of its conditions.

    Of a claim that can be read in several ways, each with parts of its own, every reading counts.

    Raises:
        LookupError: the result does not hold what it takes.
    """
    answered = result["claims"][claim]
    readings = answered["readings"].values() if "readings" in answered else [answered]
    return [found for reading in readings for found in _under(result, reading)]


def _under(result: Result, reading: Result) -> list[Verdict]:
    """Whether all parts of a reading stand, under each condition."""
    conditions = [name for name in reading if name not in ("parts", "verdict")]
    contrasts = [result["contrasts"][part] for part in reading["parts"]]
    return [all_of([_verdict(contrast, name) for contrast in contrasts]) for name in conditions]


def _verdict(contrast: Result, condition: str) -> Verdict:
    found = contrast[condition]
    return verdict(Interval(found["estimate"], found["low"], found["high"]), contrast["margin"])


def _tried_by() -> dict[str, list[str]]:
    """For each claim the committed results that try it."""
    found: dict[str, list[str]] = {}
    for name in results.names():
        for claim in results.load(name)["claims"]:
            found.setdefault(claim, []).append(name)
    return found


def _problems(claim: Claim, root: Path, tried: Mapping[str, Collection[str]]) -> Iterator[str]:
    dead = list(dead_links(claim, root))
    yield from dead
    yield from wrong_numbers(claim.sentence, claim.says, claim.experiment)
    if any(problem.startswith("experiment") for problem in dead):
        return
    if claim.experiment and (untold := set(tried.get(claim.id, ())) - set(claim.experiment)):
        yield f"experiment: {', '.join(sorted(untold))} tries it, too, and its verdict counts; name it"
    yield from _verdict_that_is_not_the_rules(claim)


def _verdict_that_is_not_the_rules(claim: Claim) -> Iterator[str]:
    if not claim.experiment:
        if claim.verdict == Verdict.NOT_SETTLED:
            yield "verdict: a derivation or a survey settles a claim; say which way, or name an experiment"
        elif not claim.derivation and claim.verdict == Verdict.DOES_NOT_HOLD:
            yield "verdict: a survey finds what there is, not what there is not; say under which conditions"
        return
    found = {}
    for name in claim.experiment:
        try:
            found[name] = verdicts(results.load(name), claim.id)
        except (LookupError, TypeError) as error:
            yield f"experiment {name}: its result lacks {error} for the rule; run it again"
            return
    whole = over_conditions([one for of_result in found.values() for one in of_result])
    if claim.verdict != whole:
        gives = "give" if len(found) > 1 else "gives"
        named = " and ".join(found)
        yield f"verdict: {named} {gives} {whole!s}, not {claim.verdict}; write what the rule gives"
    for name, of_result in found.items():
        own = over_conditions(of_result)
        if (stored := results.load(name)["claims"][claim.id]["verdict"]) != own:
            yield (
                f"experiment {name}: its result says {stored}, its own intervals give {own!s}; "
                f"dropout-course experiments run {name}"
            )


def _twins_that_differ(ledger: Ledger) -> Iterator[tuple[str, str]]:
    for first, *others in ledger.twins:
        for other in others:
            one, two = ledger.claims.get(first), ledger.claims.get(other)
            if one and two and (one.verdict, one.experiment) != (two.verdict, two.experiment):
                yield other, f"says what claim {first} says and has another verdict or experiment; agree"
            elif (one is None) != (two is None):
                missing, there = (first, other) if one is None else (other, first)
                yield missing, f"says what claim {there} says, which is answered; answer both alike"


def _unanswered(ledger: Ledger, parts: Collection[str]) -> Iterator[tuple[str, str]]:
    for statement in ledger.planned.values():
        if statement.id in ledger.claims:
            yield statement.id, "is answered and still planned; take the line out of `planned`"
        elif statement.part in parts:
            yield statement.id, f"of the part {statement.part} is unanswered; write an entry under `claims`"


def _wrong_with(row: Contradiction, ledger: Ledger, parts: Collection[str], root: Path) -> Iterator[str]:
    rows = ledger.rows()
    if unknown := [claim for claim in row.between if claim not in rows]:
        yield f"no statement {', '.join(unknown)} in the ledger; name those that contradict one another"
        return
    if row.kind is None:
        if {rows[claim].part for claim in row.between} <= set(parts):
            yield "is unanswered; say how it resolves: kind, resolved_by, sentence"
        return
    yield from dead_page("resolved_by", row.resolved_by, root)
    answered = [ledger.claims[claim] for claim in row.between if claim in ledger.claims]
    says = " ".join([row.about, *(rows[claim].says for claim in row.between)])
    yield from wrong_numbers(row.sentence, says, [name for claim in answered for name in claim.experiment])
    if row.kind == Kind.SETTLED and not any(
        claim.experiment and claim.verdict != Verdict.NOT_SETTLED for claim in answered
    ):
        yield "settled by evidence, but no experiment has settled a claim of it; leave it open"


def _wrong_with_the_sheet(ledger: Ledger, root: Path) -> Iterator[str]:
    file = root / "dropout_course" / "claims" / sheet.FILE.name
    if not file.is_file():
        return
    try:
        found = sheet.load(file)
    except ValueError as error:
        yield str(error)
    else:
        yield from sheet.problems(found, ledger, root)


def _line(text: str, claim: str) -> int:
    """Where in the ledger's text the entry of ``claim`` begins."""
    entry = re.search(rf'^- \{{?id: "{re.escape(claim)}"', text, re.MULTILINE)
    return text.count("\n", 0, entry.start()) + 1 if entry else 1


def _line_between(text: str, row: Contradiction) -> int:
    """Where in the ledger's text the contradiction ``row`` begins."""
    claims = ", ".join(f'"{claim}"' for claim in row.between)
    entry = re.search(rf"^- \{{?between: \[{re.escape(claims)}\]", text, re.MULTILINE)
    return text.count("\n", 0, entry.start()) + 1 if entry else 1
