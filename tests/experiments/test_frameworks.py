import dataclasses
import inspect

import pytest
import torch
from chance import Coin

from dropout_course import results
from dropout_course.experiments import bug_checks, frameworks, frameworks_figures
from dropout_course.experiments.bug_networks import as_asked, new_network
from dropout_course.experiments.dropout_bugs import BUGS, NONE, NONE_LIGHT
from dropout_course.experiments.framework_networks import compared
from dropout_course.experiments.framework_switches import SEEDINGS, SWITCHES
from dropout_course.experiments.frameworks_figures import CAUGHT_BY
from dropout_course.experiments.stacks import Sizes

pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"  # Keras's own
)

TINY = dataclasses.replace(
    frameworks.SETTINGS,
    seeds=(1, 2),
    rates=(0.2, 0.5),
    rows=50,
    epochs=2,
    batch_size=50,
    sizes=Sizes(train=100, validation=100, test=100, seed=0),
)


@pytest.fixture(scope="module")
def tiny():
    return frameworks.measure(TINY, None)


def test_both_frameworks_compute_one_function_and_drop_what_p_says():
    """At 0.2 the fraction kept would be four times as large."""
    found = compared(0.2, seed=3, rows=200)
    assert found["off_apart"] < 1e-5
    assert found["on_apart"] < 1e-5  # on this backend even their masks are the same
    low, high = Coin(20_000, 0.2).bounds
    for name in ("keras", "torch"):
        assert low <= 20_000 * found[f"{name}_dropped"] <= high
        assert found[f"{name}_scale"] == pytest.approx(1.25)


def test_a_keras_that_runs_on_another_backend_is_refused(monkeypatch):
    from dropout_course.experiments import framework_networks

    keras = framework_networks.import_keras()
    monkeypatch.setattr(keras.backend, "backend", lambda: "jax")
    with pytest.raises(RuntimeError, match="runs on jax here, not on torch; set KERAS_BACKEND=torch"):
        framework_networks.import_keras()


def checks_tell_bugs(result):
    """No network with a bug passes the check that catches it, every right network passes all."""
    for name, found in result["bugs"].items():
        if name in BUGS:
            assert found["checks"][CAUGHT_BY[name]] == 0
        else:
            assert set(found["checks"].values()) == {1}


def test_a_network_without_mistake_passes_every_check_and_each_bug_fails_its_own(tiny):
    checks_tell_bugs(tiny)
    assert CAUGHT_BY.keys() == BUGS.keys()


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_a_right_network_passes_the_checks_that_count_coins_under_every_seed(p):
    bug = dataclasses.replace(NONE, p=p)
    for seed in range(20):
        torch.manual_seed(seed)
        net = new_network(bug)
        assert bug_checks.at_rate(net, p)
        assert bug_checks.mean_kept(net, p)


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_the_checks_that_count_coins_are_as_rare_in_a_false_alarm_as_they_say_and_see_three_percent(p):
    coin = Coin(1_000_000, p)
    half = bug_checks.DEVIATIONS * (p * (1 - p) * coin.n) ** 0.5
    low, high = coin.bounds  # of 1e-10
    assert coin.n * p - half < low
    assert high < coin.n * p + half
    assert half < 0.03 * p * coin.n


def test_the_bug_of_the_function_is_the_frameworks_default():
    assert inspect.signature(torch.nn.functional.dropout).parameters["training"].default is True


def test_a_network_is_asked_in_training_mode_only_where_eval_was_forgotten():
    assert [name for name, bug in BUGS.items() if as_asked(new_network(bug), bug).training] == [
        "eval_forgotten"
    ]


def test_nothing_global_is_seeded():
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)
    frameworks.tried(BUGS["seed_reset"], 1, TINY, TINY.sizes.load())
    compared(0.5, 1, 10)
    assert torch.equal(torch.rand(1), expected)


def test_measuring_again_gives_the_sample(tiny):
    sample = frameworks.sample(TINY, tiny, None)
    assert any("keras" in place for place in sample)
    for path, values in sample.items():
        assert values == pytest.approx(results.value_at(tiny, path)[: len(values)], rel=1e-6)  # as written


def test_without_keras_the_sample_is_torchs(tiny, monkeypatch):
    monkeypatch.setattr(frameworks, "find_spec", lambda name: None)
    sample = frameworks.sample(TINY, tiny, None)
    assert sample
    assert not any("agreement" in place for place in sample)


def test_every_switch_is_on_or_off(tiny):
    assert tiny["switches"].keys() == SWITCHES.keys()
    assert tiny["seedings"].keys() == SEEDINGS.keys()
    low, high = Coin(10_000, 0.5).bounds
    for share in tiny["switches"].values():
        assert share == 0 or low <= 10_000 * share <= high
    for share in tiny["seedings"].values():
        assert share == 1 or low <= 10_000 * share <= high


@pytest.fixture(scope="module")
def committed():
    return results.load("frameworks")


def numbers(found):
    return {name: number["by_seed"] for name, number in found.items()}


def test_the_committed_shares_are_those_of_right_coins(committed):
    settings = frameworks.SETTINGS
    coins = len(settings.seeds) * settings.rows * 100
    for p, found in zip(settings.rates, committed["agreement"].values(), strict=True):
        low, high = Coin(coins, p).bounds
        for name in ("keras", "torch"):
            assert low <= coins * found[f"{name}_dropped"]["mean"] <= high
            assert found[f"{name}_scale"]["mean"] == pytest.approx(1 / (1 - p), rel=1e-5)
        assert max(numbers(found)["off_apart"] + numbers(found)["on_apart"]) < 1e-5


def test_the_committed_bugs_are_caught_at_every_seed_and_the_right_networks_never(committed):
    checks_tell_bugs(committed)


def test_figure_and_tables_speak_of_every_bug_and_call(committed):
    figure = frameworks.figure(committed)
    for bug in BUGS.values():
        assert bug.words in figure.alternative
    for words in ("10 paired seeds", "95% intervals", "Fashion-MNIST", "p = 0.5"):
        assert words in figure.caption
    assert len(frameworks_figures.bugs_table(committed).rows) == len(BUGS) + len((NONE, NONE_LIGHT))
    assert len(frameworks_figures.agreement_table(committed).rows) == 2 * len(frameworks.SETTINGS.rates)
    assert len(frameworks_figures.switches_table(committed).rows) == len(SWITCHES)
    assert len(frameworks_figures.seedings_table(committed).rows) == len(SEEDINGS)
    assert len(frameworks_figures.verdicts(committed).rows) == 2 * len(BUGS) + 1
