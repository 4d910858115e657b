"""What classic and inverted dropout came to, drawn and in tables."""

from dataclasses import replace
from typing import Any

from ..figures import SERIES, Figure, Series, Spot, Table, draw_means, label, new_drawing, render, style
from ..results import Result
from .captions import set_up_in_words
from .classic_inverted_pairs import FORMS
from .verdict_table import verdict_table

SHORT = {"as_is": "as they are", "tuned": "own learning rates", "rescaled": "rescaled"}

DIFFERENT = (
    (("as_is", "disagreement"), "as they are", Spot(0.5, above=True, side="right")),
    (("tuned", "disagreement"), "own learning rates", Spot(0.6, above=False)),
    (("rescaled", "disagreement"), "rescaled", Spot(0.65, above=True)),
)
ACCURATE = (
    (("as_is", "inverted", "plain", "accuracy"), "inverted", Spot(0.5, above=True)),
    (
        ("as_is", "classic", "scaled", "accuracy"),
        "classic, same learning rate",
        Spot(0.5, above=False, side="right"),
    ),
    (("tuned", "classic", "scaled", "accuracy"), "classic, its own", Spot(0.6, above=True)),
)
PASSES = (
    (("tuned", "classic", "scaled", "distance"), "classic, scaled", Spot(0.2, above=False)),
    (("tuned", "classic", "plain", "distance"), "classic, plain", Spot(0.65, above=True, side="right")),
    (("tuned", "inverted", "plain", "distance"), "inverted, plain", Spot(0.7, above=True, side="right")),
    (("tuned", "inverted", "scaled", "distance"), "inverted, scaled", Spot(0.5, above=True)),
)
"""Where each line is found in a result, its name, and where on the figure that stands."""

PANELS = (
    ("Different answers (% of test images)", DIFFERENT),
    ("Test accuracy (%)", ACCURATE),
    ("Test pass: distance from the masks’ mean (%)", PASSES),
)


def figure(result: Result, name: str) -> Figure:
    """Against the rate: different answers, accuracy, and how well each test pass averages."""
    with style():
        drawing, panels = new_drawing(height=640, rows=len(PANELS))
        for axes, (title, lines) in zip(panels, PANELS, strict=True):
            axes.set_title(title)
            for (path, text, spot), look in zip(lines, SERIES, strict=False):
                _line(axes, result, path, look, text, spot)
        panels[-1].set_yscale("log")
        panels[-1].set_yticks([5, 50, 500], ["5", "50", "500"])
        panels[-1].set_xlabel("drop probability p")
        return render(drawing, name, caption=caption(result), alternative=_alternative(result))


def _line(axes: Any, result: Result, path: tuple[str, ...], look: Series, text: str, at: Spot) -> None:
    """What stands at ``path`` of each rate, with its intervals and its name."""
    p = result["settings"]["rates"]
    found = [_at(row, path) for row in result["rates"].values()]
    mean = draw_means(axes, look, p, found, 100)
    label(axes, text, look, p, mean, at)
    axes.set_xticks(p, [f"{rate:g}" for rate in p])
    axes.margins(y=0.15)


def _at(found: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        found = found[step]
    return found


def table(result: Result) -> Table:
    """By rate: how far apart the pairs end under each condition."""

    def cell(pair: Result) -> str:
        largest = max(pair["logit_difference"]["by_seed"])
        return f"{pair['disagreement']['mean']:.1%}\n(logits: {largest:.2g})"

    words = (
        "Share of test images to which the two networks of a pair give different answers, mean over seeds; "
        "in parentheses the largest difference of two logits, over all seeds and images."
    )
    found = zip(result["settings"]["rates"], result["rates"].values(), strict=True)
    rows = ((f"{p:g}", *(cell(row[condition]) for condition in SHORT)) for p, row in found)
    return Table(words, ("p", *SHORT.values()), tuple(rows))


def learning_rates(result: Result) -> Table:
    """By rate: what validation chose for each form, and the ratio beside the one that the forms differ by."""

    def row(p: float, found: Result) -> tuple[str, ...]:
        classic, inverted = (found["tuned"][form]["learning_rate"] for form in FORMS)
        return f"{p:g}", f"{classic:g}", f"{inverted:g}", f"{classic / inverted:.0f}", f"{(1 - p) ** -2:.1f}"

    words = "Learning rates chosen on validation images, and by how much the two should differ."
    header = ("p", "classic", "inverted", "ratio", "1/(1 \N{MINUS SIGN} p)²")
    found = zip(result["settings"]["rates"], result["rates"].values(), strict=True)
    return Table(words, header, tuple(row(p, chosen) for p, chosen in found))


def verdicts(result: Result) -> Table:
    """The contrasts on training alike: a row for each rate and condition, a column for each statement."""
    every = result["contrasts"]
    rows = {
        f"p = {p:g}, {words}": {
            "says": f"p = {p:g}, {words}",
            **{name: every[f"{name}_{key}"][condition] for name in STATEMENTS},
        }
        for p, key in zip(result["settings"]["rates"], result["rates"], strict=True)
        for condition, words in SHORT.items()
    }
    words = (
        f"The {len(STATEMENTS) * len(result['rates'])} contrasts on training alike, of {len(every)} in all "
        "(the others are on the test passes), each signed as its statement, with 95% intervals."
    )
    return replace(verdict_table({**result, "contrasts": rows}, STATEMENTS), caption=words)


STATEMENTS = {
    "different": "the two networks give different answers",
    "inverted_better": "inverted has the higher test accuracy",
}


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    sizes, recipe = settings["sizes"], settings["recipe"]
    return (
        f"{set_up_in_words(settings)}, SGD with momentum {recipe['momentum']:g}, {recipe['epochs']} epochs; "
        f"means of {len(settings['seeds'])} paired seeds with 95% intervals over seeds and images; "
        f"learning rates chosen on {sizes['validation']:,} validation images with "
        f"{len(settings['tuning_seeds'])} other seeds. Lowest panel: each form with its own learning rate."
    )


def _alternative(result: Result) -> str:
    """The figure in words: each line's numbers in the order of the rates."""

    def spoken(path: tuple[str, ...]) -> str:
        found = zip(result["settings"]["rates"], result["rates"].values(), strict=True)
        return ", ".join(f"{_at(row, path)['mean']:.1%} at p = {p:g}" for p, row in found)

    told = [
        f"{title.partition(' (')[0]}, {text}: {spoken(path)}."
        for title, lines in PANELS
        for path, text, _ in lines
    ]
    return f"Three panels against the drop probability. {' '.join(told)}"
