from dataclasses import replace

import pytest

from dropout_course.experiments import data_size
from dropout_course.experiments.stacks import FullSizes
from dropout_course.results import Verdict

SMALL = replace(
    data_size.SETTINGS,
    conditions={
        name: replace(condition, learning_rates=(0.02,))
        for name, condition in data_size.SETTINGS.conditions.items()
    },
    seeds=(1, 2, 3),
    tuning_seeds=(101,),
)


def test_every_size_takes_equally_many_steps():
    steps = {images // batch * epochs for images, (epochs, batch) in data_size.TRAININGS.items()}
    assert steps == {600}
    for name, condition in data_size.SETTINGS.conditions.items():
        recipe = condition.recipe
        trainings = data_size.LONGER if name in data_size.MORE_EPOCHS else data_size.TRAININGS
        assert (recipe.epochs, recipe.batch_size) == trainings[condition.sizes.train]


def test_more_images_than_the_subset_has_come_from_the_published_set_and_no_others():
    for condition in data_size.SETTINGS.conditions.values():
        assert isinstance(condition.sizes, FullSizes) == (condition.sizes.train > data_size.FROM_SUBSET)


def gains(clean, noisy):
    """What dropout gains with true labels and with random ones."""
    return lambda run, name: 0.6 + any(run.rates) * (noisy if run.label_noise else clean)


@pytest.mark.parametrize(
    ("clean", "noisy", "verdict"),
    [
        (-0.2, -0.2, Verdict.HOLDS),
        (0.0, 0.2, Verdict.HOLDS_UNDER_CONDITIONS),
        (0.2, 0.2, Verdict.DOES_NOT_HOLD),
    ],
)
def test_the_claim_stands_where_dropout_gains_less_than_a_point(pretend, clean, noisy, verdict):
    result = data_size.measure(SMALL, pretend(gains(clean, noisy)))
    assert result["claims"]["2.7"]["verdict"] is verdict


def test_the_claim_speaks_of_small_sets_only(pretend):
    result = data_size.measure(SMALL, pretend(gains(0.2, 0.2)))
    judged = set(result["claims"]["2.7"]) - {"parts", "verdict"}
    assert judged == set(data_size.SMALL)
    assert {data_size.SETTINGS.conditions[name].sizes.train for name in judged} == {100, 300}


def test_the_second_draw_of_the_smallest_set_holds_other_images():
    first, second = (data_size.SETTINGS.conditions[name] for name in ("n100_noise0", data_size.AGAIN))
    one, other = (condition.sizes.load().train.pixels for condition in (first, second))
    assert replace(second, sizes=first.sizes, says=first.says) == first
    assert not (one == other).all()


def test_figure_and_tables_speak_of_every_cell(pretend):
    result = data_size.measure(SMALL, pretend(gains(0.0, 0.2)))
    figure = data_size.figure(result)
    assert figure.alternative.count("points (") == 18
    assert figure.alternative.count("nats (") == 18
    assert figure.alternative.count("after 20 epochs") == 6
    assert len(data_size.table(result).rows) == 19
    assert len(data_size.verdicts(result, 0.4).rows) == len(data_size.CONTRASTS)
