"""The directive ``thinned-network``: a network in one training step, drawn by the course's own ``keep_mask``.

Its argument is the widths of the layers; options are the drop rate ``p``, the ``seed``, and ``alt``, the text
for those who do not see it. Inputs and outputs are never dropped.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

import numpy as np
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from dropout_course.reference import keep_mask

WIDTH, HEIGHT, RADIUS = 640, 230, 11
Unit = tuple[float, float, bool]
"""x, y, and whether the unit is kept."""


class ThinnedNetwork(SphinxDirective):
    """A layered network; dropped units are dashed and have no connections."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {"p": float, "seed": int, "alt": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Draw the network as inline SVG, so that it takes the page's colours."""
        widths = [int(width) for width in self.arguments[0].split()]
        layers = _layers(widths, self.options["p"], np.random.default_rng(self.options["seed"]))
        return [nodes.raw("", _svg(layers, self.options["alt"]), format="html")]


def _layers(widths: list[int], p: float, rng: np.random.Generator) -> list[list[Unit]]:
    columns = np.linspace(RADIUS + 2, WIDTH - RADIUS - 2, len(widths))
    layers = []
    for number, (x, width) in enumerate(zip(columns, widths, strict=True)):
        hidden = 0 < number < len(widths) - 1
        kept = keep_mask((width,), p, rng) if hidden else np.ones(width, bool)
        rows = HEIGHT / 2 + (np.arange(width) - (width - 1) / 2) * 36
        layers.append([(float(x), float(y), bool(k)) for y, k in zip(rows, kept, strict=True)])
    return layers


def _svg(layers: list[list[Unit]], alt: str) -> str:
    units = [unit for layer in layers for unit in layer]
    edges = "".join(f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}" for (x1, y1), (x2, y2) in _connections(layers))
    circles = "".join(
        f'<circle class="{"unit-kept" if kept else "unit-dropped"}" cx="{x:.0f}" cy="{y:.0f}" r="{RADIUS}"/>'
        for x, y, kept in units
    )
    return (
        f'<svg class="thinned-network" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{alt}">'
        f'<path d="{edges}"/>{circles}</svg>'
    )


def _connections(layers: list[list[Unit]]) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    for left, right in pairwise(layers):
        for x1, y1, kept1 in left:
            for x2, y2, kept2 in right:
                if kept1 and kept2:
                    yield (x1, y1), (x2, y2)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("thinned-network", ThinnedNetwork)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
