"""A book theme that weighs little: one script, purged styles, formulas as MathML, nothing from another host.

The theme is plain Sphinx (it inherits from ``basic``) and takes Jupyter Book's own theme options, so that
``_config.yml`` is written as for any Jupyter Book.

    mathml.py      TeX to MathML while the pages are written
    punctuation.py formula and full stop on one line
    tables.py      a box in which a wide table scrolls
    pages.py       what the templates need to know of a page
    inventory.py   which classes and characters the finished pages use
    purge.py       drop the style rules that no page uses
    palette.py     the course's colours as CSS variables
    stylesheet.py  all styles, purged and packed into one file
    fonts.py       the text font and the mathematics font, cut down to the characters in use
    finish.py      writes stylesheets, script and front door beside the finished pages
"""

from pathlib import Path

from sphinx.application import Sphinx

from . import finish, mathml, pages, punctuation, tables

HERE = Path(__file__).parent


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the theme ``slim`` with Sphinx."""
    app.add_html_theme("slim", str(HERE / "theme"))
    app.add_html_math_renderer("temml", (mathml.visit_inline, None), (mathml.visit_block, None))
    app.add_post_transform(punctuation.KeepPunctuation)
    app.add_post_transform(tables.ScrollTables)
    app.add_config_value(
        "comments_config", None, ""
    )  # Jupyter Book sets it, whether or not anybody takes comments
    app.connect("html-page-context", pages.add_page_context, priority=900)
    app.connect("build-finished", finish.write_assets, priority=900)
    app.connect("build-finished", finish.write_front_door, priority=400)  # before another is put there
    return {"parallel_read_safe": True, "parallel_write_safe": True}
