"""The exercise on the backward pass: right layers pass, each wrong one hears its reason first."""

import numpy as np
import pytest

from dropout_course.checks import backward, check
from dropout_course.checks.law import LOWER_RATES


class Caching:
    """Keeps the multiplier."""

    def __init__(self, p, rng):
        self.p, self.rng = p, rng

    def draw(self, shape):
        return (self.rng.random(shape) >= self.p) / (1 - self.p)

    def forward(self, x):
        self.m = self.draw(x.shape)
        return x * self.m

    def backward(self, dy):
        return dy * self.m


class KeepingTheMask(Caching):
    def forward(self, x):
        self.keep = self.rng.random(x.shape) >= self.p
        return np.where(self.keep, x / (1 - self.p), 0)

    def backward(self, dy):
        return np.where(self.keep, dy / (1 - self.p), 0)


class Classic(Caching):
    """Another form, whose backward pass fits its forward pass."""

    def draw(self, shape):
        return (self.rng.random(shape) >= self.p).astype(float)


class FreshDraw(Caching):
    def backward(self, dy):
        return dy * self.draw(dy.shape)


class FreshUnscaledDraw(Caching):
    def backward(self, dy):
        return dy * (self.rng.random(dy.shape) >= self.p)


class NothingDropped(Caching):
    def backward(self, dy):
        return dy.copy()


class NotScaled(Caching):
    def backward(self, dy):
        return dy * (self.m > 0)


class ScaledTwice(Caching):
    def backward(self, dy):
        return dy * self.m**2


class DrawnOnce(Caching):
    def forward(self, x):
        if not hasattr(self, "m"):
            self.m = self.draw(x.shape)
        return x * self.m


class FirstDrawKept(Caching):
    def forward(self, x):
        m = self.draw(x.shape)
        if not hasattr(self, "m"):
            self.m = m
        return x * m


class UsedUp(Caching):
    """The draw is good for one backward pass."""

    def backward(self, dy):
        m, self.m = self.m, self.draw(dy.shape)
        return dy * m


class NoReturn(Caching):
    def backward(self, dy):
        dy * self.m


RIGHT = [Caching, KeepingTheMask, Classic]
WRONG = [
    (FreshDraw, backward.FRESH_DRAW),
    (FreshUnscaledDraw, backward.FRESH_DRAW),
    (NothingDropped, backward.NOT_DROPPED),
    (NotScaled, backward.NOT_SCALED),
    (ScaledTwice, backward.WRONG_GRADIENT),
    (DrawnOnce, backward.DRAWN_ONCE),
    (FirstDrawKept, backward.STALE_DRAW),
    (UsedUp, backward.NOT_LINEAR),
]


def judged(layer, seed):
    return check(type("Dropout", (layer,), {}), seed=seed)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("layer", RIGHT)
def test_a_right_layer_passes(layer, seed):
    report = judged(layer, seed)
    assert report.passed, report


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("layer", "reason"), WRONG)
def test_a_wrong_layer_hears_its_reason_first(layer, reason, seed):
    report = judged(layer, seed)
    assert report.findings[0].misconception == reason, report


def test_a_missing_return_is_told():
    assert "do not forget `return`" in judged(NoReturn, 0).findings[0].message


def test_a_right_layer_is_refused_less_than_once_in_1e9_times():
    """Two draws agree in one unit with probability p^2 + (1 - p)^2, most at the ends of the rates."""
    p, units = LOWER_RATES[0], np.prod(backward.SHAPE)
    assert (p**2 + (1 - p) ** 2) ** units < 1e-160  # two passes drop the same units
    assert (1 - p) ** units < 1e-100  # nor does a pass drop none
