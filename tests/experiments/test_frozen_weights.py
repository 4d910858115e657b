import dataclasses

import numpy as np
import pytest

from dropout_course import results
from dropout_course.experiments import frozen_weights
from dropout_course.experiments.contrasts import answer
from dropout_course.experiments.frozen_weights import BATCHES, CONDITIONS, OPTIMISERS, compare
from dropout_course.experiments.stacks import Sizes
from dropout_course.reference import Network, forward_pass

TINY = dataclasses.replace(
    frozen_weights.SETTINGS,
    seeds=(1, 2),
    hidden=(64, 64),
    batch_size=20,
    steps_before=3,
    sizes=Sizes(train=100, validation=100, test=100, seed=0),
)


@pytest.fixture(scope="module")
def tiny():
    return frozen_weights.measure(TINY, None)


def test_every_optimiser_is_tried_with_every_kind_of_batch(tiny):
    assert list(tiny["cells"]) == list(OPTIMISERS)
    for batches in tiny["cells"].values():
        assert list(batches) == list(BATCHES)
    assert len(CONDITIONS) == len(OPTIMISERS) * len(BATCHES)


def test_under_sgd_a_dropped_unit_stands_still_unless_other_examples_keep_it(tiny):
    sgd = tiny["cells"]["sgd"]
    for batch in ("one", "shared"):
        assert sgd[batch]["moved"]["dropped"]["by_seed"] == [0.0, 0.0]
        assert sgd[batch]["moved"]["kept"]["mean"] > 0
    assert sgd["own"]["moved"]["dropped"]["mean"] > 0.5


def test_decay_moves_every_weight(tiny):
    for optimiser in ("decay", "adamw"):
        for cell in tiny["cells"][optimiser].values():
            assert cell["moved"]["dropped"]["by_seed"] == [1.0, 1.0]


def test_a_weight_counts_as_a_dropped_units_where_one_of_its_ends_is_dropped():
    """One hidden unit of two is dropped, for one of two examples; its weight from input 0 moves."""
    before = Network([np.ones((2, 2)), np.ones((2, 1))], [np.zeros(2), np.zeros(1)])
    after = Network([np.array([[1.5, 1.0], [1.0, 1.0]]), np.ones((2, 1))], before.biases)
    masks = [np.ones(2), np.array([[0.0, 2.0], [2.0, 2.0]]), np.ones(1)]
    step = compare(before, after, forward_pass(before, np.ones((2, 2)), masks))
    assert step.moved_dropped == pytest.approx(1 / 3)  # of its three weights, for the first example
    assert step.moved_kept == pytest.approx(1 / 9)  # of six and three weights, for both examples
    assert step.relative_step == pytest.approx(3)
    assert step.dropped_throughout == 0


def test_a_unit_that_all_examples_dropped_is_counted():
    network = Network([np.ones((2, 2)), np.ones((2, 1))], [np.zeros(2), np.zeros(1)])
    passed = forward_pass(network, np.ones((3, 2)), [np.ones(2), np.array([0.0, 2.0]), np.ones(1)])
    moved = Network([w + 1 for w in network.weights], network.biases)
    assert compare(network, moved, passed).dropped_throughout == 1


def test_measuring_again_gives_the_sample(tiny):
    for path, values in frozen_weights.sample(TINY, tiny, None).items():
        assert results.value_at(tiny, path)[: len(values)] == values


@pytest.fixture(scope="module")
def committed():
    return results.load("frozen-weights")


def test_the_committed_verdicts_follow_from_the_shares(committed):
    for optimiser, batches in committed["cells"].items():
        for batch, cell in batches.items():
            found = committed["contrasts"]["frozen"][f"{optimiser}_{batch}"]
            share = cell["moved"]["dropped"]["mean"]
            assert found["estimate"] == pytest.approx(frozen_weights.FEW - share, abs=1e-5)
            assert found["verdict"] == ("holds" if share == 0 else "does not hold")
    for claim, parts in frozen_weights.CLAIMS.items():
        assert committed["claims"][claim] == answer(parts, committed["contrasts"], list(CONDITIONS))


def test_two_wordings_of_one_claim_get_one_verdict(committed):
    assert committed["claims"]["3.2"] == committed["claims"]["4.1"]


def test_figure_and_table_speak_of_every_optimiser(committed):
    figure = frozen_weights.figure(committed)
    rows = frozen_weights.table(committed).rows
    for row, name in zip(rows, OPTIMISERS.values(), strict=True):
        assert row[0] == name
        assert figure.alternative.count(f"{name} ") >= len(BATCHES)
    for word in ("Fashion-MNIST", "10 seeds", "95% intervals", "p = 0.5"):
        assert word in figure.caption
