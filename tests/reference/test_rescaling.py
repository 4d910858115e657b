"""Classic and inverted dropout as one network: its function, and its training under every optimiser."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import rates, seeds

from dropout_course.reference import (
    Network,
    adam,
    adamw,
    backward_pass,
    draw_multipliers,
    draw_network,
    forward_pass,
    inverted_from_classic,
    inverted_settings,
    l2_gradient,
    momentum,
    nesterov,
    rescaling,
    sgd,
    squared_loss,
)

SIZES = (5, 8, 7, 3)
RULES = {"sgd": sgd, "momentum": momentum, "nesterov": nesterov, "adam": adam, "adamw": adamw}
SETTINGS = {
    "sgd": {"lr": 0.02},
    "momentum": {"lr": 0.01},
    "nesterov": {"lr": 0.01},
    "adam": {"lr": 0.02, "eps": 1e-3},
    "adamw": {"lr": 0.02, "eps": 1e-3, "weight_decay": 0.1},
}


def a_network(rng):
    """With biases that are not 0."""
    drawn = draw_network(SIZES, rng)
    return Network(drawn.weights, [rng.normal(0, 0.3, b.shape) for b in drawn.biases])


def in_both_forms(network, of_places, rng, batch=6):
    """The same draw, as each form multiplies by it."""
    states = rng.bit_generator.state
    multipliers = []
    for form in ("classic", "inverted"):
        rng.bit_generator.state = states
        multipliers.append(draw_multipliers(network, of_places, batch, rng, form=form))
    return multipliers


@given(p=st.lists(rates(below_one=True), min_size=3, max_size=3), seed=seeds())
def test_both_forms_compute_one_function_in_training_and_at_test_time(p, seed):
    rng = np.random.default_rng(seed)
    classic, of_places = a_network(rng), [*p, 0.0]
    inverted = inverted_from_classic(classic, of_places)
    x = rng.normal(size=(6, SIZES[0]))
    of_classic, of_inverted = in_both_forms(classic, of_places, rng)
    trained = forward_pass(classic, x, of_classic).output
    np.testing.assert_allclose(forward_pass(inverted, x, of_inverted).output, trained, atol=1e-9, rtol=1e-9)
    at_test = draw_multipliers(classic, of_places, (), rng, form="classic", training=False)
    tested = forward_pass(classic, x, at_test).output
    np.testing.assert_allclose(forward_pass(inverted, x).output, tested, atol=1e-9, rtol=1e-9)


@settings(deadline=None)
@given(p=st.lists(st.floats(0, 0.95), min_size=3, max_size=3), seed=seeds())
def test_gradients_behind_dropout_are_divided_by_1_minus_p_and_biases_keep_theirs(p, seed):
    rng = np.random.default_rng(seed)
    classic, of_places = a_network(rng), [*p, 0.0]
    inverted = inverted_from_classic(classic, of_places)
    x, y = rng.normal(size=(6, SIZES[0])), rng.normal(size=(6, SIZES[-1]))
    found = []
    for network, multipliers in zip((classic, inverted), in_both_forms(classic, of_places, rng), strict=True):
        passed = forward_pass(network, x, multipliers)
        found.append(backward_pass(network, passed, squared_loss(passed.output, y)[1]))
    of_classic, of_inverted = found
    for rate, dw, dv in zip(p, of_classic.weights, of_inverted.weights, strict=True):
        np.testing.assert_allclose((1 - rate) * dv, dw, atol=1e-10, rtol=1e-8)
    for db, dc in zip(of_classic.biases, of_inverted.biases, strict=True):
        np.testing.assert_allclose(dc, db, atol=1e-10, rtol=1e-8)


def trained(form, rule, p, *, l2=0.0, rescaled=True, steps=40, p_input=0.0):
    """A network after some steps of ``rule``, from draws that do not depend on the form."""
    rng = np.random.default_rng(5)
    network = a_network(rng)
    of_places = [p_input, p, p, 0.0]
    x, y = rng.normal(size=(12, SIZES[0])), rng.normal(size=(12, SIZES[-1]))
    of_layers = [dict(SETTINGS[rule]) for _ in network.weights]
    decays = [l2] * len(of_layers)
    if form == "inverted" and rescaled:
        network = inverted_from_classic(network, of_places)
        of_layers = [inverted_settings(rule, q, **SETTINGS[rule]) for q in of_places[:-1]]
        decays = [inverted_settings(rule, q, weight_decay=l2)["weight_decay"] for q in of_places[:-1]]
    steppers = [partial(RULES[rule], **chosen) for chosen in (*of_layers, *[SETTINGS[rule]] * 3)]
    states = [None] * len(steppers)
    for _ in range(steps):
        multipliers = draw_multipliers(network, of_places, len(x), rng, form=form)
        passed = forward_pass(network, x, multipliers)
        found = backward_pass(network, passed, squared_loss(passed.output, y)[1])
        slopes = [
            l2_gradient(w, dw, weight_decay=decay)
            for w, dw, decay in zip(network.weights, found.weights, decays, strict=True)
        ]
        parameters = [*network.weights, *network.biases]
        moved = [
            step(w, dw, state)
            for step, w, dw, state in zip(steppers, parameters, [*slopes, *found.biases], states, strict=True)
        ]
        parameters, states = [w for w, _ in moved], [state for _, state in moved]
        network = Network(parameters[:3], parameters[3:])
    return network


def differences(p, classic, inverted):
    """By layer: how far V lies from (1 - p) W, and the biases from each other."""
    scaled = inverted_from_classic(classic, [0.0, p, p, 0.0])
    pairs = zip([*scaled.weights, *scaled.biases], [*inverted.weights, *inverted.biases], strict=True)
    return [float(np.abs(a - b).max()) for a, b in pairs]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_rescaled_both_forms_train_alike_under_every_rule(rule, p):
    assert max(differences(p, trained("classic", rule, p), trained("inverted", rule, p))) < 1e-10


@pytest.mark.parametrize("rule", ["sgd", "momentum", "nesterov", "adam"])
def test_with_l2_weight_decay_too_if_it_is_rescaled_in_its_own_way(rule):
    p, l2 = 0.3, 0.05
    assert (
        max(differences(p, trained("classic", rule, p, l2=l2), trained("inverted", rule, p, l2=l2))) < 1e-10
    )


@pytest.mark.parametrize("rule", RULES)
def test_as_they_are_the_two_train_to_different_networks(rule):
    p = 0.5
    found = differences(p, trained("classic", rule, p), trained("inverted", rule, p, rescaled=False))
    assert min(found[:3]) > 1e-3


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("p", [0.5, 0.75])
def test_where_1_minus_p_is_a_power_of_two_the_two_agree_to_the_last_bit(rule, p):
    found = differences(p, trained("classic", rule, p), trained("inverted", rule, p))
    assert max(found) == (0 if rule != "adam" and rule != "adamw" else pytest.approx(0, abs=1e-15))


@pytest.mark.parametrize("power", [1, 3])
@pytest.mark.parametrize("rule", ["sgd", "momentum", "nesterov"])
def test_another_power_of_the_learning_rate_does_not_do(rule, power, monkeypatch):
    monkeypatch.setitem(rescaling.POWERS[rule], "lr", power)
    assert max(differences(0.5, trained("classic", rule, 0.5), trained("inverted", rule, 0.5))) > 1e-3


def test_what_has_no_meaning_is_refused_with_the_mend():
    network = a_network(np.random.default_rng(0))
    with pytest.raises(ValueError, match="rates must end in 0, not"):
        inverted_from_classic(network, [0.0, 0.5, 0.5, 0.5])
    with pytest.raises(ValueError, match="one for each of the 4 places"):
        inverted_from_classic(network, [0.5])
    with pytest.raises(ValueError, match=r"^p must be below 1: .* makes the two alike$"):
        inverted_settings("sgd", 1.0, lr=0.1)
    with pytest.raises(ValueError, match="one of sgd, momentum"):
        inverted_settings("rmsprop", 0.5, lr=0.1)
    with pytest.raises(ValueError, match=r"sgd has lr, weight_decay to rescale, not eps, mu$"):
        inverted_settings("sgd", 0.5, mu=0.9, eps=1e-8)
    with pytest.raises(TypeError, match="one number from 0 to 1"):
        inverted_settings("sgd", "half", lr=0.1)


def test_a_rescaled_network_bends_as_it_did():
    network = a_network(np.random.default_rng(0))
    bent = Network(network.weights, network.biases, "sigmoid")
    assert inverted_from_classic(bent, [0.0, 0.5, 0.5, 0.0]).activation == "sigmoid"
