"""Lists and boxes as controls of a demo: they move their trait, follow it, and stand in links and stills."""

from pathlib import Path

import pytest
import traitlets
from demos.pages import Publish
from playwright.sync_api import Locator, Page, expect

from dropout_course.demos import assembly
from dropout_course.demos.demo import Demo

HTML = """
<div class="dc-demo" data-demo="choices">
  <fieldset>
    <label>Way
      <select data-trait="way"><option value="near">nearby</option><option value="far">away</option></select>
    </label>
    <label>Count
      <select data-trait="count"><option value="1">1</option><option value="2.5">2.5</option></select>
    </label>
    <label><input type="checkbox" data-trait="on"> Box</label>
    <button type="button" data-action="reset">Reset</button>
    <a data-permalink href="#choices">Link</a>
  </fieldset>
  <p data-summary></p>
</div>
"""
JAVASCRIPT = """
import { demo } from "./kit.js";

export default demo({
  name: "choices",
  traits: ["way", "count", "on"],
  read: () => ({}),
  view: (state) => ({ numbers: {}, pictures: {}, summary: { all: JSON.stringify(state) } }),
});
"""


@pytest.fixture
def choices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> type[Demo]:
    """A demo made of lists, of words and of numbers, and a box."""
    for shared in ("kit.js", "demo.css"):
        (tmp_path / shared).symlink_to(assembly.FOLDER / shared)
    for suffix, text in {"html": HTML, "js": JAVASCRIPT, "css": ""}.items():
        (tmp_path / f"choices.{suffix}").write_text(text)
    monkeypatch.setattr(assembly, "FOLDER", tmp_path)

    class Choices(Demo):
        name = "choices"
        way = traitlets.Unicode("near").tag(sync=True)
        count = traitlets.Float(1.0).tag(sync=True)
        on = traitlets.Bool(False).tag(sync=True)

    return Choices


def state_of(demo: Locator) -> tuple[str, str, bool]:
    """What the controls show, after the words that follow the state have come to rest."""
    way, count, on = (demo.get_by_label(name) for name in ("Way", "Count", "Box"))
    shown = way.input_value(), count.input_value(), on.is_checked()
    words = f'{{"way":"{shown[0]}","count":{shown[1]},"on":{str(shown[2]).lower()}}}'
    expect(demo.locator("[data-summary]")).to_have_text(words)
    return shown


def alive(page: Page, address: str) -> Locator:
    page.goto(address)
    demo = page.locator('[data-demo="choices"][data-ready="true"]')
    expect(demo).to_be_visible()
    return demo


@pytest.mark.browser
def test_lists_and_boxes_move_their_traits_and_reset_takes_them_back(
    guarded_page: Page, publish: Publish, choices: type[Demo]
) -> None:
    demo = alive(guarded_page, publish(choices()))
    assert state_of(demo) == ("near", "1", False)
    demo.get_by_label("Way").press("ArrowDown")
    demo.get_by_label("Count").select_option("2.5")
    demo.get_by_label("Box").press("Space")
    assert state_of(demo) == ("far", "2.5", True)
    demo.get_by_role("button", name="Reset").click()
    assert state_of(demo) == ("near", "1", False)


@pytest.mark.browser
def test_a_link_restores_lists_and_boxes(guarded_page: Page, publish: Publish, choices: type[Demo]) -> None:
    address = publish(choices())
    demo = alive(guarded_page, address)
    demo.get_by_label("Way").select_option("far")
    demo.get_by_label("Box").check()
    link = demo.get_by_role("link").get_attribute("href")
    assert link == "#choices?way=far&count=1&on=true"
    guarded_page.goto("about:blank")
    assert state_of(alive(guarded_page, address + link)) == ("far", "1", True)


@pytest.mark.browser
def test_a_link_to_what_a_list_does_not_offer_leaves_it_as_it_was(
    guarded_page: Page, publish: Publish, choices: type[Demo]
) -> None:
    demo = alive(guarded_page, f"{publish(choices(way='far'))}#choices?way=away&count=7&on=perhaps")
    assert state_of(demo) == ("far", "1", False)


def test_a_still_picture_shows_what_is_selected_and_checked(choices: type[Demo]) -> None:
    html = choices(way="far", on=True).static_html()
    assert '<option value="far" selected>' in html
    assert '<option value="near">' in html
    assert '<option value="1" selected>' in html
    assert 'data-trait="on" checked>' in html
    assert "checked" not in choices().static_html()


@pytest.mark.browser
def test_the_words_follow_when_a_control_rests_not_at_each_step(
    guarded_page: Page, publish: Publish, choices: type[Demo]
) -> None:
    guarded_page.clock.install(time=0)
    demo = alive(guarded_page, publish(choices()))
    guarded_page.clock.pause_at(3600)  # or real time passes, too
    words = demo.locator("[data-summary]")
    words.evaluate("""words => {
        globalThis.spoken = 0;
        new MutationObserver(() => { globalThis.spoken += 1; }).observe(words, { childList: true });
    }""")
    for _ in range(5):
        demo.get_by_label("Box").press("Space")
        guarded_page.clock.run_for(400)
    assert guarded_page.evaluate("spoken") == 0
    guarded_page.clock.run_for(200)
    assert guarded_page.evaluate("spoken") == 1
    assert '"on":true' in words.inner_text()
