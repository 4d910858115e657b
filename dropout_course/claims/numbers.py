"""Whether the numbers of a sentence are those of the committed results.

A sentence may type by hand what was *set*: 0, 1 and 2, the numbers of the statements on trial, and the
settings of the experiments that it draws on. What was *measured* comes through ``{result:path:format}``, or
it will differ from its result one day.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any

from dropout_course import results
from dropout_course.claims.reader import PLACEHOLDER

NUMBER = re.compile(
    r"(?<![\w.])(\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?)(\s*(?:%|percent|points?|nats?|times)\b|%)?"
)
CITED = re.compile(
    r"\b[A-Z]\w+(?: et al\.| and [A-Z]\w+)?,? \(?(?:19|20)\d\d\b"  # Srivastava et al. 2014
    r"|\bclaims? \d+\.\d+(?:(?:,| and) \d+\.\d+)*"
)
CONSTANTS = {0.0, 1.0, 2.0}


def wrong_numbers(sentence: str, says: str, experiments: Collection[str] = ()) -> Iterator[str]:
    """What is wrong with the numbers of ``sentence``, a line each, with how to mend it.

    Args:
        sentence: with its placeholders.
        says: what is on trial; its numbers may be repeated.
        experiments: those whose settings may be named, besides those that a placeholder names.
    """
    yield from _without_result(sentence)
    yield from _by_hand(sentence, says, experiments)


def _without_result(sentence: str) -> Iterator[str]:
    for match in PLACEHOLDER.finditer(sentence):
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
    if braces := re.findall(r"\{[^{}]*\}?|\}", PLACEHOLDER.sub("", sentence)):
        yield f"number {braces[0]}: a placeholder is {{result:path:format}}; mend it"


def _by_hand(sentence: str, says: str, experiments: Collection[str]) -> Iterator[str]:
    """Numbers that were typed and are not settings."""
    typed = CITED.sub("", PLACEHOLDER.sub("", sentence))
    stated = {match[0].strip() for match in NUMBER.finditer(says)}
    settings = CONSTANTS | {_value(match[1]) for match in NUMBER.finditer(says)}
    for name in {match["result"] for match in PLACEHOLDER.finditer(sentence)} | set(experiments):
        if name in results.names():
            settings |= set(_numbers_in(results.load(name)["settings"]))
    for match in NUMBER.finditer(typed):
        if match[0].strip() not in stated and (match[2] or _value(match[1]) not in settings):
            yield (
                f"number {match[0].strip()} is typed by hand and no setting; "
                "take it from the result: {result:path:format}"
            )


def _numbers_in(value: Any) -> Iterator[float]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers_in(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def _value(text: str) -> float:
    return float(text.replace(",", ""))
