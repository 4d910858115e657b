"""What every demo does alike, as its reader meets it: in Chromium, on a page without a kernel.

What depends on the book's pages stands in ``tests/book``; here are small pages, most with all demos at once.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from demos.pages import Publish, page_with
from demos.reader import (
    CLASSES,
    controls_of,
    demos_on,
    name_of,
    numbers_in_python,
    numbers_of,
    open_demo,
    pictures_of,
)
from playwright.sync_api import Browser, Locator, Page, expect

from dropout_course.demos import (
    ByHeart,
    ClassicOrInverted,
    EnsembleExplorer,
    Expectation,
    FeatureMapMasks,
    LearningCurves,
    MaskSampler,
    NoiseAsARegulariser,
    Placement,
    RateAndLearningRate,
    RecurrentMasks,
    TrainOrEval,
    TuneIt,
    Uncertainty,
    VarianceDepth,
    WhereDoesItHelp,
    WhoMoves,
)
from dropout_course.demos.demo import Demo

pytestmark = pytest.mark.browser

State = dict[str, Any]

# Corners of each demo: what Chromium computes there is what the reference computes.
STATES: dict[type[Demo], list[State]] = {
    ByHeart: [
        {"passes": 0},
        {"passes": 200, "p": 0.8},
        {"labels": "true", "p": 0.2, "passes": 100},
    ],
    ClassicOrInverted: [
        {"p": 0.0, "steps": 0},
        {"p": 0.8, "steps": 300},
        {"p": 0.3, "rescaled": "rate-squared", "optimiser": "momentum"},
        {"p": 0.61, "rescaled": "rate", "optimiser": "adam", "start": 2002},
    ],
    EnsembleExplorer: [
        {"p": 0.0},
        {"p": 0.8, "drops": "both", "sharpness": 3.0},
        {"drops": "inputs", "activation": "identity", "network": 7},
        {"sharpness": 0.0, "drops": "inputs", "network": 3},
    ],
    Expectation: [
        {"p": 0.0},
        {"p": 1.0},
        {"p": 0.99, "h": 2.0, "n": 1000},
        {"p": 0.3, "h": 0.1, "n": 1, "start": 1999},
        {"p": 0.8, "h": 1.7, "n": 777, "start": 1500},
        {"h": 0.0},
    ],
    FeatureMapMasks: [
        {"p": 0.0},
        {"p": 1.0, "masks": "block"},
        {"p": 0.6, "masks": "channel", "image": "bag", "draw": 2},
        {"p": 0.45, "masks": "block", "image": "dress", "draw": 3},
    ],
    LearningCurves: [
        {"p": 0.9, "metric": "nll"},
        {"epochs": 2},
        {"p": 0.3, "epochs": 16},
    ],
    MaskSampler: [
        {"p": 0.0},
        {"p": 1.0},
        {"p": 0.8, "batch": 3, "example": 2, "step": 9},
        {"batch": 4, "example": 16},
        {"p": 0.2, "batch": 1, "step": 4},
        {"mask_for": "batch", "step": 1},
    ],
    NoiseAsARegulariser: [
        {"p": 0.0, "rho": 0.0},
        {"p": 0.9, "rho": 0.95, "scale": 4.0, "n": 1, "start": 127},
        {"p": 0.25, "scale": 0.25, "n": 64},
    ],
    RateAndLearningRate: [
        {"p": 0.0, "learning_rate": 0.015},
        {"p": 0.9, "learning_rate": 0.25, "metric": "nll"},
        {"p": 0.05, "learning_rate": 0.001},
    ],
    Placement: [
        {"network": "two"},
        {"p_input": 0.2, "p_first": 0.3, "p_last": 0.3},
        {"network": "two", "p_input": 0.4, "p_first": 0.8, "p_middle": 0.0, "p_last": 0.8},
        {"p_input": 0.8, "p_first": 0.8, "p_middle": 0.8, "p_last": 0.8},
    ],
    RecurrentMasks: [
        {"p": 0.0},
        {"p": 0.5, "draw": 9},
        {"p": 0.3, "masks": "locked", "steps": 1, "draw": 4},
        {"p": 0.05, "masks": "fresh", "steps": 15},
        {"p": 0.4, "masks": "ends"},
    ],
    TrainOrEval: [
        {"mode": "off", "image": 5},
        {"mode": "on", "image": 2, "passes": 1, "start": 199},
        {"mode": "forgotten", "image": 4, "passes": 100, "start": 150},
    ],
    TuneIt: [
        {"run1": 0, "run2": 76, "p": 0.2},
        {f"run{i}": 9 * i for i in range(1, 9)},
        {"p": 0.9, "learning_rate": 0.25, "run1": 23, "run3": 17},
    ],
    Uncertainty: [
        {"passes": 1, "start": 79},
        {"p": 0.5, "points": 320, "network": "sigmoid", "passes": 40},
        {"p": 0.3, "network": "relu", "points": 320},
    ],
    VarianceDepth: [
        {"p": 0.0},
        {"p": 0.8, "gain": 0.4, "start": 5118},
        {"p": 0.3, "depth": 1, "gain": 3.0},
        {"p": 0.65, "depth": 7, "gain": 1.15, "start": 1000},
    ],
    WhereDoesItHelp: [
        {"images": 100, "noise": 0.4},
        {"images": 3000, "metric": "nll"},
        {"noise": 0.2, "metric": "nll"},
    ],
    WhoMoves: [
        {"optimiser": "momentum", "p": 0.8, "start": 3},
        {"optimiser": "adam", "mask_for": "example", "batch": 8},
        {"optimiser": "adamw", "p": 1.0},
        {"optimiser": "decay", "p": 0.0, "batch": 1},
        {"optimiser": "nesterov", "mask_for": "example", "batch": 2, "start": 9},
    ],
}

# What each button does, where the draws come round too: a demo, its state, the button, what it changes.
BUTTONS: list[tuple[type[Demo], State, str, State]] = [
    (ClassicOrInverted, {"p": 0.4, "steps": 79}, "Draw again", {"start": 79 * 320 % 2003}),
    (EnsembleExplorer, {}, "Other weights", {"network": 1}),
    (EnsembleExplorer, {"network": 7}, "Other weights", {"network": 0}),
    (Expectation, {"p": 0.4, "n": 299}, "Draw again", {"start": 299}),
    (FeatureMapMasks, {"p": 0.4}, "Draw again", {"draw": 1}),
    (FeatureMapMasks, {"draw": 3}, "Draw again", {"draw": 0}),
    (MaskSampler, {"p": 0.4}, "Next training step", {"step": 1}),
    (MaskSampler, {"step": 9}, "Next training step", {"step": 0}),
    (NoiseAsARegulariser, {"p": 0.3, "n": 17}, "Draw again", {"start": 17}),
    (Placement, {"p_last": 0.4}, "Go to the nearest measured", {"p_last": 0.5}),
    (Placement, {"p_first": 0.0, "p_last": 0.1}, "Next measured", {"p_first": 0.3, "p_last": 0.3}),
    (RecurrentMasks, {"p": 0.2, "draw": 3}, "Draw again", {"draw": 4}),
    (RecurrentMasks, {"draw": 9}, "Draw again", {"draw": 0}),
    (TrainOrEval, {"image": 2, "passes": 21}, "Draw again", {"start": 21}),
    (TuneIt, {}, "Train this one", {"run1": 46}),
    (Uncertainty, {}, "Draw again", {"start": 8}),
    (Uncertainty, {"passes": 39}, "One more pass", {"passes": 40}),
    (Uncertainty, {"passes": 40}, "One more pass", {}),
    (VarianceDepth, {"p": 0.4}, "Set g = 2(1 − p)", {"gain": 1.2}),
    (VarianceDepth, {"depth": 9}, "Draw masks again", {"start": 9 * 512}),
    (WhoMoves, {"start": 9}, "Draw again", {"start": 0}),
]

every_demo = pytest.mark.parametrize("demo_class", CLASSES.values(), ids=CLASSES)


@pytest.fixture(scope="module")
def all_demos(folder: Path) -> str:
    """The address of a page with every demo, as it opens."""
    page = folder / "all.html"
    page.write_text(page_with(demo_class() for demo_class in CLASSES.values()), encoding="utf-8")
    return page.as_uri()


def asleep(page: Page, address: str) -> list[Locator]:
    """The demos on a page whose script does not come: their still pictures."""
    page.route("**/demo-host.js", lambda route: route.abort())
    page.goto(address)
    page.unroute("**/demo-host.js")
    return page.locator("[data-demo][data-still]").all()


def as_in(state: State, demo_class: type[Demo]) -> Any:
    """What the reference computes in a state, as far as two computations of floats can agree."""
    smallest = 1e-15 if demo_class is VarianceDepth else 1e-9  # moments of ten layers may be tiny
    return pytest.approx(demo_class(**state).numbers(), rel=1e-9, abs=smallest)


def all_of(demo: Locator) -> list[Any]:
    """All that a reader sees and can press."""
    answers = "answers => answers.map(answer => answer.ariaPressed)"
    return [
        numbers_of(demo),
        pictures_of(demo),
        controls_of(demo),
        demo.locator("[data-reply]").evaluate_all(answers),
        demo.locator("[data-reply-here]").inner_text(),
    ]


def move_everything(demo: Locator) -> None:
    """Away from where it stands: each button once, then each control by keys or to another option.

    From the last control to the first: an option chosen above may put a control below it to rest.
    """
    for button in demo.locator("[data-action]:not([data-action=reset])").all():
        button.click()
    for control in reversed(demo.locator("[data-trait]:not([hidden])").all()):
        if control.evaluate("control => control.matches('select')"):
            control.select_option(index=control.evaluate("({ selectedIndex }) => selectedIndex ? 0 : 1"))
        else:
            key = control.evaluate("({ value, min }) => value > min ? 'ArrowLeft' : 'ArrowRight'")
            control.press(key)
            control.press(key)  # one step may only undo what a button did


@every_demo
def test_the_page_shows_what_the_reference_computes(
    guarded_page: Page, publish: Publish, demo_class: type[Demo]
) -> None:
    states = [{}, *STATES[demo_class]]
    guarded_page.goto(publish(*(demo_class(**state) for state in states)))
    for demo, state in zip(demos_on(guarded_page), states, strict=True):
        assert numbers_of(demo) == as_in(state, demo_class), state


def test_each_button_does_what_it_says(guarded_page: Page, publish: Publish) -> None:
    guarded_page.goto(publish(*(demo_class(**state) for demo_class, state, _, _ in BUTTONS)))
    for demo, (demo_class, state, button, change) in zip(demos_on(guarded_page), BUTTONS, strict=True):
        demo.get_by_role("button", name=button).click()
        assert numbers_of(demo) == as_in(state | change, demo_class), (name_of(demo), button)
        assert {trait: float(controls_of(demo)[trait]) for trait in change} == change


@every_demo
def test_reset_takes_everything_back_to_where_it_began(
    guarded_page: Page, publish: Publish, demo_class: type[Demo]
) -> None:
    demo = open_demo(demo_class.name, guarded_page, publish(demo_class(**STATES[demo_class][-1])))
    began = all_of(demo)
    move_everything(demo)
    demo.locator("[data-reply]").first.click()
    assert all(now != then for now, then in zip(all_of(demo), began, strict=True))
    assert numbers_of(demo) == pytest.approx(numbers_in_python(demo), rel=1e-9, abs=1e-9)
    demo.get_by_role("button", name="Reset").click()
    assert all_of(demo) == began


@every_demo
def test_a_permalink_brings_the_whole_state_back(
    guarded_page: Page, publish: Publish, demo_class: type[Demo]
) -> None:
    demo = open_demo(demo_class.name, guarded_page, publish(demo_class()))
    began = controls_of(demo)
    move_everything(demo)
    moved = controls_of(demo)
    assert all(moved[trait] != value for trait, value in began.items())
    numbers = numbers_of(demo)
    demo.get_by_role("link", name="Link to this state").click()
    link = guarded_page.url
    guarded_page.goto("about:blank")
    again = open_demo(demo_class.name, guarded_page, link)
    assert controls_of(again) == moved
    assert numbers_of(again) == numbers
    expect(again).to_be_in_viewport()


@every_demo
def test_a_link_to_a_state_that_cannot_be_gives_the_nearest_that_can(
    guarded_page: Page, publish: Publish, demo_class: type[Demo]
) -> None:
    demo = open_demo(demo_class.name, guarded_page, publish(demo_class()))
    began = controls_of(demo)
    ranges = demo.locator("input[type=range][data-trait]")
    for asked, end in [("", "value"), ("none", "value"), ("1e9", "max"), ("-1e9", "min")]:
        reached = dict(ranges.evaluate_all(f"all => all.map(range => [range.dataset.trait, range.{end}])"))
        query = "&".join(f"{trait}={asked}" for trait in began)
        follow_link(guarded_page, f"another?{query}")
        follow_link(guarded_page, f"{demo_class.name}?{query}&unknown=1")
        assert controls_of(demo) == began | reached
        assert numbers_of(demo) == pytest.approx(numbers_in_python(demo), rel=1e-9, abs=1e-9)


def follow_link(page: Page, fragment: str) -> None:
    """Go to a fragment of the page where one is, and wait until the page knows."""
    page.evaluate(
        "hash => new Promise(done => {"
        " addEventListener('hashchange', done, { once: true }); location.hash = hash; })",
        fragment,
    )


def test_each_demo_asks_for_a_prediction_before_its_pictures_and_answers_it(
    guarded_page: Page, all_demos: str
) -> None:
    guarded_page.goto(all_demos)
    for demo in demos_on(guarded_page):
        question, picture = (demo.locator(part).first.bounding_box() for part in (".dc-predict", "svg"))
        assert question["y"] + question["height"] <= picture["y"], name_of(demo)
        answers = demo.locator("[data-reply]").all()
        assert len(answers) >= 2
        for answer in answers:
            answer.press("Enter")
            expect(demo.locator("[data-reply-here]")).to_have_text(answer.get_attribute("data-reply") or "")
            expect(demo.locator('[data-reply][aria-pressed="true"]')).to_have_count(1)
            expect(answer).to_have_attribute("aria-pressed", "true")


def test_numbers_are_written_with_a_minus_sign_and_stay_numbers_for_whoever_computes(
    guarded_page: Page, publish: Publish
) -> None:
    python = NoiseAsARegulariser(p=0.0)
    demo = open_demo(python.name, guarded_page, publish(python))
    cell = demo.locator('[data-number="dropout.effect2"]')
    expect(cell).to_have_text("−0.200")
    assert float(cell.get_attribute("data-value") or "") == pytest.approx(-0.2, abs=1e-6)
    assert '<td data-number="dropout.effect2">−0.200</td>' in python.static_html()


def test_words_and_values_follow_what_is_moved(guarded_page: Page, all_demos: str) -> None:
    guarded_page.clock.install()
    guarded_page.goto(all_demos)
    for demo in demos_on(guarded_page):
        words = demo.locator("[data-summary]")
        before = words.inner_text()
        move_everything(demo)
        guarded_page.clock.run_for(1000)  # the words follow after a rest
        pictures = demo.locator("[data-picture]").all()
        assert words.inner_text() == " ".join(svg.get_attribute("aria-label") or "" for svg in pictures)
        assert words.inner_text() != before
        controls = controls_of(demo)
        for shown in demo.locator("[data-shows]").all():
            value = float(controls[shown.get_attribute("data-shows") or ""])
            assert shown.inner_text() == f"{value:.{shown.get_attribute('data-decimals')}f}", name_of(demo)


def test_every_control_answers_keys(guarded_page: Page, all_demos: str) -> None:
    guarded_page.goto(all_demos)
    for demo in demos_on(guarded_page):
        for control in demo.locator("[data-trait]:not([hidden])").all():
            demo.get_by_role("button", name="Reset").press("Enter")
            seen = {repr((numbers_of(demo), pictures_of(demo)))}
            for key in ("End", "Home"):
                control.press(key)
                seen.add(repr((numbers_of(demo), pictures_of(demo))))
                assert numbers_of(demo) == pytest.approx(numbers_in_python(demo), rel=1e-9, abs=1e-9)
            assert len(seen) > 1, (name_of(demo), control.get_attribute("data-trait"))
            assert not re.search("NaN|Infinity", demo.inner_text() + " ".join(paths_of(demo)))


def paths_of(demo: Locator) -> list[str]:
    return demo.locator("svg path").evaluate_all("paths => paths.map(path => path.getAttribute('d'))")


def test_without_javascript_stands_what_a_demo_shows_when_it_wakes(browser: Browser, all_demos: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(all_demos)
        still = page.locator("[data-demo][data-still]")
        assert still.get_by_role("slider").count() == 0
        for demo in still.all():
            expect(demo.get_by_text("The demo stands still here")).to_be_visible()
            expect(demo.get_by_role("img").first).to_be_visible()
        on_paper = {name_of(demo): shown_by(demo) for demo in still.all()}
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(all_demos)
        assert {name_of(demo): shown_by(demo) for demo in demos_on(page)} == on_paper


def shown_by(demo: Locator) -> list[Any]:
    """Pictures, their names, the table as it is read, and the words."""
    return [
        pictures_of(demo),
        demo.locator("[data-picture]").evaluate_all("all => all.map(svg => svg.ariaLabel)"),
        demo.locator("[data-number]").all_inner_texts(),
        demo.locator("[data-summary]").inner_text(),
    ]


def test_beside_all_others_a_demo_looks_as_it_does_alone(
    guarded_page: Page, publish: Publish, all_demos: str
) -> None:
    guarded_page.goto(all_demos)
    together = {name_of(demo): look_of(demo) for demo in demos_on(guarded_page)}
    for name, demo_class in CLASSES.items():
        assert look_of(open_demo(name, guarded_page, publish(demo_class()))) == together[name], name


def look_of(demo: Locator) -> list[str]:
    """What the style sheets make of each of its elements, as far as it is seen."""
    seen = (
        "color backgroundColor fill fillOpacity stroke strokeWidth strokeDasharray strokeOpacity opacity"
        " display fontSize fontWeight textAlign whiteSpace verticalAlign minWidth minHeight width height"
    )
    return demo.evaluate(
        """(demo, seen) => [demo, ...demo.querySelectorAll("*")].map((element) => {
            const style = getComputedStyle(element);
            return [element.tagName, element.classList, ...seen.map((name) => style[name])].join();
        })""",
        seen.split(),
    )


@pytest.mark.parametrize(("motion", "name"), [("no-preference", "dc-run"), ("reduce", "none")])
def test_lines_run_only_for_readers_who_like_motion(
    guarded_page: Page, all_demos: str, motion: Any, name: str
) -> None:
    guarded_page.emulate_media(reduced_motion=motion)
    guarded_page.goto(all_demos)
    running = 0
    for demo in demos_on(guarded_page):
        for line in demo.locator(".dc-running").all():
            demo.locator("[data-action=again]").click()
            expect(line).to_have_css("animation-name", name)
            running += 1
    assert running


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("alive", [True, False])
def test_axe_finds_nothing_wrong(
    page: Page, all_demos: str, alive: bool, scheme: Any, axe: Callable[[Page], list[str]]
) -> None:
    page.emulate_media(color_scheme=scheme)
    if alive:
        page.goto(all_demos)
        for demo in demos_on(page):
            move_everything(demo)
    else:
        assert asleep(page, all_demos)
    assert axe(page) == []


@pytest.mark.parametrize("mode", ["off", "on"])
def test_axe_finds_nothing_wrong_in_the_other_modes_of_test_time(
    page: Page, publish: Publish, mode: str, axe: Callable[[Page], list[str]]
) -> None:
    open_demo("train-or-eval", page, publish(TrainOrEval(mode=mode)))
    assert axe(page) == []
