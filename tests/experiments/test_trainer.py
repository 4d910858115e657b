import dataclasses
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import numpy as np
import pytest

from dropout_course.experiments import trainer
from dropout_course.experiments.stacks import ModuleStack, Sizes, Stack
from dropout_course.experiments.trainer import StacksFailed, Trainer
from dropout_course.training import SETS, Recipe, Run
from dropout_course.training.fit import train
from dropout_course.training.modules import ModuleRecipe, ModuleRun
from dropout_course.training.modules.fit import train as train_one_by_one

STACKS = [
    Stack(
        runs=(Run((0.0, p, p), 0.05, seed=1), Run((0.0, p, p), 0.05, seed=2)),
        recipe=Recipe(hidden=(16, 16), epochs=2),
        sizes=Sizes(train=100, validation=50, test=50, seed=0),
    )
    for p in (0.0, 0.5)
]


def test_outcomes_are_those_of_training_whatever_the_number_of_processes(tmp_path):
    expected = {
        run: outcome
        for stack in STACKS
        for run, outcome in zip(stack.runs, train(stack.runs, stack.recipe, stack.sizes.load()), strict=True)
    }
    for jobs in (1, 2):
        found = Trainer(tmp_path / str(jobs), jobs)(STACKS)
        assert found.keys() == expected.keys()
        for run in expected:
            for name in SETS:
                np.testing.assert_allclose(found[run].curves[name], expected[run].curves[name], atol=1e-5)
                np.testing.assert_allclose(
                    found[run].final[name].nll, expected[run].final[name].nll, atol=1e-5
                )
                assert found[run].final[name].correct.dtype == bool


def test_what_was_trained_is_not_trained_again(tmp_path, monkeypatch):
    done = []
    first = Trainer(tmp_path, 1, on_stack=lambda: done.append(1))
    once = first(STACKS)
    monkeypatch.setattr(trainer, "_attempt", None)  # would fail if called
    second = Trainer(tmp_path, 1, on_stack=lambda: done.append(1))
    again = second(STACKS)
    assert (first.trained, first.kept, second.trained, second.kept) == (2, 0, 0, 2)
    assert second.cpu_seconds == first.cpu_seconds > 0
    assert len(done) == 4
    np.testing.assert_array_equal(
        again[STACKS[1].runs[0]].final["test"].nll, once[STACKS[1].runs[0]].final["test"].nll
    )


def test_a_kept_stack_gives_back_its_networks_if_they_were_asked_for(tmp_path):
    stack = dataclasses.replace(STACKS[1], networks=True)
    expected = train(stack.runs, stack.recipe, stack.sizes.load(), networks=True)
    for _ in range(2):  # trained, then read again
        found = Trainer(tmp_path, 1)([stack])
        for run, outcome in zip(stack.runs, expected, strict=True):
            network = found[run].network
            for ours, theirs in zip(
                [*network.weights, *network.biases],
                [*outcome.network.weights, *outcome.network.biases],
                strict=True,
            ):
                np.testing.assert_allclose(ours, theirs, atol=1e-5)
    assert all(outcome.network is None for outcome in Trainer(tmp_path, 1)(STACKS[1:]).values())


MODULES = ModuleStack(
    runs=tuple(ModuleRun("mlp", (0.0, p), 0.05, seed=1, batch_norm="after") for p in (0.0, 0.5)),
    recipe=ModuleRecipe(hidden=(16,), epochs=2),
    sizes=STACKS[0].sizes,
)


def test_networks_that_are_trained_one_by_one_are_kept_beside_stacks(tmp_path):
    found = Trainer(tmp_path, 1)([STACKS[0], MODULES])
    expected = train_one_by_one(MODULES.runs, MODULES.recipe, MODULES.sizes.load())
    for run, outcome in zip(MODULES.runs, expected, strict=True):
        np.testing.assert_allclose(found[run].final["test"].nll, outcome.final["test"].nll, atol=1e-5)
    again = Trainer(tmp_path, 2)
    again([MODULES, STACKS[0]])
    assert (again.trained, again.kept) == (0, 2)


def test_a_change_of_the_networks_code_trains_them_afresh_and_the_stacks_not(tmp_path, monkeypatch):
    Trainer(tmp_path, 1)([STACKS[0], MODULES])
    monkeypatch.setattr(trainer, "module_digest", lambda network: f"other code of {network}")
    other = Trainer(tmp_path, 1)
    other([STACKS[0], MODULES])
    assert (other.trained, other.kept) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [{"recipe": Recipe(hidden=(16, 16), epochs=1)}, {"measure": ("test",)}, {"runs": STACKS[1].runs[:1]}],
)
def test_other_settings_are_trained_afresh(change, tmp_path):
    Trainer(tmp_path, 1)(STACKS[1:])
    other = Trainer(tmp_path, 1)
    other([dataclasses.replace(STACKS[1], **change)])
    assert (other.trained, other.kept) == (1, 0)


def test_other_code_trains_afresh(tmp_path, monkeypatch):
    Trainer(tmp_path, 1)(STACKS[:1])
    monkeypatch.setattr(trainer, "training_digest", lambda: "other code")
    other = Trainer(tmp_path, 1)
    other(STACKS[:1])
    assert (other.trained, other.kept) == (1, 0)


def test_a_stack_that_was_asked_for_twice_is_trained_once(tmp_path):
    both = Trainer(tmp_path, 1)
    both([STACKS[0], STACKS[0]])
    assert both.trained == 1


def test_a_stack_that_fails_is_told_with_its_settings_and_the_others_are_kept(tmp_path):
    wrong = dataclasses.replace(STACKS[0], runs=(Run((0.5,), 0.05, seed=77),))
    both = Trainer(tmp_path, 1)
    with pytest.raises(StacksFailed, match=r"ValueError: .* 3 rates .* training Run\(.*seed=77"):
        both([wrong, STACKS[1]])
    assert (both.trained, both.kept) == (1, 0)
    again = Trainer(tmp_path, 1)
    again(STACKS[1:])
    assert (again.trained, again.kept) == (0, 1)


def test_a_worker_with_other_code_trains_nothing(tmp_path, monkeypatch):
    sender = Trainer(tmp_path, 1)
    monkeypatch.setattr(trainer, "training_digest", lambda: "other code")
    with pytest.raises(StacksFailed, match="other code"):
        sender(STACKS[:1])
    assert not list(tmp_path.iterdir())


def test_training_leaves_torchs_threads_as_they_were(tmp_path):
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        Trainer(tmp_path, 1)(STACKS[:1])
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


INTERRUPTIBLE = """
import sys
from pathlib import Path
from dropout_course.experiments.stacks import ModuleStack, Sizes, Stack
from dropout_course.experiments.trainer import Trainer
from dropout_course.training import Recipe, Run

def stacks():
    sizes, epochs = Sizes(100, 50, 50, seed=0), int(sys.argv[2])
    return [
        Stack((Run((0.0, 0.5, 0.5), 0.05, seed),), Recipe(hidden=(16, 16), epochs=n), sizes)
        for seed, n in ((1, 1), (2, 1), (3, epochs))
    ]

if __name__ == "__main__":
    trainer = Trainer(Path(sys.argv[1]), int(sys.argv[3]))
    try:
        trainer(stacks())
    except KeyboardInterrupt:
        sys.exit(130)
    print(trainer.kept, trainer.trained)
"""


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_stopped_run_keeps_all_but_the_stack_in_flight(stop, code, tmp_path):
    """The third stack would take hours; the first two are kept, and the next start trains only the third."""
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTIBLE)
    cache = tmp_path / "cache"

    def start(epochs, jobs):
        command = [sys.executable, str(script), str(cache), str(epochs), str(jobs)]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )

    running = start(epochs=10**7, jobs=2)
    deadline = time.monotonic() + 120
    while len(list(cache.glob("*.npz"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        os.killpg(running.pid, stop)
        running.communicate(timeout=60)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)  # whatever the test found, nothing goes on for hours
    assert running.returncode == code
    output, _ = start(epochs=1, jobs=1).communicate(timeout=120)
    assert output.split() == [b"2", b"1"]
