r"""TeX to MathML at build time, so that a page needs no script to show its formulas.

Temml (one file of JavaScript, vendor/temml.min.js) works inside QuickJS: no Node, about 1 ms a formula.
"""

import json
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import quickjs
from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

TEMML = Path(__file__).parent / "vendor" / "temml.min.js"
LOGGER = logging.getLogger(__name__)
NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|gather|multline)\}")


@cache
def _engine() -> quickjs.Context:
    engine = quickjs.Context()
    engine.set_max_stack_size(8 << 20)  # Temml's parser recurses deeper than QuickJS's default allows
    engine.eval(TEMML.read_text(encoding="utf-8"))
    return engine


@cache
def to_mathml(tex: str, *, display: bool) -> str:
    r"""The MathML of a TeX formula.

    Args:
        tex: the formula, without dollar signs. Environments lose their numbers: Sphinx numbers equations.
        display: True for a formula on a line of its own.

    Raises:
        ValueError: ``tex`` is not valid; the message is the parser's.
    """
    tex = NUMBERED.sub(r"\\\1{\2*}", tex.strip())
    if r"\\" in tex and r"\begin" not in tex:
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"  # Sphinx lets a bare formula break lines
    options = {"displayMode": display, "throwOnError": True}
    try:
        mathml = _engine().eval(f"temml.renderToString({json.dumps(tex)}, {json.dumps(options)})")
    except quickjs.JSException as error:
        raise ValueError(str(error).splitlines()[0]) from error
    return _with_close_tilde(str(mathml))


def _with_close_tilde(mathml: str) -> str:
    r"""Set ``\tilde`` as the accent that it is: Temml's ASCII tilde would float high above its letter."""
    root = ElementTree.fromstring(mathml)
    for over in root.iter("mover"):
        if over[1].text == "~" and over[1].get("stretchy") == "false":
            over[1].text = "\u02dc"
            over.set("accent", "true")
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _render(translator: HTML5Translator, node: nodes.Node, *, display: bool) -> str:
    tex = node.astext()
    try:
        return to_mathml(tex, display=display)
    except ValueError as error:
        LOGGER.warning("formula %r: %s", tex, error, location=node)
        return f"<code>{translator.encode(tex)}</code>"


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write an inline formula."""
    translator.body.append(_render(translator, node, display=False))
    raise nodes.SkipNode


def visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on its own line; it scrolls inside ``.formula``, with its number beside it."""
    translator.body.append(translator.starttag(node, "div", CLASS="equation"))
    translator.body.append(f'<div class="formula">{_render(translator, node, display=True)}</div>')
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode
