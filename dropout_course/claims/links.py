"""Whether what an entry of the ledger points to is there: page, demo, tests, exercise, result, works."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from dropout_course import results
from dropout_course.claims.reader import Claim


def dead_links(claim: Claim, root: Path) -> Iterator[str]:
    """Each link of ``claim`` that leads nowhere in the checkout ``root``, with how to mend it."""
    yield from dead_page("page", claim.page, root)
    if claim.exercise:
        yield from dead_page("exercise", claim.exercise, root)
    if claim.demo:
        yield from _dead_demo(claim.demo, root)
    for test in claim.derivation:
        yield from _dead_test(test, root)
    for experiment in claim.experiment:
        yield from _dead_experiment(experiment, claim.id)
    for work in claim.survey:
        yield from _unlisted_work(work, root)


def dead_page(field: str, link: str, root: Path) -> Iterator[str]:
    """Why ``link``, a page of the book with or without an anchor, leads nowhere, if so."""
    page, _, anchor = link.partition("#")
    text = _text(root / "book" / f"{page}.md")
    if text is None:
        yield f"{field} {link}: there is no book/{page}.md; write it or mend the link"
    elif page not in _pages(root):
        yield f"{field} {link}: the page is not in _toc.yml, so no reader finds it; list it there"
    elif anchor and not re.search(rf"^\({re.escape(anchor)}\)=$", text, re.MULTILINE):
        yield f"{field} {link}: book/{page}.md has no line ({anchor})=; write it above the heading"


def pages_that_show(demo: str, root: Path) -> list[str]:
    """The pages of the book that show the demo, without ``book/`` and ending."""
    code = _text(_demo_file(demo, root)) or ""
    shown = re.search(r"^class (\w+)\(Demo\)", code, re.MULTILINE)
    pages = sorted(_pages(root)) if shown else []
    call = f"{shown[1]}(" if shown else ""
    return [page for page in pages if call in (_text(root / "book" / f"{page}.md") or "")]


def _dead_demo(name: str, root: Path) -> Iterator[str]:
    file = _demo_file(name, root)
    if not file.is_file():
        yield f"demo {name}: there is no {file.relative_to(root)}; write it or mend the name"
    elif not pages_that_show(name, root):
        yield f"demo {name}: no page in _toc.yml shows it; show it where the claim is taught, or take it out"


def _demo_file(name: str, root: Path) -> Path:
    return root / "dropout_course" / "demos" / f"{name.replace('-', '_')}.py"


def _dead_test(name: str, root: Path) -> Iterator[str]:
    file, _, test = name.partition("::")
    text = _text(root / file)
    if text is None:
        yield f"derivation {name}: there is no {file}; write the test or mend the name"
        return
    try:
        there = test in _functions(text)
    except SyntaxError as error:
        yield f"derivation {name}: {file} is no Python: {error.msg}, line {error.lineno}; mend it"
        return
    if not there:
        yield f"derivation {name}: {file} has no {test}; write the test or mend the name"


def _dead_experiment(name: str, claim: str) -> Iterator[str]:
    if name not in results.names():
        yield f"experiment {name}: no result is committed; dropout-course experiments run {name}"
    elif claim not in (tried := results.load(name)["claims"]):
        yield f"experiment {name}: it tries {', '.join(tried)}, not this claim; name one that does"


def _unlisted_work(key: str, root: Path) -> Iterator[str]:
    listed = _text(root / "book" / "references.bib") or ""
    if not re.search(rf"^@\w+\{{{re.escape(key)},", listed, re.MULTILINE):
        yield f"survey {key}: book/references.bib has no such work; add it or mend the key"


def _text(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _pages(root: Path) -> frozenset[str]:
    """The pages of the book, without ``book/`` and ending."""
    return frozenset(re.findall(r"^[^#\n]*\bbook/([\w/-]+)", _text(root / "_toc.yml") or "", re.MULTILINE))


def _functions(text: str) -> frozenset[str]:
    return frozenset(node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
