"""Whether the ledger is true: links that live, numbers that are the results', verdicts that are the rule's.

A finding may type by hand what was *set*: 0, 1 and 2, the numbers of the statement on trial, and the settings
of the experiments that it draws on. What was *measured* comes through ``{result:path:format}``, or it will
differ from its result one day.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from dropout_course import results
from dropout_course.claims import PLACEHOLDER, Claim, Ledger, ledger_path, read
from dropout_course.claims_links import dead_links
from dropout_course.results import Interval, Result, Verdict, all_of, over_conditions, verdict

NUMBER = re.compile(
    r"(?<![\w.])(\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)(\s*(?:%|percent|points?|nats?|times)\b|%)?"
)
CITED = re.compile(
    r"\b[A-Z]\w+(?: et al\.| and [A-Z]\w+)?,? \(?(?:19|20)\d\d\b"  # Srivastava et al. 2014
    r"|\bclaims? \d+\.\d+(?:(?:,| and) \d+\.\d+)*"
)
CONSTANTS = {0.0, 1.0, 2.0}


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
    found = [(claim.id, problem) for claim in ledger.claims.values() for problem in _problems(claim, root)]
    text = path.read_text(encoding="utf-8")
    return [
        f"{path.parent.name}/{path.name}:{_line(text, claim)}: claim {claim}: {problem}"
        for claim, problem in [*found, *_twins_that_differ(ledger), *_unanswered(ledger, parts)]
    ]


def rule(result: Result, claim: str) -> Verdict:
    """The verdict that intervals and margins of ``result`` give on ``claim``.

    Of a claim that can be read in several ways, each with parts of its own, every reading counts.

    Raises:
        LookupError: the result does not hold what it takes.
    """
    answered = result["claims"][claim]
    readings = answered["readings"].values() if "readings" in answered else [answered]
    return over_conditions([found for reading in readings for found in _under(result, reading)])


def _under(result: Result, reading: Result) -> list[Verdict]:
    """Whether all parts of a reading stand, under each condition."""
    conditions = [name for name in reading if name not in ("parts", "verdict")]
    contrasts = [result["contrasts"][part] for part in reading["parts"]]
    return [all_of([_verdict(contrast, name) for contrast in contrasts]) for name in conditions]


def _verdict(contrast: Result, condition: str) -> Verdict:
    found = contrast[condition]
    return verdict(Interval(found["estimate"], found["low"], found["high"]), contrast["margin"])


def _problems(claim: Claim, root: Path) -> Iterator[str]:
    dead = list(dead_links(claim, root))
    yield from dead
    yield from _numbers_without_result(claim)
    yield from _numbers_by_hand(claim)
    if not any(problem.startswith("experiment") for problem in dead):
        yield from _verdict_that_is_not_the_rules(claim)


def _numbers_without_result(claim: Claim) -> Iterator[str]:
    for match in PLACEHOLDER.finditer(claim.sentence):
        try:
            value = results.value_at(results.load(match["result"]), match["path"])
        except LookupError as error:
            yield f"number {match[0]}: {error.args[0]}; mend the path"
            continue
        if isinstance(value, dict | list | None):
            yield f"number {match[0]}: what stands there is no number; mend the path"
            continue
        try:
            format(value, match["format"] or "")
        except ValueError:
            yield f"number {match[0]}: {value!r} cannot be written as {match['format']!r}; mend the format"
    if braces := re.findall(r"\{[^{}]*\}?|\}", PLACEHOLDER.sub("", claim.sentence)):
        yield f"number {braces[0]}: a placeholder is {{result:path:format}}; mend it"


def _numbers_by_hand(claim: Claim) -> Iterator[str]:
    """Numbers of a sentence that were typed and are not settings."""
    typed = CITED.sub("", PLACEHOLDER.sub("", claim.sentence))
    stated = {match[0].strip() for match in NUMBER.finditer(claim.says)}
    settings = CONSTANTS | {_value(match[1]) for match in NUMBER.finditer(claim.says)}
    for name in {match["result"] for match in PLACEHOLDER.finditer(claim.sentence)} | {claim.experiment}:
        if name in results.names():
            settings |= set(_numbers_in(results.load(name)["settings"]))
    for match in NUMBER.finditer(typed):
        if match[0].strip() not in stated and (match[2] or _value(match[1]) not in settings):
            yield (
                f"number {match[0].strip()} is typed by hand and no setting; "
                "take it from the result: {result:path:format}"
            )


def _verdict_that_is_not_the_rules(claim: Claim) -> Iterator[str]:
    if claim.experiment is None:
        if claim.verdict == Verdict.NOT_SETTLED:
            yield "verdict: a derivation or a survey settles a claim; say which way, or name an experiment"
        elif not claim.derivation and claim.verdict == Verdict.DOES_NOT_HOLD:
            yield "verdict: a survey finds what there is, not what there is not; say under which conditions"
        return
    result = results.load(claim.experiment)
    try:
        found = rule(result, claim.id)
    except (LookupError, TypeError) as error:
        yield f"experiment {claim.experiment}: its result lacks {error} for the rule; run it again"
        return
    if claim.verdict != found:
        yield f"verdict: {claim.experiment} gives {found!s}, not {claim.verdict}; write what the rule gives"
    if (stored := result["claims"][claim.id]["verdict"]) != found:
        yield (
            f"experiment {claim.experiment}: its result says {stored}, its own intervals give {found!s}; "
            f"dropout-course experiments run {claim.experiment}"
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


def _numbers_in(value: Any) -> Iterator[float]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers_in(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _line(text: str, claim: str) -> int:
    """Where in the ledger's text the entry of ``claim`` begins."""
    entry = re.search(rf'^- \{{?id: "{re.escape(claim)}"', text, re.MULTILINE)
    return text.count("\n", 0, entry.start()) + 1 if entry else 1
