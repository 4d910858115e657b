"""What pages say of measured numbers in words, without a cell, is what the results say."""

from itertools import pairwise
from pathlib import Path

import pytest

from dropout_course import results

TUNING = Path(__file__).parents[1] / "book" / "tuning"


def words_of(page: str) -> str:
    return " ".join((TUNING / f"{page}.md").read_text(encoding="utf-8").split())


def accuracy(arm, name: str) -> float:
    return 100 * arm[name]["accuracy"]["mean"]


@pytest.fixture(scope="module")
def tasks():
    return results.load("rate-map")["arms"]


def test_the_opening_on_curves_tells_the_network_without_dropout(tasks):
    none, page = tasks["plain"]["p0"], words_of("reading-the-curves")
    train, unseen = (accuracy(none, name) for name in ("train", "validation"))
    assert f"answers {train:.0f}% of its 1,000 training images rightly, and {unseen:.0f}% of images" in page
    assert "Fourteen points of gap" in page
    assert round(train - unseen) == 14


def test_the_question_on_the_gap_tells_both_gaps_and_the_accuracy_lost(tasks):
    light, heavy = tasks["plain"]["p20"], tasks["plain"]["p50"]
    gaps = [f"{accuracy(arm, 'train') - accuracy(arm, 'test'):.0f}" for arm in (light, heavy)]
    page = words_of("reading-the-curves")
    assert f"from 0.2 to 0.5 brings the gap from {gaps[0]} points to {gaps[1]}." in page
    assert "accuracy on new images fell by almost four points" in page
    assert 3.5 < accuracy(light, "test") - accuracy(heavy, "test") < 4


def test_what_the_three_tasks_show_is_as_told(tasks):
    page = words_of("reading-the-curves")

    assert "With wrong ones it has a low summit there, less than a point above no dropout." in page
    noisy = {key: accuracy(arm, "test") for key, arm in tasks["noisy"].items()}
    assert max(noisy, key=noisy.__getitem__) == "p20"
    assert 0 < noisy["p20"] - noisy["p0"] < 1

    assert "With few images it is flat up to 0.2 again, while the *loss* is best near 0.4." in page
    few = tasks["few"]
    light = [accuracy(few[key], "test") for key in ("p0", "p10", "p20")]
    assert max(light) - min(light) < 0.5
    loss = {key: arm["test"]["nll"]["mean"] for key, arm in few.items()}
    assert min(loss, key=loss.__getitem__) == "p40"

    assert "(From no dropout to 0.1 the loss with few images *rises*." in page
    assert loss["p0"] < loss["p10"]
    none, *others = (few[key]["learning_rate"] for key in ("p0", "p10", "p20", "p30", "p40", "p50"))
    assert f"chose a learning rate of {none} for no dropout, and {others[0]} for 0.1 to 0.5" in page
    assert len(set(others)) == 1


def test_what_depth_costs_and_gains_is_as_told():
    found, page = results.load("depth"), words_of("width-and-depth")
    rows = [found[f"d{layers}"] for layers in found["settings"]["depths"]]

    assert "every layer costs something, from the third on a great deal" in page
    heavy = [accuracy(row["p50"], "test") for row in rows]
    steps = [before - after for before, after in pairwise(heavy)]
    assert 0 < steps[0] < 2
    assert min(steps[1:]) > 5

    assert "lower than without dropout at every depth, with two layers by too little to matter" in page
    gains = [row["p0"]["test"]["nll"]["mean"] - row["p20"]["test"]["nll"]["mean"] for row in rows]
    margin = found["settings"]["contrasts"]["shallow_likelier"]["margin"]
    assert min(gains) > 0
    assert [gain < margin for gain in gains] == [False, True, False, False, False, False]

    one, two, three = (row["p0"]["learning_rate"] for row in rows[:3])
    assert f"chose a learning rate of {two}, and {one} and {three} beside it" in page


def test_how_many_wrong_labels_are_learned_is_as_told():
    arms, page = results.load("data-size")["arms"], words_of("data-size-and-label-noise")
    true = 100 * (0.6 + 0.4 / 10)  # of the labels, where 40% are drawn anew from ten classes

    assert "from 300 images on at 40% to a rate at which wrong labels are hardly learned by heart" in page
    for images in (300, 1000, 3000):
        for arm in arms[f"n{images}_noise40"].values():
            assert accuracy(arm, "train") < true + 2

    assert "With 100 images dropout's larger rate still learns many of them." in page
    few = arms["n100_noise40"]
    assert few["dropout"]["run"]["learning_rate"] > few["none"]["run"]["learning_rate"]
    assert accuracy(few["dropout"], "train") > true + 15
