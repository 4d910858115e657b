import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import mask_speed
from dropout_course.experiments.coins import TOSSES
from dropout_course.results import Verdict

TINY = dataclasses.replace(
    mask_speed.SETTINGS,
    seeds=(1, 2),
    coins=1000,
    units=(100, 1000),
    times=(3.0, 4.0),
    turns=2,
    turn_seconds=0.0,
)


@pytest.fixture(scope="module")
def committed():
    return results.load("mask-speed")


def paced(monkeypatch, pace):
    """Layers that take what ``pace`` says: of each way, nanoseconds in each turn."""
    monkeypatch.setattr(
        mask_speed, "timed", lambda *_: {way: np.array(pace.get(way, [8.0, 12.0])) for way in pace}
    )


def test_every_way_is_timed_beside_torch_in_every_turn():
    taken = mask_speed.timed(100, 0.3, turns=2, turn_seconds=0.0)
    assert taken.keys() == {"torch", "bytes_reused", *TOSSES}
    assert all(len(turns) == 2 and (turns >= 0).all() for turns in taken.values())


def test_speed_is_the_ratio_of_a_turns_times_and_judged_by_what_it_leaves_of_the_budget(monkeypatch):
    paced(monkeypatch, {"torch": [8.0, 12.0], "bytes": [4.0, 4.0], "bytes_reused": [2.0, 3.0]})
    result = mask_speed.measure(TINY, lambda stacks: {})
    found = result["speed"]["n1000"]["bytes"]["p30"]
    assert found["by_turn"] == [2, 3]
    assert (found["mean"], found["torch_ns"]) == (2.5, 10)
    left = result["contrasts"]["fast_at_100"]["p30"]
    assert (left["estimate"], left["verdict"]) == (1, Verdict.HOLDS)  # four times, of which three were asked
    assert result["contrasts"]["fast_at_1000"]["p30"]["verdict"] is Verdict.DOES_NOT_HOLD


def test_a_sample_counts_the_first_seed_again_and_no_seconds(monkeypatch):
    paced(monkeypatch, {"torch": [8.0, 12.0], "bytes": [4.0, 4.0], "bytes_reused": [2.0, 3.0]})
    result = mask_speed.measure(TINY, lambda stacks: {})
    sample = mask_speed.sample(TINY, result, lambda stacks: {})
    assert len(sample) == 2 * len(TOSSES) * len(TINY.rates)
    for place, numbers in sample.items():
        assert place.startswith("drawn.")
        assert results.value_at(result, place)[:1] == numbers


def test_the_committed_contrasts_are_what_the_turns_leave_of_the_times_asked_for(committed):
    settings = mask_speed.SETTINGS
    for units, times in zip(settings.units, settings.times, strict=True):
        for name, found in committed["speed"][f"n{units}"]["bytes_reused"].items():
            contrast = committed["contrasts"][f"fast_at_{units}"][name]
            assert contrast["estimate"] == pytest.approx(np.mean(found["by_turn"]) - times, abs=1e-4)
            assert found["mean"] == pytest.approx(np.mean(found["by_turn"]), rel=1e-5)


def test_figure_and_tables_speak_of_every_way_and_name_the_machine(committed):
    figure = mask_speed.figure(committed)
    assert "p = 0.1, 0.3, 0.5, 0.8" in figure.alternative
    for words in (
        "1,000,000 coins",
        "5 seeds",
        "one thread",
        committed["provenance"]["processor"],
        f"{mask_speed.SETTINGS.turns} turns",
    ):
        assert words in figure.caption
    assert len(mask_speed.table(committed).rows) == len(mask_speed.NAMES)
    assert len(mask_speed.verdicts(committed).rows) == len(mask_speed.SETTINGS.units)
