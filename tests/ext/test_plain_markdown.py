import pytest
from plain_markdown import plain_cells


def plain(text: str) -> str:
    (cell,) = plain_cells([text])
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
        ("As {cite:t}`srivastava2014` say", "As Srivastava (2014) say"),
        ("```{bibliography}\n:style: plain\n```\nend", "end"),
        ("Nothing special, $x^2$: a [link](x.md)", "Nothing special, $x^2$: a [link](x.md)"),
        ("```python\nx[1:]  # ::: no fence\n```", "```python\nx[1:]  # ::: no fence\n```"),
    ],
)
def test_what_only_myst_knows_is_said_in_markdown(myst, markdown):
    assert plain(myst) == markdown


def test_formulas_are_numbered_through_all_cells_and_referred_to_by_number():
    cells = plain_cells(["$$\na\n$$ (eq-a)\nand {eq}`eq-b`", "$$\nno number\n$$", "$$\nb\n$$ (eq-b)"])
    assert cells == ["$$\na \\tag{1}\n$$\nand (2)", "$$\nno number\n$$", "$$\nb \\tag{2}\n$$"]


def test_rows_get_the_environment_that_mathjax_asks_for():
    assert plain("$$\na &= b \\\\\nc &= d\n$$") == "$$\n\\begin{aligned}a &= b \\\\\nc &= d\\end{aligned}\n$$"
    cases = "$$\n\\begin{cases} a \\\\ b \\end{cases}\n$$"
    assert plain(cases) == cases


def test_the_pages_of_the_course_leave_nothing_of_myst_behind():
    from website import ROOT

    pages = list((ROOT / "book").glob("[!_]*/**/*.md"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        prose = [part for i, part in enumerate(text.split("```")) if i % 2 == 0]
        assert not [
            word for word in (":::", "{eq}", "{cite", "{dropdown}", ")=\n") if word in plain("".join(prose))
        ]
