"""Small pictures of evidence as inline SVG: a share beside its bounds, the corners of masks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.property import Masks, Picture, Share

KEPT = "var(--dc-kept, #0b6fb8)"
DROPPED = "var(--dc-dropped, #c2410c)"
WIDTH, HEIGHT = 300, 34
CELL = 6


def draw(picture: Picture | None) -> str:
    """The picture as SVG with a text alternative; nothing for no picture."""
    if isinstance(picture, Share):
        return draw_share(picture)
    if isinstance(picture, Masks):
        return draw_masks(picture.corners)
    return ""


def draw_share(share: Share) -> str:
    """A ruler: the band that chance allows, a tick where the share should be, a dot where it is."""
    reach = 1.25 * max(abs(share.seen - share.expected), 2 * (share.high - share.expected))

    def x(value: float) -> float:
        return round(WIDTH / 2 + (value - share.expected) / reach * WIDTH / 2, 1)

    colour = KEPT if share.low <= share.seen <= share.high else DROPPED
    return svg(
        WIDTH,
        HEIGHT,
        f"seen {share.seen:.2%}, allowed {share.low:.2%} to {share.high:.2%}",
        f'<path d="M0 10H{WIDTH}" stroke="currentColor" opacity=".4"/>'
        f'<rect x="{x(share.low)}" y="4" width="{x(share.high) - x(share.low):.1f}" height="12" rx="3"'
        f' fill="{KEPT}" opacity=".3"/>'
        f'<path d="M{x(share.expected)} 2V18" stroke="currentColor"/>'
        f'<circle cx="{x(share.seen)}" cy="10" r="5" fill="{colour}"/>'
        f'<text x="{x(share.expected)}" y="31" font-size="12" text-anchor="middle" fill="currentColor">'
        f"{share.expected:.2%}</text>",
    )


def draw_masks(corners: Sequence[NDArray[np.bool_]]) -> str:
    """Masks side by side: a full square for a kept entry, a hollow one for a dropped entry."""
    rows = max(len(corner) for corner in corners)
    columns = [corner.shape[1] for corner in corners]
    starts = np.cumsum([0, *columns[:-1]]) + 2 * np.arange(len(corners))
    marks = {True: "", False: ""}
    for start, corner in zip(starts, corners, strict=True):
        for (row, column), kept in np.ndenumerate(corner):
            marks[bool(kept)] += f"M{(start + column) * CELL + 1} {row * CELL + 1}h4v4h-4z"
    return svg(
        (sum(columns) + 2 * (len(columns) - 1)) * CELL,
        rows * CELL,
        "corners of two masks" if len(corners) > 1 else "corner of a mask",
        f'<path d="{marks[True]}" fill="{KEPT}"/>'
        f'<path d="{marks[False]}" fill="none" stroke="{DROPPED}" stroke-width="1"/>',
    )


def svg(width: int, height: int, label: str, content: str) -> str:
    """An inline SVG with a text alternative."""
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg role="img" aria-label="{label}" {size}>{content}</svg>'
