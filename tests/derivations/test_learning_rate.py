"""What the page on learning rate, momentum and max-norm derives."""

import numpy as np
import pytest

RNG = np.random.default_rng(2014)


def limit(w, c):
    """The weights into each unit, (inputs, units), no longer than ``c``."""
    return w * np.minimum(1, c / np.linalg.norm(w, axis=0))


@pytest.mark.parametrize("mu", [0.5, 0.9, 0.99])
def test_under_momentum_a_gradient_moves_the_weights_by_one_over_one_minus_mu(mu):
    velocity, w = 0.0, 0.0
    for step in range(5000):
        velocity = mu * velocity + (1.0 if step == 0 else 0.0)
        w -= 0.1 * velocity
    assert w == pytest.approx(-0.1 / (1 - mu))


@pytest.mark.parametrize("mu", [0.9, 0.99])
def test_the_learning_rate_of_the_first_paper_is_todays_over_one_minus_mu(mu):
    gradients = RNG.normal(size=50)
    eta = 0.1
    today = theirs = velocity = change = 0.0
    for g in gradients:
        velocity = mu * velocity + g
        today -= eta * velocity
        change = mu * change - (1 - mu) * (eta / (1 - mu)) * g
        theirs += change
    assert today == pytest.approx(theirs)


def test_steps_of_pure_noise_lengthen_weights_by_the_learning_rate_times_the_root_of_their_number():
    eta, sigma, d, steps, walks = 0.1, 2.0, 8, 50, 20_000
    start = np.full(d, 0.5)
    ends = start - eta * sigma * RNG.normal(size=(walks, steps, d)).sum(1)
    lengths = (ends**2).sum(1)
    expected = start @ start + eta**2 * d * sigma**2 * steps
    six_errors = 6 * lengths.std() / walks**0.5  # false alarm below 1e-8
    assert abs(lengths.mean() - expected) < six_errors


def test_shortening_to_a_ball_never_lengthens_the_distance_to_a_point_of_the_ball():
    inside = limit(RNG.normal(size=(5, 1000)), 1.0)
    w = 3 * RNG.normal(size=(5, 1000))
    before, after = (np.linalg.norm(x - inside, axis=0) for x in (w, limit(w, 1.0)))
    assert (after <= before + 1e-12).all()
    assert (after < before).any()


@pytest.mark.parametrize("inputs", [16, 784])
def test_hes_first_weights_into_a_unit_are_as_long_as_the_root_of_two_whatever_the_width(inputs):
    w = RNG.normal(0, np.sqrt(2 / inputs), size=(inputs, 50_000))
    squared = (w**2).sum(0)
    six_errors = 6 * squared.std() / len(squared) ** 0.5
    assert abs(squared.mean() - 2) < six_errors
