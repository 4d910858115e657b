"""The exercise of the page: right answers pass, each wrong one hears its reason first."""

import numpy as np
import pytest

from dropout_course.checks import check


def kept(x, p, rng):
    return rng.random(x.shape) >= p


def scaled(x, p, rng):
    return x * kept(x, p, rng) / (1 - p) if p < 1 else np.zeros_like(x)


def output_only(x, p, rng, training=True):
    return scaled(x, p, rng) if training else x


def pair(x, p, rng, *, training=True):
    multiplier = np.ones(x.shape)
    if training:
        multiplier = kept(x, p, rng) / (1 - p) if p < 1 else np.zeros(x.shape)
    return x * multiplier, multiplier


def copying(x, p, rng, training):
    y = np.array(x)
    if training and p > 0:
        y[rng.random(x.shape) < p] = 0.0
        y *= 0 if p == 1 else 1 / (1 - p)
    return y


def below(x, p, rng, training=True):
    if not training or p == 0:
        return x.copy()
    keep_prob = 1.0 - p
    return np.where(rng.random(x.shape) < keep_prob, x / max(keep_prob, 1e-300), 0)


def binomial(x, p, rng, training=True):
    return x * rng.binomial(1, 1 - p, x.shape) / max(1 - p, 1e-12) if training else +x


def not_scaled(x, p, rng, training=True):
    return x * kept(x, p, rng) if training else x


def multiplied(x, p, rng, training=True):
    return x * kept(x, p, rng) * (1 - p) if training else x


def divided_by_p(x, p, rng, training=True):
    return x * kept(x, p, rng) / p if training and p else x


def swapped(x, p, rng, training=True):
    return x * ~kept(x, p, rng) / max(1 - p, 1e-12) if training else x


def scaled_at_test(x, p, rng, training=True):
    return scaled(x, p, rng) if training else x * (1 - p)


def classic(x, p, rng, training=True):
    return x * kept(x, p, rng) if training else x * (1 - p)


def drops_at_test(x, p, rng, training=True):
    return scaled(x, p, rng)


def one_mask(x, p, rng, training=True):
    if not training:
        return x
    return x * (rng.random(x.shape[1:]) >= p) / (1 - p) if p < 1 else x * 0


def in_place(x, p, rng, training=True):
    if training:
        x *= kept(x, p, rng) / (1 - p) if p < 1 else 0
    return x


def nan_at_one(x, p, rng, training=True):
    return x * kept(x, p, rng) / (1 - np.float64(p)) if training else x


def seeded(x, p, rng, training=True):
    return scaled(x, p, np.random.default_rng(0)) if training else x


def own_generator(x, p, rng, training=True):
    return scaled(x, p, np.random.default_rng()) if training else x


def mask_for_multiplier(x, p, rng, training=True):
    if not training:
        return x, np.ones(x.shape)
    mask = kept(x, p, rng)
    return (x * mask / (1 - p) if p < 1 else x * 0), mask


def rate_off(x, p, rng, training=True):
    if not training or p in (0, 1):
        return scaled(x, p, rng) if training else x
    return x * kept(x, 1.03 * p, rng) / (1 - p)


def judge(function):
    def inverted_dropout(*arguments, **options):
        return function(*arguments, **options)

    return check(inverted_dropout)


@pytest.mark.parametrize("function", [output_only, pair, copying, below, binomial])
def test_right_answers_pass_whatever_they_hand_back(function):
    for _ in range(4):
        report = judge(function)
        assert report.passed, report


@pytest.mark.parametrize(
    ("function", "told", "properties"),
    [
        (not_scaled, "The survivors are not scaled", {"scale"}),
        (multiplied, "The survivors are multiplied by 1 - p", {"scale"}),
        (divided_by_p, "The survivors are divided by p", {"scale"}),
        (swapped, "Keep and drop are swapped", {"rate", "edges"}),
        (scaled_at_test, "The output is scaled at test time", {"test"}),
        (classic, "The survivors are not scaled", {"scale", "test"}),
        (drops_at_test, "Units are dropped at test time", {"test"}),
        (one_mask, "One mask for the whole batch", {"independent"}),
        (in_place, "The input was changed", {"input"}),
        (nan_at_one, "The answer holds NaN or infinity", {"edges"}),
        (seeded, "The same mask at every call", {"fresh"}),
        (own_generator, "The mask comes from a generator of its own", {"reproducible"}),
        (mask_for_multiplier, "The multiplier does not give the output", {"scale"}),
        (rate_off, "The drop rate is wrong", {"rate"}),
    ],
)
def test_wrong_answers_fail_where_they_are_wrong_and_are_told_why(function, told, properties):
    report = judge(function)
    failures = [finding for finding in report.findings if not finding.passed]
    assert {finding.property.name for finding in failures} == properties
    assert failures[0].message.startswith(told + ":")
