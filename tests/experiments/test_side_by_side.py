import os
import signal
import time
from functools import partial

import pytest

from dropout_course.experiments.costs import after, longest_first
from dropout_course.experiments.side_by_side import side_by_side


def touch(name, folder):
    (folder / f"{name}-begins").write_text(os.environ["OMP_NUM_THREADS"])
    if name == "fails":
        raise ValueError("as it should")
    if name == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "hangs":
        signal.pause()
    (folder / f"{name}-ends").touch()


@pytest.fixture
def work(tmp_path):
    return partial(touch, folder=tmp_path)


def test_each_has_one_thread_and_what_goes_wrong_with_one_leaves_the_others(work, tmp_path):
    ended = dict(side_by_side(work, ["fails", "dies", "well"], 2))
    assert ended["well"] == ""
    assert "ValueError: as it should" in ended["fails"]
    assert ended["dies"] == f"its process ended with code {-signal.SIGKILL}"
    assert (tmp_path / "well-begins").read_text() == "1"


def test_no_more_than_asked_for_run_at_a_time_and_who_waits_for_another_comes_after_it(work):
    under_way, news = set(), []

    def on_start(name):
        under_way.add(name)
        news.append((name, len(under_way)))
        assert name != "second" or "first" not in under_way

    for name, _ in side_by_side(
        work, ["second", "a", "first", "b"], 2, after={"second": ["first"]}, on_start=on_start
    ):
        under_way.remove(name)
    assert [name for name, _ in news][:2] == ["a", "first"]
    assert {name for name, _ in news} == {"a", "b", "first", "second"}
    assert max(number for _, number in news) == 2


def test_closing_ends_what_is_under_way(work, tmp_path):
    ended = side_by_side(work, ["well", "hangs"], 2)
    assert next(ended) == ("well", "")
    while not (tmp_path / "hangs-begins").exists():
        time.sleep(0.01)
    ended.close()  # returns only when the process is gone
    assert not (tmp_path / "hangs-ends").exists()


def test_the_longest_comes_first_but_what_nobody_has_measured_before_it():
    assert longest_first(["a", "b", "c"], {"a": 1.0, "b": 2.0}) == ["c", "b", "a"]


def test_who_takes_stacks_of_another_comes_after_it():
    found = after(["choosing-a-rate", "rate-map", "depth"])
    assert found == {"choosing-a-rate": ["rate-map"], "rate-map": [], "depth": []}
