"""What the page Dropout in your framework says of its numbers."""

import re
from pathlib import Path

import pytest
from chance import Coin
from scipy.stats import norm

from dropout_course import results
from dropout_course.experiments.dropout_bugs import BUGS
from dropout_course.experiments.frameworks_figures import CAUGHT_BY

PAGE = (Path(__file__).parents[2] / "book" / "practice" / "frameworks.md").read_text(encoding="utf-8")
OUTCOME = results.load("frameworks")


def verdict(bug, metric):
    return OUTCOME["contrasts"][f"{bug}_costs_{metric}"]["trained"]["verdict"]


def test_the_band_is_left_less_than_once_in_a_thousand_million_times():
    (deviations,) = map(float, re.findall(r"half = ([\d.]+) \* sqrt", PAGE))
    assert 2 * norm.sf(deviations) < 1e-9
    settings = OUTCOME["settings"]
    coins = 100 * settings["rows"] * len(settings["seeds"])
    assert coins == 1_000_000
    for p, found in zip(settings["rates"], OUTCOME["agreement"].values(), strict=True):
        half = deviations * (p * (1 - p) / coins) ** 0.5
        low, high = Coin(coins, p).bounds
        assert p - half == pytest.approx(low / coins, rel=0.01)
        assert p + half == pytest.approx(high / coins, rel=0.01)
        for name in ("keras", "torch"):
            assert abs(found[f"{name}_dropped"]["mean"] - p) < half


def test_four_of_the_nine_bugs_show_in_accuracy_and_they_are_the_ones_it_names():
    assert len(BUGS) == 9
    assert [bug for bug in BUGS if verdict(bug, "accuracy") == "holds"] == [
        "eval_forgotten",
        "always_on",
        "keep_probability",
        "one_for_all",
    ]
    assert verdict("train_forgotten", "nll") == "holds"
    assert OUTCOME["contrasts"]["on_in_validation"]["verdict"] == "holds"


def test_the_table_names_the_check_of_every_bug():
    named = re.findall(r"^\| .+ \| .+ \| `([\w. ]+)` \|$", PAGE, re.MULTILINE)
    assert [name if name != "assert net.training" else "in_training" for name in named] == list(
        CAUGHT_BY.values()
    )


def test_a_network_that_is_scaled_twice_grows_less_sure_and_keeps_its_answers():
    right, twice = (OUTCOME["bugs"][name]["test"] for name in ("none", "scaled_twice"))
    assert verdict("scaled_twice", "accuracy") != "holds"
    assert abs(right["accuracy"]["mean"] - twice["accuracy"]["mean"]) < 0.01
