import io
import json
import math
import re
from contextlib import nullcontext
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from dropout_course import cli, results
from dropout_course.experiments import command, run_all, screen
from dropout_course.experiments.provenance import digest, machine, packages, training_digest
from dropout_course.experiments.variant import variant

RUNNER = CliRunner()


@pytest.fixture
def quiet():
    return Console(file=io.StringIO(), width=200)


def said(console):
    return console.file.getvalue()


def test_a_run_writes_a_result_with_its_provenance(tiny, tmp_path, quiet):
    result = command.run(
        tiny, tiny.SETTINGS, jobs=1, cache=tmp_path / "cache", results=tmp_path, console=quiet
    )
    written = json.loads((tmp_path / "rate-table.json").read_text())
    assert written["claims"] == result["claims"]
    provenance = written["provenance"]
    assert provenance["settings_digest"] == digest(tiny.SETTINGS)
    assert provenance["training_digest"] == training_digest()
    assert provenance["packages"] == packages()
    assert provenance["processor"] == machine()["processor"]
    assert provenance["jobs"] == 1
    assert provenance["cpu_seconds"] > 0
    assert provenance["own_cpu_seconds"] >= 0
    assert "time left" in said(quiet)


def test_a_second_run_gives_the_same_result_and_trains_nothing(tiny, tmp_path, quiet):
    first, second = (
        command.run(tiny, tiny.SETTINGS, jobs=1, cache=tmp_path / "cache", results=tmp_path, console=quiet)
        for _ in range(2)
    )
    assert second["provenance"]["stacks_trained"] == 0
    assert second["provenance"]["cpu_seconds"] == first["provenance"]["cpu_seconds"]
    for result in (first, second):
        del result["provenance"]
    assert first == second


def test_numbers_are_written_to_six_digits_and_what_is_none_as_null(tmp_path):
    path = tmp_path / "folder" / "result.json"
    command.write({"a": [1 / 3, math.nan, math.inf], "b": 7, "c": True}, path)
    assert json.loads(path.read_text()) == {"a": [0.333333, None, None], "b": 7, "c": True}


def test_a_result_that_cannot_be_written_whole_leaves_the_one_before(tmp_path, monkeypatch):
    def cut_off(path, text, encoding):
        with path.open("w", encoding=encoding) as file:
            file.write(text[: len(text) // 2])
        raise KeyboardInterrupt

    path = tmp_path / "result.json"
    command.write({"a": 1}, path)
    with monkeypatch.context() as killed:
        killed.setattr(Path, "write_text", cut_off)
        with pytest.raises(KeyboardInterrupt):
            command.write({"a": 2, "b": 3}, path)
    assert json.loads(path.read_text()) == {"a": 1}
    command.write({"a": 4}, path)
    assert json.loads(path.read_text()) == {"a": 4}
    assert list(tmp_path.iterdir()) == [path]


def test_the_digest_tells_settings_apart(tiny):
    assert digest(tiny.SETTINGS) == digest(tiny.SETTINGS)
    assert digest(tiny.SETTINGS) != digest(tiny.SETTINGS.recipe)
    assert digest(tiny.SETTINGS) != digest(tiny.SETTINGS, "other code")


def test_the_cache_can_be_moved(monkeypatch, tmp_path):
    monkeypatch.setenv("DROPOUT_COURSE_CACHE", str(tmp_path))
    assert command.default_cache() == tmp_path / "experiments"


def test_the_list_names_each_experiment_with_its_claims(quiet):
    screen.show_list(quiet)
    assert "rate-table" in said(quiet)
    assert "0.6, 3.6, 3.7, 4.5" in said(quiet)
    assert re.search(r"run --full: [1-9]\d+ minutes of one core, half as many on two", said(quiet))
    assert re.search(r"run --all: \d+ minutes of one core", said(quiet))


def test_the_list_says_how_many_costs_nobody_has_measured(quiet, monkeypatch):
    monkeypatch.setattr(screen, "short_costs", lambda: {"rate-table": 600.0})
    screen.show_list(quiet)
    there = len(screen.names())
    minutes = "10 minutes of one core, half as many on two"
    assert f"run --all: {minutes}; not measured: {there - 1} of {there}" in said(quiet)
    assert said(quiet).count("│ not measured │") >= there - 1


def test_a_run_on_the_screen_draws_the_figure_and_tells_the_verdicts(tiny, tmp_path, quiet, monkeypatch):
    monkeypatch.setenv("DROPOUT_COURSE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(screen, "find", lambda name: tiny)
    assert screen.run_to_screen(["rate-table"], 1, tmp_path / "out", quiet) == 0
    assert (tmp_path / "out" / "rate-table.svg").read_text().startswith("<svg")
    assert (tmp_path / "out" / "rate-table.json").exists()
    assert "claim 3.6: " in said(quiet)


@pytest.mark.parametrize("name", results.names())
def test_every_committed_result_can_be_shown(name, quiet):
    """A contrast need not have been tried under every condition."""
    screen.show(results.load(name), quiet)
    assert all(f"claim {claim}: " in said(quiet) for claim in results.load(name)["claims"])


def test_where_a_short_run_gives_another_verdict_than_the_committed_one_is_told(tmp_path, quiet):
    result, short = results.load("rate-table"), variant(short=True, out=tmp_path)
    assert result["claims"]["0.6"]["verdict"] == "holds"
    result["claims"]["0.6"]["verdict"] = "not settled"
    command.write(result, short.path("rate-table"))
    run_all.show_verdicts(["rate-table"], short, quiet)
    told = {line.split()[1]: line for line in said(quiet).splitlines() if "rate-table" in line}
    assert told.keys() == result["claims"].keys()
    assert re.search(r"not settled +│ holds +│ differs", told["0.6"])
    assert not any("differs" in line for claim, line in told.items() if claim != "0.6")


def test_costs_are_those_of_stacks_and_of_what_is_computed_besides(tmp_path):
    result, short = results.load("rate-table"), variant(short=True, out=tmp_path)
    result["provenance"] |= {"cpu_seconds": 60.2, "own_cpu_seconds": 3.1}
    command.write(result, short.path("rate-table"))
    assert json.loads(run_all.write_costs(["rate-table"], short).read_text()) == {"rate-table": 63}


def test_ctrl_c_says_how_to_go_on(tiny, tmp_path, quiet, monkeypatch):
    def interrupted(settings, train):
        raise KeyboardInterrupt

    tiny.measure = interrupted
    monkeypatch.setenv("DROPOUT_COURSE_CACHE", str(tmp_path))
    monkeypatch.setattr(screen, "find", lambda name: tiny)
    assert screen.run_to_screen(["rate-table"], 1, tmp_path, quiet) == 130
    told = " ".join(said(quiet).split())
    assert f"trained stacks are kept in {tmp_path / 'experiments'}" in told
    assert "an experiment without stacks begins anew: run it again to go on" in told


def test_results_that_can_be_written_nowhere_are_refused_before_anything_is_measured(
    tiny, tmp_path, quiet, monkeypatch
):
    tiny.measure = None  # would fail if called
    monkeypatch.setattr(screen, "find", lambda name: tiny)
    (tmp_path / "file").touch()
    for out in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc")):
        assert screen.run_to_screen(["rate-table"], 1, out, quiet) == 2
        assert f"results need a folder to write to, {out} is none (" in said(quiet)


def test_the_try_for_the_folders_makes_them_and_leaves_nothing_in_them(tmp_path):
    out = tmp_path / "made" / "here"
    assert variant(short=False, out=out).unusable() == ""
    assert list(out.iterdir()) == []


def test_a_cluster_that_does_not_answer_is_named(tmp_path, quiet, monkeypatch):
    def refuse(client, timeout):
        raise OSError("nobody there")

    monkeypatch.setattr("distributed.Client.start", refuse)
    assert screen.run_to_screen(["rate-table"], 1, tmp_path, quiet, dask="tcp://127.0.0.1:9") == 2
    assert "no cluster at tcp://127.0.0.1:9: nobody there" in said(quiet)


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1", "foo://x:1", ""])
def test_what_is_no_address_of_a_cluster_is_told(address, tmp_path, quiet):
    assert screen.run_to_screen(["rate-table"], 1, tmp_path, quiet, dask=address) == 2
    assert f"no cluster at {address}: " in said(quiet)
    assert not list(tmp_path.iterdir())


def test_an_error_of_the_system_is_not_told_as_one_of_the_cluster(tmp_path, quiet, monkeypatch):
    def full(name, *others):
        raise OSError("the disk is full")

    for there in ("dropout_course.dask_client.connect", "joblib.parallel_config"):
        monkeypatch.setattr(there, lambda *address, **options: nullcontext())
    monkeypatch.setattr(screen, "_run_one", full)
    with pytest.raises(OSError, match="the disk is full"):
        screen.run_to_screen(["rate-table"], 1, tmp_path, quiet, dask="tcp://127.0.0.1:9")
    assert "no cluster" not in said(quiet)


def test_a_missing_package_is_named_with_the_extra_that_brings_it(quiet, monkeypatch):
    monkeypatch.setattr(screen, "find_spec", lambda name: None if name == "torch" else name)
    assert screen.run_to_screen(["rate-table"], 1, None, quiet) == 2
    assert "torch missing. In a checkout: pip install -e '.[experiments]'" in said(quiet)


def test_the_command_line_lists_and_refuses_unknown_experiments():
    listed = RUNNER.invoke(cli.build_app(), ["experiments", "list"])
    assert listed.exit_code == 0
    assert "rate-table" in listed.output
    for asked in ([], ["--all", "rate-table"], ["--full", "rate-table"], ["--all", "--full"]):
        assert RUNNER.invoke(cli.build_app(), ["experiments", "run", *asked]).exit_code == 2
    refused = RUNNER.invoke(cli.build_app(), ["experiments", "run", "rate-tabel", "[/red]"])
    assert refused.exit_code == 2
    assert "no experiment rate-tabel, [/red]; there are: " in refused.output
    assert "rate-table" in refused.output
