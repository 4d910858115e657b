import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import rates, seeds

from dropout_course.reference import (
    classic_multiplier,
    draw_multipliers,
    draw_network,
    forward_pass,
    inverted_multiplier,
)

DRAW = {"inverted": inverted_multiplier, "classic": classic_multiplier}
NETWORK = draw_network([3, 4, 2], np.random.default_rng(0))
RATES = st.tuples(rates(), rates(), rates())


@pytest.mark.parametrize("form", DRAW)
@pytest.mark.parametrize("training", [True, False])
@given(p=RATES, batch=st.sampled_from([(), 5, (5,), (2, 3)]), seed=seeds())
def test_each_place_gets_a_multiplier_of_its_own_rate_and_size(form, training, p, batch, seed):
    ours = draw_multipliers(NETWORK, p, batch, np.random.default_rng(seed), form=form, training=training)
    rng = np.random.default_rng(seed)  # the same draws, place after place
    lead = batch if isinstance(batch, tuple) else (batch,)
    for m, rate, size in zip(ours, p, (3, 4, 2), strict=True):
        np.testing.assert_array_equal(m, DRAW[form]((*lead, size), rate, rng, training=training))


@given(p=RATES, seed=seeds())
def test_inverted_in_training_is_what_is_drawn_unless_told(p, seed):
    ours = draw_multipliers(NETWORK, p, 4, np.random.default_rng(seed))
    told = draw_multipliers(NETWORK, p, 4, np.random.default_rng(seed), form="inverted", training=True)
    for m, m_told in zip(ours, told, strict=True):
        np.testing.assert_array_equal(m, m_told)


@given(p=st.tuples(*[rates(below_one=True)] * 3), seed=seeds())
def test_the_two_forms_answer_alike_when_classic_weights_were_divided_by_what_stays(p, seed):
    x = np.random.default_rng(1).normal(size=(5, 3))
    inverted, classic = (
        draw_multipliers(NETWORK, p, 5, np.random.default_rng(seed), form=form) for form in DRAW
    )
    rescaled = [m / (1 - rate) for m, rate in zip(classic, p, strict=True)]
    np.testing.assert_allclose(
        forward_pass(NETWORK, x, inverted).output, forward_pass(NETWORK, x, rescaled).output
    )


@pytest.mark.parametrize("p", [(), (0.5,), (0.5,) * 4])
def test_rates_must_name_every_place(p):
    with pytest.raises(ValueError, match="rates must") as error:
        draw_multipliers(NETWORK, p, 5, np.random.default_rng(0))
    assert str(error.value) == (
        "rates must name one for each of the 3 places (input, hidden layers, output), "
        f"0 where nothing drops, not {len(p)}"
    )


def test_wrong_arguments_are_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=r"p must lie in \[0, 1\]"):
        draw_multipliers(NETWORK, (0, 0, 1.5), 5, rng)
    with pytest.raises(TypeError, match="p must be one number"):
        draw_multipliers(NETWORK, (0, "0.5", 0), 5, rng)
    with pytest.raises(ValueError, match=r'^form must be "inverted" or "classic", not .old.$'):
        draw_multipliers(NETWORK, (0, 0, 0), 5, rng, form="old")
    with pytest.raises(TypeError, match="shape must be"):
        draw_multipliers(NETWORK, (0, 0, 0), 5.0, rng)
    with pytest.raises(TypeError, match="rng must be"):
        draw_multipliers(NETWORK, (0, 0, 0), 5, 0)


def test_a_refused_rate_draws_nothing():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="p must lie"):
        draw_multipliers(NETWORK, (0, 0, 1.5), 5, rng)
    assert rng.random() == np.random.default_rng(0).random()
