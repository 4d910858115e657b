"""The game's numbers against the committed results, and what it shows when."""

from xml.etree import ElementTree

import pytest
from demos.on_paper import still_picture
from hypothesis import given, settings
from hypothesis import strategies as st
from traitlets import TraitError

from dropout_course import results
from dropout_course.demos import TuneIt, still
from dropout_course.demos.rates_measured import learning_rates, rates
from dropout_course.demos.tune_it import CELLS, RUNS

FULL = {f"run{i}": 9 * i for i in range(1, RUNS + 1)}


def states():
    """Every state that the controls and permalinks can reach."""
    slots = {f"run{i}": st.integers(-1, CELLS - 1) for i in range(1, RUNS + 1)}
    pair = {"p": st.sampled_from(rates()), "learning_rate": st.sampled_from(learning_rates())}
    return st.fixed_dictionaries(pair | slots)


def drawn(demo, picture):
    return ElementTree.fromstring(f"<svg>{still.show(demo)['pictures'][picture]}</svg>")


def classes(svg):
    return [element.get("class") for element in svg.iter("rect")]


@settings(max_examples=50)
@given(state=states())
def test_the_browser_code_tells_what_the_results_hold(state):
    demo = TuneIt(**state)
    assert still.show(demo)["numbers"] == pytest.approx(demo.numbers(), rel=1e-9, abs=1e-9)


def test_before_the_last_training_only_what_was_trained_is_shown():
    demo = TuneIt(run1=46, run2=24)
    svg = drawn(demo, "known")
    values = [float(text.text) for text in svg.iter("text") if text.get("class") == "dc-value"]
    rows = results.load("rate-map")["map"]
    cells = [cell["validation"]["accuracy"]["by_seed"][0] for row in rows.values() for cell in row]
    assert values == pytest.approx([100 * cells[24], 100 * cells[46]], abs=0.051)
    assert classes(svg).count("dc-hidden") == CELLS - 2
    assert "dc-best" not in classes(svg)
    assert "regret" not in " ".join(still.show(demo)["summary"].values())


def test_after_the_last_training_the_map_the_best_pair_and_the_regret_are_shown():
    demo = TuneIt(**FULL)
    svg = drawn(demo, "known")
    assert classes(svg).count("dc-cell") == CELLS
    assert classes(svg).count("dc-best") == 1
    summary = " ".join(still.show(demo)["summary"].values())
    tests = [
        100 * cell["test"]["accuracy"]["mean"]
        for row in results.load("rate-map")["map"].values()
        for cell in row
    ]
    lost = max(tests) - demo.numbers()["you.test"]
    assert f"your regret is {lost:.1f} points" in summary


def test_a_training_shows_what_optuna_saw_of_the_same_pair():
    """Both look at the network of the map's first seed."""
    rows = results.load("rate-map")["map"]
    for trial in results.load("choosing-a-rate")["search"]["trials"]:
        if not trial["pruned"]:
            row = rows[results.rate_key(trial["p"])]
            found = next(cell for cell in row if cell["learning_rate"] == trial["learning_rate"])
            assert found["validation"]["accuracy"]["by_seed"][0] == pytest.approx(trial["accuracy"])


def test_optuna_spends_no_more_epochs_than_the_reader():
    epochs = results.load("rate-map")["settings"]["recipe"]["epochs"]
    trials = results.load("choosing-a-rate")["search"]["trials"]
    assert sum(trial["epochs"] for trial in trials[:RUNS]) < RUNS * epochs  # some were stopped
    first = TuneIt(run1=0).numbers()
    assert first["optuna.validation"] == pytest.approx(100 * trials[0]["accuracy"])


def test_what_the_predictions_are_told_is_what_was_measured():
    rows = results.load("rate-map")["map"]
    tests = sorted(100 * cell["test"]["accuracy"]["mean"] for row in rows.values() for cell in row)
    assert sum(test > tests[-1] - 2 for test in tests) == 14
    inner = [
        max(100 * cell["test"]["accuracy"]["mean"] for cell in row if 0.006 <= cell["learning_rate"] <= 0.1)
        for row in rows.values()
    ]
    assert sum(best > tests[-1] - 1 for best in inner) >= 4


@pytest.mark.parametrize("wrong", [{"run1": CELLS}, {"run8": -2}, {"p": 0.15}, {"learning_rate": 0.02}])
def test_a_state_that_means_nothing_is_refused(wrong):
    with pytest.raises(TraitError):
        TuneIt(**wrong)


def test_the_still_picture_says_in_words_what_it_shows_and_its_controls_sleep():
    assert still_picture(TuneIt(**FULL))
