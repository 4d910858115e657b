from dataclasses import replace

import pytest

from dropout_course import results
from dropout_course.experiments import convolutions
from dropout_course.experiments.provenance import as_json
from dropout_course.results import Verdict

CONDITION = convolutions.SETTINGS.conditions["few"]
SMALL = replace(
    convolutions.SETTINGS,
    conditions={"few": replace(CONDITION, learning_rates=(0.02, 0.05, 0.1))},
    seeds=(1, 2, 3),
)


def world(light, heavy, dense=0.0):
    """Accuracies that gain so much by light and heavy dropout on the maps, and by 0.5 on the dense layer."""

    def accuracy(run, name):
        maps, on_dense = run.rates[1], run.rates[3]
        gain = {0.0: 0.0, 0.2: light, 0.5: heavy}[maps] + dense * (on_dense == 0.5)
        return 0.5 + gain - abs(run.learning_rate - 0.05)

    return accuracy


@pytest.mark.parametrize(
    ("light", "heavy", "dense", "verdict"),
    [
        (0.2, 0.0, 0.2, Verdict.HOLDS),
        (0.2, 0.0, -0.4, Verdict.DOES_NOT_HOLD),  # the dense layer gains even more by a lower rate
        (-0.2, -0.4, 0.0, Verdict.DOES_NOT_HOLD),  # lower is better, but none is best
    ],
)
def test_the_claim_asks_that_dropout_helps_and_that_it_should_be_lighter_than_in_a_dense_layer(
    pretend, light, heavy, dense, verdict
):
    result = convolutions.measure(SMALL, pretend(world(light, heavy, dense)))
    assert result["claims"]["2.13"]["verdict"] is verdict
    assert len(result["claims"]["2.13"]["readings"]) == 6


def test_contrasts_are_the_differences_that_their_words_say(pretend):
    found = convolutions.measure(SMALL, pretend(world(0.2, 0.1, 0.05)))["contrasts"]
    expected = {
        "element_helps": 0.2,
        "block_wants_less": 0.1 + 0.05,
        "dense_helps": 0.05,
        "maps_add_to_dense": 0.2,
        "channel_beats_element": 0.0,
    }
    for name, effect in expected.items():
        assert found[name]["few"]["estimate"] == pytest.approx(effect, abs=0.03), name
        assert found[f"{name}_likelier"]["few"]["estimate"] == pytest.approx(1.9 * effect, abs=0.06), name


def test_only_what_stands_in_an_arms_name_tells_it_from_no_dropout(pretend):
    arms = {name: arm[0] for name, arm in CONDITION.arms.items()}
    assert arms.keys() == convolutions.NAMES.keys()
    for name, run in arms.items():
        assert replace(run, rates=(), masks="element") == replace(arms["none"], rates=())
        if "_p" in name:
            where, p = name.split("_p")
            rate = float(p) / 100
            assert run.rates == ((0, 0, 0, rate) if where == "dense" else (0, rate, rate, 0))
            assert run.masks == ("element" if where == "dense" else where)
    assert arms["both"].rates == (0, 0.2, 0.2, 0.5)


def test_the_result_holds_the_settings_of_the_plan(pretend):
    assert convolutions.measure(SMALL, pretend(world(0.2, 0.1)))["settings"] == as_json(SMALL)


def test_figure_and_tables_name_the_network_and_every_arm(pretend):
    result = convolutions.measure(SMALL, pretend(world(0.2, 0.1)))
    figure = convolutions.figure(result)
    for words in (
        "500 training",
        "convolutions (8-16 maps)",
        "dense layers (128-10)",
        "25 epochs",
        "3 seeds",
    ):
        assert words in figure.caption
    for name in convolutions.NAMES.values():
        assert figure.alternative.count(f"{name}: ") == 2  # in accuracy and in NLL
    assert len(convolutions.table(result).rows) == len(CONDITION.arms)
    assert len(convolutions.verdicts(result).rows) == len(convolutions.CONTRASTS)


def test_no_chosen_learning_rate_lies_at_the_edge_of_the_grid():
    arms = results.load("convolutions")["arms"]["few"]
    assert arms.keys() == CONDITION.arms.keys()
    assert not any(arm["at_edge"] for arm in arms.values())
