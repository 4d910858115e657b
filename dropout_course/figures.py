"""Figures that follow the reader's theme: matplotlib drawings as inline SVG with CSS colours.

Style: drawn as wide as a phone (380 px) and scaled up from there, text in the page's own font, thin grid,
names beside the lines in place of a legend, series told apart by colour *and* marker *and* dash, so that
neither colour-blind readers nor a black-and-white print lose anything. A caption says what was measured, on
what, and with which interval; a text alternative says what is to be seen, from the same data.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .palette import LIGHT

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing
    from numpy.typing import NDArray

WIDTH = 380  # of a drawing, in CSS pixels: the narrowest screen, less its margins
MAX_WIDTH = 620  # of a picture on a page, in CSS pixels

STYLE: Any = {
    "svg.fonttype": "none",  # text stays text: the page's font, selectable, small
    "font.family": "DejaVu Sans",  # matplotlib's own: measures the text, then gives way to the page's
    "font.size": 11.5,
    "axes.titlesize": 11.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlecolor": LIGHT["ink"],
    "axes.labelsize": 11.5,
    "axes.labelcolor": LIGHT["muted"],
    "axes.edgecolor": LIGHT["line"],
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "figure.facecolor": "none",
    "grid.color": LIGHT["line"],
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.8,
    "lines.markersize": 6,
    "text.color": LIGHT["ink"],
    "xtick.color": LIGHT["line"],
    "xtick.labelcolor": LIGHT["muted"],
    "xtick.labelsize": 11,
    "ytick.color": LIGHT["line"],
    "ytick.labelcolor": LIGHT["muted"],
    "ytick.labelsize": 11,
}


VARIABLES = {color: name for name, color in reversed(LIGHT.items())}  # of a shared colour, the first name


class Series(NamedTuple):
    """How one series looks; each differs from every other in all three."""

    color: str
    marker: str
    linestyle: str | tuple[int, tuple[float, ...]]


SERIES = (
    Series(LIGHT["series1"], "o", "-"),
    Series(LIGHT["series2"], "s", (0, (5, 2))),
    Series(LIGHT["series3"], "^", (0, (1.5, 1.5))),
    Series(LIGHT["series4"], "D", (0, (6, 2, 1.5, 2))),
)


class Spot(NamedTuple):
    """Where beside a line its name stands.

    Attributes:
        x: at which abscissa.
        above: above the line, or below it.
        side: which side of the text is there: ``"left"``, ``"center"`` or ``"right"``.
    """

    x: float
    above: bool
    side: str = "left"


@dataclass(frozen=True)
class Figure:
    """A drawn figure with its words.

    Attributes:
        svg: the drawing, an inline ``<svg>``.
        caption: what was measured, on what data, how often, with which interval.
        alternative: what is to be seen, in words and numbers, for whoever does not see it.
    """

    svg: str
    caption: str
    alternative: str

    def _repr_html_(self) -> str:
        return (
            f'<figure class="dc-figure" style="max-width: {MAX_WIDTH}px">{self.svg}'
            f"<figcaption>{escape(self.caption)}</figcaption></figure>"
        )

    def __repr__(self) -> str:
        return f"{self.alternative}\n\n{self.caption}"


@dataclass(frozen=True)
class Table:
    """Numbers in rows, for a page or a terminal.

    Attributes:
        caption: what was measured, on what data, how often, with which interval.
        header: the name of each column.
        rows: the cells; the first of a row names it, and lines after a cell's first are asides.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.header)
        rows = "".join(
            f'<tr><th scope="row"{_room_for(row[0])}>{escape(row[0])}</th>'
            + "".join(f"<td>{_cell(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for row in self.rows
        )
        return (
            f'<div class="table-scroll"><table class="dc-table"><caption>{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        )

    def __repr__(self) -> str:
        lines = [[cell.replace("\n", " ") for cell in line] for line in (self.header, *self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        text = "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
        return f"{text}\n\n{self.caption}"

    def folded(self, title: str) -> "Folded":
        """The table behind ``title``, for a page whose text states what it comes to."""
        return Folded(title, self)


@dataclass(frozen=True)
class Folded:
    """A table that unfolds below its title; a terminal shows it open."""

    title: str
    table: Table

    def _repr_html_(self) -> str:
        return (
            f'<details class="sd-dropdown dc-folded"><summary>{escape(self.title)}</summary>'
            f"{self.table._repr_html_()}</details>"
        )

    def __repr__(self) -> str:
        return f"{self.title}\n\n{self.table!r}"


def _room_for(name: str) -> str:
    """The name of a row in a wide table is not squeezed to a word a line: the table scrolls instead."""
    return ' style="min-width: 9rem"' if len(name) > 20 else ""


def _cell(text: str) -> str:
    first, *asides = map(escape, text.split("\n"))
    return first + "".join(f'<br/><small style="white-space: nowrap">{aside}</small>' for aside in asides)


@contextmanager
def style() -> Iterator[None]:
    """Draw in the course's style; needs matplotlib, which is imported here and not before."""
    import matplotlib as mpl

    with mpl.rc_context(STYLE):
        yield


def new_drawing(height: int, rows: int = 1) -> tuple["Drawing", list[Any]]:
    """A drawing of the usual width with ``rows`` panels one below the other; call it within ``style()``.

    It is made without pyplot, so that no window system and no global state is touched.
    """
    from matplotlib.figure import Figure as Drawing

    drawing = Drawing(figsize=(WIDTH / 72, height / 72), layout="constrained")  # in SVG a pixel is 1/72 inch
    return drawing, list(drawing.subplots(rows, 1, squeeze=False)[:, 0])


def draw_series(
    axes: Any,
    look: Series,
    x: Sequence[float],
    mean: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
) -> None:
    """A line through the means, with a bar for each interval."""
    color, marker, linestyle = look
    axes.vlines(x, low, high, colors=color, linewidth=1.2)
    axes.plot(x, mean, color=color, marker=marker, linestyle=linestyle)


def draw_means(
    axes: Any, look: Series, x: Sequence[float], found: Sequence[Mapping[str, float]], scale: float = 1
) -> list[float]:
    """As ``draw_series``, of numbers as a result holds them, ``scale`` times as large; gives their means."""
    mean, low, high = ([scale * one[end] for one in found] for end in ("mean", "low", "high"))
    draw_series(axes, look, x, mean, low, high)
    return mean


def label(axes: Any, text: str, look: Series, x: Sequence[float], y: Sequence[float], at: Spot) -> None:
    """Write the name of a line beside it, at ``at.x``, in the line's colour."""
    axes.annotate(
        text,
        (at.x, np.interp(at.x, x, y)),
        xytext=({"left": 6, "center": 0, "right": -6}[at.side], 5 if at.above else -5),
        textcoords="offset points",
        ha=at.side,
        va="bottom" if at.above else "top",
        color=look.color,
    )


def images(
    pixels: Sequence["NDArray[np.floating]"],
    titles: Sequence[str],
    name: str,
    *,
    columns: int,
    caption: str,
    alternative: str,
) -> Figure:
    """Grey images in rows of ``columns``, dark on light, each below its title.

    Args:
        pixels: of each image (height, width), 0 (background) to 1.
        titles: of the images, in their order; lines are parted by newlines.
        name: keeps ids apart from those of other figures on the page.
        columns: how many stand side by side.
        caption: what is shown.
        alternative: what is to be seen, in words.
    """
    from matplotlib.figure import Figure as Drawing

    rows = -(-len(pixels) // columns)
    lines = 1 + max(title.count("\n") for title in titles)
    side = WIDTH / columns
    with style():
        drawing = Drawing(figsize=(WIDTH / 72, rows * (side + 16 * lines) / 72), layout="constrained")
        for axes in drawing.subplots(rows, columns, squeeze=False).flat:
            axes.set_axis_off()
        for axes, image, title in zip(drawing.axes, pixels, titles, strict=False):
            axes.imshow(image, cmap="gray_r", vmin=0, vmax=1, interpolation="none")
            axes.set_title(title, loc="center", fontweight="normal")
        return render(drawing, name, caption=caption, alternative=alternative)


def render(drawing: "Drawing", name: str, *, caption: str, alternative: str) -> Figure:
    """The drawing as a themed, inline SVG; call it within ``style()``.

    The same drawing gives the same bytes every time; ``name`` keeps ids apart from those of other figures on
    the page.
    """
    import matplotlib as mpl

    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": name}):
        drawing.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return Figure(themed(buffer.getvalue(), name, alternative), caption, alternative)


def themed(svg: str, name: str, alternative: str) -> str:
    """Matplotlib's SVG made fit for a page: CSS variables for colours, the page's font, ids of its own."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"#[0-9a-f]{6}\b", lambda color: f"var(--dc-{VARIABLES[color[0]]}, {color[0]})", svg)
    svg = re.sub(r"'DejaVu Sans'[^;\"]*", "var(--dc-text-font, system-ui, sans-serif)", svg)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    view_box = re.search(r'viewBox="[^"]*"', svg)
    assert view_box is not None, "matplotlib always writes a viewBox"
    root = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{view_box[0]} role="img" aria-label="{escape(alternative)}" style="width: 100%; height: auto">'
    )
    return root + svg[svg.index(">") + 1 :].rstrip()
