import re
from os.path import relpath

import pytest
from plain_markdown import plain_cells
from website import ROOT
from works import Work, read_works

WORKS = {
    "ann2001": Work(("Ann", "Bo", "Cy"), "2001", "A Title", "Journal", "https://example.org/a"),
    "dee1999": Work(("Dee", "Ann"), "1999", "Another Title"),
}
REFERENCES = ROOT / "book" / "references.bib"
CODE = re.compile(r"^```\{code-cell\}.*?^```$", re.MULTILINE | re.DOTALL)
MYST = re.compile(r":::|\{[\w:-]+\}`|```\{|\)=\n|\.md\)")
TITLES = {"theory/masks": "What masks do", "../formulas/mean": "The mean"}
MAP = """```{course-map}
- part: Theory
  question: Why?
  pages:
  - {title: Masks, doc: theory/masks}
  - {title: "Noise, later", doc: theory/noise}
- part: Practice
  question: How?
  pages:
  - {title: Code, doc: practice/code}
```"""


def plain(text: str) -> str:
    (cell,) = plain_cells([text], WORKS | read_works(REFERENCES), TITLES)
    return cell


@pytest.mark.parametrize(
    ("myst", "markdown"),
    [
        (":::{div} lead\nWords.\n:::", "Words."),
        (":::{admonition} Predict first\n:class: predict\nWhat?\n:::", "> **Predict first**\n>\n> What?"),
        (":::{warning}\nMind.\n:::\nafter", "> **Warning**\n>\n> Mind.\nafter"),
        (
            ":::{dropdown} Why $p$?\nBecause.\n:::",
            "<details><summary>Why $p$?</summary>\n\nBecause.\n\n</details>",
        ),
        ("::::{note} A\n:::{div} b\nInner\n:::\n::::", "> **A**\n>\n> Inner"),
        ("Time\n: 20 minutes", "- **Time**: 20 minutes"),
        ("(mean)=\n## Mean", "## Mean"),
        ("As {cite:t}`ann2001` say", "As Ann et al. (2001) say"),
        ("See {cite}`ann2001,dee1999`.", "See Ann et al. (2001), Dee and Ann (1999)."),
        ("Nothing special, $x^2$: a [link](x.html)", "Nothing special, $x^2$: a [link](x.html)"),
        ("A page without a [notebook](x.md)", "A page without a notebook"),
        (
            "A [way](theory/masks.md), [](../formulas/mean.md)",
            "A [way](theory/masks.ipynb), [The mean](../formulas/mean.ipynb)",
        ),
        ("It {ref}`adds up <some-label>`.", "It adds up."),
        ("```python\nx[1:]  # ::: no fence\n```", "```python\nx[1:]  # ::: no fence\n```"),
    ],
)
def test_what_only_myst_knows_is_said_in_markdown(myst, markdown):
    assert plain(myst) == markdown


def test_formulas_are_numbered_through_all_cells_and_referred_to_by_number():
    cells = plain_cells(["$$\na\n$$ (eq-a)\nand {eq}`eq-b`", "$$\nno number\n$$", "$$\nb\n$$ (eq-b)"], {}, {})
    assert cells == ["$$\na \\tag{1}\n$$\nand (2)", "$$\nno number\n$$", "$$\nb \\tag{2}\n$$"]


def test_rows_get_the_environment_that_mathjax_asks_for():
    assert plain("$$\na &= b \\\\\nc &= d\n$$") == "$$\n\\begin{aligned}a &= b \\\\\nc &= d\\end{aligned}\n$$"
    cases = "$$\n\\begin{cases} a \\\\ b \\end{cases}\n$$"
    assert plain(cases) == cases


def test_the_map_of_the_course_is_a_list_that_links_the_pages_that_stand():
    assert plain(f"before\n\n{MAP}\n\nafter").splitlines() == [
        "before",
        "",
        "- **Theory**: Why?",
        "    - [Masks](theory/masks.ipynb)",
        "    - Noise, later (planned)",
        "- **Practice**: How?",
        "    - Code (planned)",
        "",
        "after",
    ]


def test_what_any_cell_cites_is_listed_once_where_the_bibliography_stands():
    cells = [
        "{cite:t}`dee1999` and {cite:t}`ann2001`",
        "{cite:t}`ann2001`\n\n```{bibliography}\n:style: plain\n```",
    ]
    assert plain_cells(cells, WORKS, {})[1].splitlines()[2:] == [
        "- Ann, Bo, Cy (2001). [A Title](https://example.org/a). Journal.",
        "- Dee, Ann (1999). Another Title.",
    ]


def test_works_come_from_bibtex_without_its_braces(tmp_path):
    entry = "@misc{dee1999, author = {Dee, D. and van Ann, A.}, title = {On {ABC}}, year = {1999}}"
    (tmp_path / "some.bib").write_text(entry)
    assert read_works(tmp_path / "some.bib") == {"dee1999": Work(("Dee", "Ann"), "1999", "On ABC")}


def test_the_pages_that_are_notebooks_leave_nothing_of_myst_behind():
    pages = [ROOT / "book" / "index.md", *(ROOT / "book").glob("[!_]*/**/*.md")]
    pages = [page for page in pages if "{code-cell}" in page.read_text(encoding="utf-8")]
    assert len(pages) > 1
    for page in pages:
        text = page.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        cells = CODE.split(text)
        titles = {relpath(other, page.parent).removesuffix(".md"): "A title" for other in pages}
        left = [
            word for cell in plain_cells(cells, read_works(REFERENCES), titles) for word in MYST.findall(cell)
        ]
        assert not left, page.name
