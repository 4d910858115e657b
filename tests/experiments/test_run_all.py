"""Running all experiments: interrupted, failing, on a cluster."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psutil
import pytest

pytestmark = pytest.mark.slow

SCRIPT = '''
"""Experiments of seconds in place of the course's own: ``run --all``, as the command line starts it."""
import dataclasses, os, pathlib, signal, types
from dropout_course import cli
from dropout_course.experiments import costs, rate_table, run_all, screen, trainer
from dropout_course.experiments.stacks import Sizes
from dropout_course.training import Recipe

OFFERED = ("QUESTION", "CLAIMS", "stacks_planned", "measure", "sample", "figure")

def fail(settings, train):
    raise ValueError("this one cannot be measured")

def killed_under_way(settings, train):
    """``kill -9`` of who started us when the third stack is trained and not yet kept."""
    write, written = trainer._write, []

    def write_twice(*of_stack):
        if len(written) == 2:
            os.kill(os.getppid(), signal.SIGKILL)
            signal.pause()  # whoever goes on behind its parent's back hangs here
        write(*of_stack)
        written.append(of_stack)

    trainer._write = write_twice
    return rate_table.measure(settings, train)

def dies(settings, train):
    os.kill(os.getpid(), signal.SIGKILL)

def experiment(name, seeds, tuning_seed):
    settings = dataclasses.replace(
        rate_table.SETTINGS, seeds=seeds, tuning_seeds=(tuning_seed,),
        learning_rates=(0.02, 0.05), recipe=Recipe(hidden=(16, 16), epochs=EPOCHS),
        sizes=Sizes(200, 100, 100, seed=0),
    )
    offered = {offer: getattr(rate_table, offer) for offer in OFFERED}
    return types.SimpleNamespace(NAME=name, SETTINGS=settings, **offered)

EPOCHS = 10
SMALL = {"first": experiment("first", (1, 2), 101), "second": experiment("second", (3, 4, 5, 6, 7, 8), 102)}

def hang(settings, train):
    folder = pathlib.Path(os.environ["DROPOUT_COURSE_CACHE"]).parent
    (folder / f"hangs-{os.getpid()}").touch()
    signal.pause()

SABOTAGE = {
    "first fails": ("first", fail),
    "first dies": ("first", dies),
    "second is killed": ("second", killed_under_way),
}
if os.environ.get("HAPPENS") == "both hang":
    SMALL["first"].measure = SMALL["second"].measure = hang
elif happens := os.environ.get("HAPPENS"):  # the process of an experiment's own knows it, too
    name, measure = SABOTAGE[happens]
    SMALL[name].measure = measure
screen.names = lambda: list(SMALL)
for module in (costs, run_all, screen):
    module.find = SMALL.__getitem__

if __name__ == "__main__":
    cli.main()
'''


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    path = tmp_path_factory.mktemp("run-all") / "small.py"
    path.write_text(SCRIPT)
    return path


@pytest.fixture(scope="module")
def uninterrupted(script):
    """The results of a run of all on one core, and how many stacks it trained."""
    out, cache = script.parent / "out", script.parent / "cache"
    said = finish(start(script, out, cache, "--jobs", "1"))
    assert "no result yet" in said  # each claim beside its committed verdict
    assert not (cache / "experiments" / "run-all.json").exists()  # the next run of all starts anew
    found, _ = written(out)
    assert found.keys() == {"first", "second"}
    return found, len(list(cache.rglob("*.npz")))


def start(script, out, cache, *more, happens="", which="--all"):
    """``run --all`` in a session of its own, so that a signal reaches all its processes."""
    command = [sys.executable, script, "experiments", "run", which, "--out", out, *more]
    return subprocess.Popen(
        command,
        env=os.environ | {"DROPOUT_COURSE_CACHE": str(cache), "COLUMNS": "300", "HAPPENS": happens},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def processes(script):
    """Those that run the script, or an experiment of it."""
    found = []
    for process in psutil.process_iter(["cmdline", "environ"]):
        words, environment = process.info["cmdline"] or (), process.info["environ"] or {}
        found += [process] * (
            str(script) in words or ("HAPPENS" in environment and "spawn_main" in str(words))
        )
    return found


def wait_until(there):
    deadline = time.monotonic() + 120
    while not there() and time.monotonic() < deadline:
        time.sleep(0.005)


def finish(process, code=0):
    output, errors = process.communicate(timeout=120)
    assert process.returncode == code, output + errors
    return output


def written(out):
    """The results without their provenance, and the provenance of each."""
    paths = (path for path in out.glob("*.json") if path.stem != "short_costs")
    found = {path.stem: json.loads(path.read_text()) for path in paths}
    return found, {name: result.pop("provenance") for name, result in found.items()}


def test_run_all_after_kill_9_gives_the_same_and_repeats_nothing_but_what_was_in_flight(
    script, uninterrupted, tmp_path
):
    expected, stacks = uninterrupted
    cache, out = tmp_path / "cache", tmp_path / "out"
    finish(start(script, out, cache, "--jobs", "1", happens="second is killed"), code=-signal.SIGKILL)
    wait_until(lambda: not processes(script))
    assert not processes(script)  # the experiment under way ended with who had started it
    before = {path: path.stat().st_mtime_ns for path in (*cache.rglob("*.npz"), *out.glob("*.json"))}
    assert out / "first.json" in before
    assert out / "second.json" not in before

    said = finish(start(script, out, cache, "--jobs", "1"))
    found, provenance = written(out)
    assert found == expected
    assert "first: was finished before the interruption" in said
    assert {path: path.stat().st_mtime_ns for path in before} == before  # nothing of it was made again
    kept, trained = (provenance["second"][f"stacks_{how}"] for how in ("kept_from_before", "trained"))
    assert kept == 2
    assert kept + trained == stacks - provenance["first"]["stacks_trained"]


def test_an_experiment_that_fails_is_told_with_its_settings_and_the_others_go_on(script, tmp_path):
    out = tmp_path / "out"
    said = finish(start(script, out, tmp_path / "cache", "--jobs", "1", happens="first fails"), code=1)
    assert "first failed with the settings {" in said
    assert "'learning_rates': [0.02, 0.05]" in said
    assert "ValueError: this one cannot be measured" in said
    assert "failed: first; " in said
    assert written(out)[0].keys() == {"second"}
    said = finish(start(script, out, tmp_path / "cache", "--jobs", "1"))  # mended
    assert "second: was finished before the interruption" in said
    assert written(out)[0].keys() == {"first", "second"}


def test_an_experiment_whose_process_dies_is_told_and_the_others_go_on(script, tmp_path):
    out = tmp_path / "out"
    said = finish(start(script, out, tmp_path / "cache", "--jobs", "2", happens="first dies"), code=1)
    assert "its process ended with code -9" in said
    assert written(out)[0].keys() == {"second"}


def test_side_by_side_gives_what_one_after_another_gives(script, uninterrupted, tmp_path):
    said = finish(start(script, tmp_path / "out", tmp_path / "cache", "--jobs", "2"))
    assert written(tmp_path / "out")[0] == uninterrupted[0]
    assert said.index("second: started") < said.index("first: done")


def test_ctrl_c_ends_what_is_under_way_and_says_how_to_go_on(script, tmp_path):
    process = start(script, tmp_path / "out", tmp_path / "cache", "--jobs", "2", happens="both hang")
    wait_until(lambda: len(list(tmp_path.glob("hangs-*"))) == 2)
    process.send_signal(signal.SIGINT)
    assert "run it again to go on" in finish(process, code=130)
    assert not processes(script)


def test_all_is_shorter_and_full_is_not(script, uninterrupted, tmp_path):
    assert [len(result["settings"]["seeds"]) for result in uninterrupted[0].values()] == [2, 5]
    said = finish(start(script, tmp_path / "out", tmp_path / "cache", "--jobs", "2", which="--full"))
    found, _ = written(tmp_path / "out")
    assert [len(found[name]["settings"]["seeds"]) for name in ("first", "second")] == [2, 6]
    assert "short run" not in said


@contextmanager
def cluster(folder):
    """The address of a Dask scheduler that has two worker processes."""
    contact = folder / "scheduler.json"
    program = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    local = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", contact]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", contact]
    alone = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", folder]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen([*program, *local, "--port", "0"], **quiet)]
    try:
        wait_until(contact.exists)
        started += [subprocess.Popen([*worker, *alone], **quiet) for _ in range(2)]
        yield json.loads(contact.read_text())["address"]
    finally:
        for process in started:
            process.kill()
            process.wait()


def test_a_cluster_of_two_processes_gives_what_this_machine_gives(script, uninterrupted, tmp_path):
    with cluster(tmp_path) as address:
        finish(start(script, tmp_path / "out", tmp_path / "cache", "--dask", address))
    found, _ = written(tmp_path / "out")
    assert found == uninterrupted[0]
