"""What a learner sees: one entry for every property, with the reason where it fails."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from dropout_course.checks.pictures import draw
from dropout_course.checks.property import Finding, Misconception, Property

SAME_REASON = "for the same reason"

STYLE = """
.dc-report { margin: .5em 0; max-width: 46rem; line-height: 1.45; }
.dc-report ul { list-style: none; margin: .5em 0 0; padding: 0; }
.dc-report li { margin: 0 0 .5em; padding: .15em 0 .15em .75em; border-left: 4px solid; }
.dc-report li.dc-holds { border-left-color: var(--dc-kept, #0b6fb8); }
.dc-report li.dc-fails { border-left-color: var(--dc-dropped, #c2410c); }
.dc-report p { margin: 0; }
.dc-report svg { display: block; margin: .35em 0; max-width: 100%; height: auto; }
"""


class Report:
    """The findings on one function; a notebook shows it as HTML, everything else as text."""

    def __init__(self, function: str, findings: Sequence[Finding]) -> None:
        """Put what fails first."""
        self.function = function
        self.findings = tuple(sorted(findings, key=lambda finding: finding.passed))

    @property
    def passed(self) -> bool:
        """Whether every property holds."""
        return all(finding.passed for finding in self.findings)

    @property
    def summary(self) -> str:
        """The outcome in one line."""
        holding = sum(finding.passed for finding in self.findings)
        return f"{self.function}: {holding} of {len(self.findings)} properties hold"

    def told(self) -> Iterator[tuple[Finding, str]]:
        """Each finding with its message; what fails for one reason stands together, and it is told once."""
        reasons: dict[Misconception | Property, list[Finding]] = {}
        for finding in self.findings:
            reasons.setdefault(finding.misconception or finding.property, []).append(finding)
        for first, *others in reasons.values():
            yield first, first.message
            yield from ((other, SAME_REASON) for other in others)

    def __repr__(self) -> str:
        """The report as text."""
        lines = [
            f"  {'holds' if finding.passed else 'FAILS'}  {finding.property.statement}"
            + (f" ({message})" if message is SAME_REASON else f"\n         {message}")
            for finding, message in self.told()
        ]
        return "\n".join([self.summary, *lines])

    def _repr_html_(self) -> str:
        """The report for a notebook: colours follow the page's theme, words say what colours say."""
        entries = "".join(entry(finding, message) for finding, message in self.told())
        return (
            f"<style>{STYLE}</style>"
            f'<div class="dc-report"><p><strong>{escape(self.summary)}</strong></p><ul>{entries}</ul></div>'
        )


def entry(finding: Finding, message: str) -> str:
    """One property in HTML, with its picture where there is one."""
    outcome, style = ("✓ holds", "dc-holds") if finding.passed else ("✗ fails", "dc-fails")
    told = f"<strong>{outcome}</strong>: {marked_up(finding.property.statement)}"
    if message is SAME_REASON:
        return f'<li class="{style}"><p>{told} ({message})</p></li>'
    return f'<li class="{style}"><p>{told}</p><p>{marked_up(message)}</p>{draw(finding.picture)}</li>'


def marked_up(text: str) -> str:
    """``text`` in HTML, what stands between backticks as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))
