"""The files of the built site: links, anchors, notebooks, and what the diet keeps out."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
import yaml
from website import ROOT, toc_pages

pytestmark = pytest.mark.browser

LINKS = {"href", "src", "action", "poster"}
LOADED = {"link", "script", "img", "iframe", "source", "video", "audio", "object"}


class Reader(HTMLParser):
    """Ids of a page, its links with the tags they stand in, and the names of its demos."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.demos: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        if "data-permalink" in dict(attrs):  # the state of a demo, not a place on the page
            self.demos.append(str(dict(attrs)["href"]).removeprefix("#"))
            return
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            elif name in LINKS and value is not None:
                self.links.append((tag, value))


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Reader]:
    names = [*toc_pages(), "search"]
    return {(site / f"{name}.html").resolve(): Reader(site / f"{name}.html") for name in names}


def test_internal_links_and_anchors_resolve(pages):
    broken = []
    for path, reader in pages.items():
        for _, link in reader.links:
            url = urlsplit(link)
            if url.scheme or url.netloc:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            anchors = pages[target].ids if target in pages else []
            if not target.is_file() or (url.fragment and unquote(url.fragment) not in anchors):
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_ids_are_unique_in_a_page(pages):
    for path, reader in pages.items():
        assert [i for i, count in Counter(reader.ids).items() if count > 1] == [], path.name


def test_no_place_on_a_page_is_called_like_its_demo(pages):
    """A link to it would lead to the demo, whose name begins the links to its states."""
    assert any(reader.demos for reader in pages.values())
    for path, reader in pages.items():
        assert set(reader.demos) & set(reader.ids) == set(), path.name


def test_nothing_is_loaded_from_another_host(pages):
    for path, reader in pages.items():
        foreign = [link for tag, link in reader.links if tag in LOADED and urlsplit(link).netloc]
        assert [link for link in foreign if "canonical" not in link] == [], path.name


def test_pages_are_free_of_fontawesome_bootstrap_thebe_and_mathjax(pages):
    for path in pages:
        page = path.read_text(encoding="utf-8").lower()
        assert re.findall(r"fontawesome|fa-solid|bootstrap[.@-]|thebe|mathjax[.@]|require.js", page) == [], (
            path.name
        )


def test_every_notebook_page_links_to_binder_colab_and_its_own_file(pages, site):
    repository = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["repository"]
    name, branch = urlsplit(repository["url"]).path.strip("/"), repository["branch"]
    notebooks = 0
    for page in toc_pages():
        source = (ROOT / f"{page}.md").read_text(encoding="utf-8")
        links = [link for tag, link in pages[(site / f"{page}.html").resolve()].links if tag == "a"]
        if "{code-cell}" not in source:
            assert not any("mybinder" in link for link in links), f"{page} is no notebook"
            continue
        notebooks += 1
        path = f"notebooks/{page.removeprefix('book/')}.ipynb"
        assert f"https://mybinder.org/v2/gh/{name}/{branch}?labpath={path.replace('/', '%2F')}" in links
        assert f"https://colab.research.google.com/github/{name}/blob/{branch}/{path}" in links
        assert any(link.endswith(path) and not urlsplit(link).netloc for link in links)
        notebook = nbformat.read(site / path, as_version=4)
        nbformat.validate(notebook)
        executed = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.execution_count]
        assert executed, f"{path} was not executed"
        assert any(cell.outputs for cell in executed)
    assert notebooks
