"""What the page on the protocol shows: the rule of verdicts as a picture, and all plans in a table."""

from collections.abc import Iterator
from typing import Any

from .. import results
from ..figures import SERIES, Figure, Table, new_drawing, render, style
from ..palette import LIGHT
from ..results import Interval, Result, verdict

MARGIN = 0.5  # points of accuracy, as in the picture
EXAMPLES = (
    Interval(1.1, 0.6, 1.6),
    Interval(0.4, 0.1, 0.7),
    Interval(0.2, 0.1, 0.3),
    Interval(0.0, -0.3, 0.3),
    Interval(-0.8, -1.3, -0.3),
    Interval(0.5, -0.2, 1.2),
    Interval(-0.2, -1.0, 0.6),
)


def verdict_figure() -> Figure:
    """Intervals around zero and the margin, each with the verdict that the rule gives it."""
    caption = (
        f"Seven intervals that an effect, in points, might have. Dotted: no effect. Band: the margin, "
        f"±{MARGIN:g} points. To the right of each, its verdict."
    )
    spoken = [
        f"{interval.estimate:+.1f} ({interval.low:+.1f} to {interval.high:+.1f}): {verdict(interval, MARGIN)}"
        for interval in EXAMPLES
    ]
    with style():
        drawing, (axes,) = new_drawing(height=250)
        axes.axvspan(-MARGIN, MARGIN, color=LIGHT["surface"])
        axes.axvline(0, color=LIGHT["muted"], linewidth=0.8, linestyle=(0, (1, 2)))
        for row, interval in enumerate(EXAMPLES):
            axes.hlines(row, interval.low, interval.high, colors=SERIES[0].color, linewidth=1.6)
            axes.plot(interval.estimate, row, "o", color=SERIES[0].color)
            axes.text(1.8, row, verdict(interval, MARGIN), va="center")
        axes.set_xlim(-1.5, 3.4)
        axes.set_xticks([-1, 0, 1])
        axes.set_yticks([])
        axes.set_ylim(len(EXAMPLES) - 0.5, -0.5)
        axes.set_xlabel("effect, signed as its statement")
        return render(drawing, "verdicts", caption=caption, alternative="; ".join(spoken) + ".")


def plans() -> Table:
    """Every committed experiment with the claims it tries, its seeds and its contrasts."""
    rows = [
        (
            name,
            ", ".join(result["claims"]) or "\N{EN DASH}",
            " to ".join(map(str, sorted(set(results.judging_seeds(result["settings"]))))),
            str(len(list(tried(result)))),
        )
        for name, result in everything().items()
    ]
    words = "A contrast counts once for each condition under which it was tried."
    return Table(words, ("experiment", "claims", "seeds", "contrasts"), tuple(rows))


def everything() -> dict[str, Result]:
    """All committed results, by name."""
    return {name: results.load(name) for name in results.names()}


def tried(result: Result) -> Iterator[dict[str, Any]]:
    """Every contrast of ``result`` under every condition: what it came to, and its margin."""
    for contrast in result["contrasts"].values():
        for condition in result["conditions"]:
            if condition in contrast:
                yield {**contrast[condition], "margin": contrast["margin"]}
