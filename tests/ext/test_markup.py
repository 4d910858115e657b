"""What the extensions make of a page's Markdown, seen in the HTML of a book of two pages."""

import re
from pathlib import Path

import pytest
from small_book import build, built_page, write_book

pytestmark = pytest.mark.slow

HOME = """\
# Home

The multiplier $m$, then $\\sqrt{p}$; and ($q$) last. An $x$ without.

```{course-map}
- part: First
  question: Why?
  pages:
  - {title: The page that stands, doc: page}
  - {title: A page to come, doc: theory/later}
```

| a | b |
| --- | --- |
| 1 | 2 |

:::{dropdown} Question?
Answer.
:::
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    page = "# Page\n\nThe rate $p$ comes first.\n\n" + "Words of the page. " * 20
    book = write_book(tmp_path_factory.mktemp("small"), {"index": HOME, "page": page})
    result = build(book)
    assert result.returncode == 0, result.stderr
    return book


@pytest.fixture(scope="module")
def home(book) -> str:
    return built_page(book, "index")


def test_a_formula_keeps_the_punctuation_behind_it(home):
    joined = re.findall(r'<span class="nobr">(.*?)</span>', home)
    assert [re.sub("<[^>]+>", "", text) for text in joined] == ["m,", "p;", "q)"]


def test_a_table_stands_in_a_box_that_scrolls(home):
    assert re.search(r'<div class="table-scroll[^"]*">\s*<table', home)


def test_the_map_links_to_what_stands_and_only_names_what_is_planned(home):
    units = dict(re.findall(r'<li class="unit (unit-\w+)">(.*?)</li>', home, re.DOTALL)[1:])
    assert "planned: 1" in home
    assert "finished: 1" in home
    stands = next(
        u for u in re.findall(r'<li class="unit unit-stands">.*?</li>', home, re.DOTALL) if "<a" in u
    )
    assert 'href="page.html"' in stands
    assert "The page that stands" in stands
    assert "A page to come" in units["unit-planned"]
    assert "href" not in units["unit-planned"]


def test_the_description_is_the_first_paragraph_without_formulas_cut_at_a_word(book):
    (description,) = re.findall(r'<meta name="description" content="([^"]*)"', built_page(book, "page"))
    assert description.startswith("Words of the page.")
    assert 140 < len(description) <= 157
    assert re.search(r"(Words|of|the|page\.) …$", description)
