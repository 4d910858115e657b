"""The page that hands out the homework says of each what its text says."""

import re

import pytest
import yaml
from gallery.build import ASSIGNMENTS, build_script, source_notebook

ROOT = ASSIGNMENTS.parent
PAGE = (ROOT / "book" / "homework" / "index.md").read_text(encoding="utf-8")
NAMES = build_script().assignments()


def section(name):
    """The part of the page that hands out ``name``."""
    (found,) = [part for part in PAGE.split("\n## ") if f"[{name}.zip]({name}.zip)" in part]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_page_gives_the_time_that_the_homework_gives(name):
    takes = re.search(r"\*\*Takes\*\* (about [^.]+)\.", source_notebook(name).cells[0].source)[1]
    assert f"Takes\n: {takes}\n" in section(name)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_links_what_the_homework_builds_on(name):
    pages = re.findall(r"`([\w-]+/[\w-]+)\.html`", source_notebook(name).cells[0].source)
    assert pages
    assert pages == re.findall(r"\]\(\.\./([\w-]+/[\w-]+)\.md\)", section(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_that_a_homework_builds_on_leads_to_it(name):
    pages = re.findall(r"`([\w-]+/[\w-]+)\.html`", source_notebook(name).cells[0].source)
    assert any("(../homework/index.md" in (ROOT / f"book/{page}.md").read_text() for page in pages)


def test_the_page_hands_out_nothing_that_is_not_there():
    assert sorted(set(re.findall(r"\]\((hw[\w-]+)\.zip\)", PAGE))) == NAMES
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    assert {"book/homework/index", "book/homework/learners"} <= set(listed)
