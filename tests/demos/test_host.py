"""The host that brings widgets of a static page alive, on widgets that do nothing but show what it does."""

import anywidget
import pytest
import traitlets
from demos.pages import Publish
from ipywidgets import HBox, IntSlider, VBox, jsdlink, jslink
from playwright.sync_api import Page, expect
from website import Guard

from dropout_course.demos import Expectation

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("publish", ["http", "file"], indirect=True)]


class Number(anywidget.AnyWidget):
    """An input that moves ``value`` and shows it, and counts what the host did with its module."""

    _esm = """
    globalThis.evaluated = (globalThis.evaluated ?? 0) + 1;
    export default {
      initialize({ model }) { globalThis.initialised = (globalThis.initialised ?? 0) + 1; },
      render({ model, el }) {
        el.innerHTML = `<label>${model.get("label")} <input type="number"></label>`;
        const input = el.querySelector("input");
        const follow = () => { input.value = model.get("value"); };
        input.addEventListener("input", () => {
          model.set("value", Number(input.value));
          model.save_changes();
        });
        model.on("change:value", follow);
        follow();
        return () => {
          model.off("change:value", follow);
          globalThis.cleaned = (globalThis.cleaned ?? 0) + 1;
        };
      },
    };
    """
    _css = "label { color: rgb(1, 2, 3); }"
    label = traitlets.Unicode().tag(sync=True)
    value = traitlets.Int(0).tag(sync=True)


class Bytes(anywidget.AnyWidget):
    """Shows the sums of the bytes it was sent, one deep in a dictionary."""

    _esm = """
    const sum = (view) => {
      let total = 0;
      for (let i = 0; i < view.byteLength; i++) total += view.getUint8(i);
      return total;
    };
    export default () => ({
      render({ model, el }) {
        el.textContent = `sums ${sum(model.get("flat"))} ${sum(model.get("deep").of[1])}`;
      },
    });
    """
    flat = traitlets.Bytes(b"\x01\x02\xff").tag(sync=True)
    deep = traitlets.Dict({"of": [7, b"\x05\x06"]}).tag(sync=True)


class Model(anywidget.AnyWidget):
    """Says what its model answers."""

    _esm = """
    export default {
      async render({ model, el, experimental }) {
        const heard = [];
        const hear = (name) => (...details) => heard.push(`${name}=${details[1] ?? ""}`);
        const any = hear("any");
        model.on("change:a change:b", hear("each"));
        model.on("change", any);
        model.set({ a: 1, b: 2 });
        model.set("a", 1);
        model.off("change", any);
        model.set("b", 3);
        model.off();
        model.set("b", 4);
        model.send({ kind: "unheard" });
        const self = await model.widget_manager.get_model(`IPY_MODEL_${model.id}`);
        const refusal = await experimental.invoke("anything").catch((error) => error.message);
        el.textContent = [heard.join(" "), self === model, refusal].join("; ");
      },
    };
    """
    a = traitlets.Int(0).tag(sync=True)
    b = traitlets.Int(0).tag(sync=True)


def broken(code: str) -> anywidget.AnyWidget:
    """A widget whose module is ``code``."""
    return type("Broken", (anywidget.AnyWidget,), {"_esm": f"\n{code}\n"})()


def test_two_views_of_one_model_move_together_and_its_module_is_run_once(
    guarded_page: Page, publish: Publish
) -> None:
    number = Number(label="n", value=3)
    guarded_page.goto(publish(number, number, Number(label="m")))
    first, second, other = (guarded_page.get_by_role("spinbutton").nth(i) for i in range(3))
    first.fill("8")
    expect(second).to_have_value("8")
    expect(other).to_have_value("0")
    assert guarded_page.evaluate("[evaluated, initialised]") == [1, 2]
    styles = guarded_page.locator("style").all_inner_texts()
    assert sum("rgb(1, 2, 3)" in style for style in styles) == 1
    expect(guarded_page.get_by_text("n", exact=True).first).to_have_css("color", "rgb(1, 2, 3)")


def test_links_between_widgets_work_one_way_or_both(guarded_page: Page, publish: Publish) -> None:
    source, both, one_way = Number(label="source", value=5), Number(label="both"), Number(label="one way")
    jslink((source, "value"), (both, "value"))
    jsdlink((source, "value"), (one_way, "value"))
    guarded_page.goto(publish(HBox([source, VBox([both])]), one_way))
    field = guarded_page.get_by_label
    expect(field("one way")).to_have_value("5")
    field("both").fill("6")
    expect(field("source")).to_have_value("6")
    expect(field("one way")).to_have_value("6")
    field("one way").fill("7")
    expect(field("source")).to_have_value("6")


def test_boxes_lay_out_what_they_hold(guarded_page: Page, publish: Publish) -> None:
    guarded_page.goto(publish(VBox([HBox([Number(label="a"), Number(label="b")]), Number(label="c")])))
    a, b, c = (guarded_page.get_by_label(name).bounding_box() for name in "abc")
    assert a["y"] == b["y"] < c["y"]
    assert a["x"] < b["x"]


def test_bytes_arrive_where_their_path_says(guarded_page: Page, publish: Publish) -> None:
    guarded_page.goto(publish(Bytes()))
    expect(guarded_page.get_by_text("sums 258 11")).to_be_visible()


def test_a_model_tells_of_changes_only_and_has_no_kernel_to_ask(guarded_page: Page, publish: Publish) -> None:
    guarded_page.goto(publish(Model()))
    told = "each=1 each=2 any= each=3; true; This page has no kernel"
    expect(guarded_page.get_by_text(told)).to_be_visible()


def test_a_view_that_leaves_the_page_is_cleaned_up(guarded_page: Page, publish: Publish) -> None:
    number = Number(label="n")
    guarded_page.goto(publish(number, number))
    guarded_page.get_by_role("spinbutton").first.evaluate("input => input.closest('[data-page]').remove()")
    guarded_page.wait_for_function("globalThis.cleaned === 1")
    guarded_page.get_by_role("spinbutton").fill("2")  # the other one lives on


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("export default { render() { throw new Error('no ink') } }", "no ink"),
        ("export default { initialize() { throw new Error('no paper') } }", "no paper"),
        ("this is not a module", "SyntaxError|Unexpected identifier"),
        ("export const something = 1;", "undefined"),
    ],
)
def test_a_widget_that_fails_says_so_in_its_place_and_leaves_the_others_alone(
    page: Page, publish: Publish, code: str, complaint: str
) -> None:
    page.goto(publish(broken(code), Number(label="n")))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("This demo could not start")
    assert any(words in alert.inner_text() for words in complaint.split("|"))
    expect(page.get_by_label("n")).to_have_value("0")
    assert alert.bounding_box()["y"] < page.get_by_label("n").bounding_box()["y"]


def test_a_demo_takes_the_place_of_its_own_still_picture_only(guarded_page: Page, publish: Publish) -> None:
    guarded_page.goto(publish(Number(label="n"), Expectation(p=0.1), Expectation(p=0.9)))
    alive = guarded_page.locator("[data-demo][data-ready=true]")
    expect(alive).to_have_count(2)
    expect(guarded_page.locator("[data-still]")).to_have_count(0)
    assert [demo.get_by_label("Dropout rate").input_value() for demo in alive.all()] == ["0.1", "0.9"]
    expect(guarded_page.get_by_role("spinbutton")).to_have_value("0")


def test_a_demo_that_fails_leaves_its_still_picture(page: Page, publish: Publish) -> None:
    demo = Expectation()
    start = "function render({ model, el }) {"
    assert start in demo._esm
    demo._esm = demo._esm.replace(start, f"{start} throw new Error('no ink');")
    page.goto(publish(demo))
    expect(page.get_by_role("alert")).to_contain_text("no ink")
    expect(page.locator("[data-demo][data-still] svg").first).to_be_visible()


def test_a_page_without_widgets_loads_nothing_more(guarded_page: Page, publish: Publish) -> None:
    address = publish()
    asked: list[str] = []
    guarded_page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    guarded_page.goto(address, wait_until="networkidle")
    assert [name for name in asked if name.endswith(".js")] == ["demo-host.js"]


@pytest.mark.slow
def test_a_page_with_any_other_widget_is_left_to_the_html_manager(
    page: Page, guard: Guard, publish: Publish
) -> None:
    slider, number = IntSlider(description="slider", value=4), Number(label="n")
    jslink((slider, "value"), (number, "value"))
    page.on("request", guard._see)
    page.goto(publish(VBox([slider, number])))
    expect(page.get_by_label("n")).to_have_value("4", timeout=30_000)
    page.get_by_label("n").fill("9")
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuetext", "9")
