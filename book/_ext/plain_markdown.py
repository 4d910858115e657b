"""MyST Markdown as a notebook shows it: what Jupyter and Colab do not know, said in plain Markdown.

Fences become quotations, unfolding questions ``<details>``, labelled formulas carry their number, and
references to them that number; cited works are named and listed; links lead to the notebooks of other pages,
and the map of the course becomes a list of them. Whatever else MyST has, the pages of the course do not use.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import yaml
from works import Work, listing

FENCE = re.compile(r"(?P<colons>:{3,})\{(?P<name>[\w-]+)\} ?(?P<title>.*)")
OPTION = re.compile(r":[\w-]+:")
LABEL = re.compile(r"^\([\w-]+\)=\n", re.MULTILINE)
COURSE_MAP = re.compile(r"^```\{course-map\}\n(?P<parts>.*?)^```$", re.MULTILINE | re.DOTALL)
BIBLIOGRAPHY = re.compile(r"^```\{bibliography\}.*?^```\n?", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"^\$\$\n(?P<tex>.*?)\n\$\$(?: \((?P<label>[\w-]+)\))?$", re.MULTILINE | re.DOTALL)
EQUATION = re.compile(r"\{eq\}`([\w-]+)`")
CITATION = re.compile(r"\{cite(?::\w+)?\}`(?P<keys>[\w, ]+)`")
REFERENCE = re.compile(r"\{ref\}`(?P<text>[^`<]+?) <[\w-]+>`")
LINK = re.compile(r"\[(?P<text>[^\[\]]*)\]\((?P<page>[\w./-]+)\.md\)")
DEFINITION = re.compile(r"^(?P<term>\S.*)\n: +", re.MULTILINE)


def plain_cells(cells: Iterable[str], works: Mapping[str, Work], titles: Mapping[str, str]) -> list[str]:
    """The Markdown cells of one page, in order; formulas are numbered through all of them, as on the page.

    Args:
        cells: the cells in MyST.
        works: those that a page may cite, by their keys.
        titles: of the pages that have a notebook, by their path from this page, without the suffix.
    """
    cells = list(cells)
    labels = [match["label"] for cell in cells for match in FORMULA.finditer(cell) if match["label"]]
    numbers = {label: number for number, label in enumerate(labels, start=1)}
    cited = [key for cell in cells for match in CITATION.finditer(cell) for key in _keys(match)]
    plain = [_plain(cell, numbers, works, listing(cited, works)) for cell in cells]
    return [LINK.sub(lambda match: _link(match, titles), _with_map(text, titles)) for text in plain]


def _plain(text: str, numbers: Mapping[str, int], works: Mapping[str, Work], bibliography: str) -> str:
    text = BIBLIOGRAPHY.sub(lambda _: f"{bibliography}\n", LABEL.sub("", text))
    text = "\n".join(_unfence(iter(text.split("\n"))))
    text = DEFINITION.sub(r"- **\g<term>**: ", text)
    text = FORMULA.sub(lambda match: _formula(match["tex"], numbers.get(match["label"])), text)
    text = EQUATION.sub(lambda match: f"({numbers[match[1]]})" if match[1] in numbers else match[1], text)
    text = REFERENCE.sub(r"\g<text>", text)
    return CITATION.sub(lambda match: ", ".join(works[key].name for key in _keys(match)), text)


def _link(match: re.Match[str], titles: Mapping[str, str]) -> str:
    """To the other page's notebook, which stands where its source stands; without a text, by its title.

    Of a link to a page that has no notebook the text remains.
    """
    page = match["page"]
    return f"[{match['text'] or titles[page]}]({page}.ipynb)" if page in titles else match["text"]


def _with_map(text: str, titles: Mapping[str, str]) -> str:
    return COURSE_MAP.sub(lambda match: "\n".join(_map(yaml.safe_load(match["parts"]), titles)), text)


def _map(parts: Iterable[Mapping], titles: Mapping[str, str]) -> Iterator[str]:
    for part in parts:
        yield f"- **{part['part']}**: {part['question']}"
        for page in part["pages"]:
            stands = page["doc"] in titles
            yield (
                f"    - [{page['title']}]({page['doc']}.md)" if stands else f"    - {page['title']} (planned)"
            )


def _keys(citation: re.Match[str]) -> list[str]:
    return [key.strip() for key in citation["keys"].split(",")]


def _formula(tex: str, number: int | None) -> str:
    if r"\\" in tex and r"\begin" not in tex:
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"  # MathJax asks for what Sphinx adds by itself
    tag = rf" \tag{{{number}}}" if number else ""
    return f"$$\n{tex}{tag}\n$$"


def _unfence(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        fence = FENCE.fullmatch(line)
        if fence:
            body = list(_unfence(_up_to(fence["colons"], lines)))
            yield from _fenced(fence["name"], fence["title"], body)
        else:
            yield line


def _up_to(colons: str, lines: Iterator[str]) -> Iterator[str]:
    """Lines of a fence's body: without its options, up to the colons that close it."""
    in_options = True
    for line in lines:
        if line.rstrip() == colons:
            return
        in_options = in_options and bool(OPTION.match(line))
        if not in_options:
            yield line


def _fenced(name: str, title: str, body: list[str]) -> Iterator[str]:
    if name == "div":
        yield from body
    elif name == "dropdown":
        yield from (f"<details><summary>{title}</summary>", "", *body, "", "</details>")
    else:
        yield from (f"> {line}".rstrip() for line in (f"**{title or name.capitalize()}**", "", *body))
