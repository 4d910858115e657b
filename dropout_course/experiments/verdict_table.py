"""The contrasts of a result as a table for a page: each with its effect, its interval and its verdict."""

import re
from collections.abc import Mapping

from ..figures import Table
from ..results import Result, Verdict


def verdict_table(result: Result, headings: Mapping[str, str]) -> Table:
    """Every contrast of ``result`` in a row, with a column for each condition under its heading.

    A contrast that was not tried under a condition has a dash there.
    """
    rows = [
        (contrast["says"], *(_cell(contrast.get(condition)) for condition in headings))
        for contrast in result["contrasts"].values()
    ]
    words = f"All {len(rows)} contrasts, each signed as its statement, with 95% intervals."
    return Table(words, ("statement", *headings.values()), tuple(rows))


def at_least(contrast: Result, condition: str) -> Result:
    """``contrast`` shown as a lower bound under ``condition``, without the upper end of its interval."""
    found = contrast[condition]
    shown = re.sub(r"(.*) \((.*) to .*\)", r"at least \1 (\2 or more)", found["shown"])
    return {**contrast, condition: {**found, "shown": shown}}


def _cell(found: Result | None) -> str:
    if found is None:
        return "\u2013"
    effect, _, interval = found["shown"].partition(" (")
    return f"{found['verdict']}\n{effect}\n({interval}" + _missing(found)


def _missing(found: Result) -> str:
    """What would settle an open contrast."""
    if found["verdict"] != Verdict.NOT_SETTLED:
        return ""
    seeds = found["seeds_to_settle"]
    return f"\n{seeds} seeds would settle it" if seeds else "\nneeds more images"
