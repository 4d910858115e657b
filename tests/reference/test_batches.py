from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import rates

from dropout_course.reference import dropped_throughout, expected_networks


def every_batch(units, p, examples):
    """Each way in which the masks of a batch can fall, (examples, units), with its probability."""
    for bits in product([False, True], repeat=units * examples):
        yield np.reshape(bits, (examples, units)), prod(1 - p if bit else p for bit in bits)


@given(p=rates(), units=st.integers(1, 3), examples=st.integers(1, 3))
def test_networks_and_units_dropped_throughout_are_as_many_as_over_every_batch(p, units, examples):
    batches = list(every_batch(units, p, examples))
    networks = sum(weight * len(np.unique(keep, axis=0)) for keep, weight in batches)
    throughout = sum(weight * (~keep.any(axis=0)).sum() for keep, weight in batches)
    assert expected_networks(units, p, examples) == pytest.approx(networks, abs=1e-12)
    assert units * dropped_throughout(p, examples) == pytest.approx(throughout, abs=1e-12)


def test_one_mask_for_the_batch_drops_a_unit_throughout_as_often_as_for_one_example():
    assert dropped_throughout(0.5, 1) == 0.5
    assert dropped_throughout(0.5, 100) == pytest.approx(2.0**-100)


def test_in_a_wide_layer_every_example_trains_a_network_of_its_own():
    assert expected_networks(512, 0.5, 100) == pytest.approx(100, rel=1e-9)


@pytest.mark.parametrize("examples", [0, -1])
def test_a_batch_has_at_least_one_example(examples):
    with pytest.raises(ValueError, match="examples must be 1 or more"):
        dropped_throughout(0.5, examples)
    with pytest.raises(ValueError, match="examples must be 1 or more"):
        expected_networks(3, 0.5, examples)


def test_counts_are_whole_numbers_and_rates_are_drop_probabilities():
    with pytest.raises(TypeError, match=r"units must be a whole number, not 2\.5"):
        expected_networks(2.5, 0.5, 4)
    with pytest.raises(ValueError, match="units must be 1 or more"):
        expected_networks(0, 0.5, 4)
    with pytest.raises(ValueError, match="probability of dropping"):
        dropped_throughout(50, 4)
