import numpy as np
import pytest
import torch
from torch import nn

from dropout_course.experiments import variance_shift
from dropout_course.training.modules.parts import Dropout
from dropout_course.training.streams import Streams

N, UNITS, P = 40_000, 6, 0.5


def remembering(network, x, passes=60):
    """The network after training passes, in which its norms remember what they met; no weight moves."""
    network.train()
    for layer in network:
        if isinstance(layer, nn.BatchNorm1d):
            layer.momentum = None  # the plain mean over passes
    with torch.no_grad():
        for _ in range(passes):
            network(x)
    return network.eval()


@pytest.fixture
def x():
    torch.manual_seed(1)
    return torch.rand(N, UNITS) + torch.arange(UNITS)


def network(order):
    torch.manual_seed(2)
    dropout = Dropout(P, 1, Streams(1, layers=2))
    if order == "before":
        return nn.Sequential(nn.Linear(UNITS, 5), dropout, nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3))
    return nn.Sequential(
        nn.Linear(UNITS, 5), nn.BatchNorm1d(5), nn.ReLU(), dropout, nn.Linear(5, 4), nn.BatchNorm1d(4)
    )


@pytest.mark.parametrize("order", ["before", "after"])
def test_the_formula_gives_the_variance_that_a_norm_remembers(order, x):
    """2.4 million masked examples: their variances lie within a thousandth or two of those expected."""
    measured, derived = variance_shift.shift(remembering(network(order), x), P, x)
    assert 0.005 < derived < 0.95
    assert measured == pytest.approx(derived, rel=0.01)


def test_a_unit_of_mean_zero_keeps_the_share_1_minus_p():
    torch.manual_seed(3)
    x = torch.randn(N, UNITS)
    x -= x.mean(0)
    layers = nn.Sequential(Dropout(P, 0, Streams(1, layers=1)), nn.BatchNorm1d(UNITS))
    assert variance_shift.shift(remembering(layers, x, passes=1), P, x)[1] == pytest.approx(1 - P, abs=1e-3)


def test_a_norm_that_nothing_was_dropped_before_is_no_answer(x):
    with pytest.raises(ValueError, match="no norm"):
        variance_shift.shift(nn.Sequential(nn.Linear(UNITS, 5), nn.BatchNorm1d(5)).eval(), P, x)


@pytest.mark.parametrize("order", ["before", "after"])
def test_a_refitted_norm_gives_units_of_mean_0_and_variance_1_without_dropout(order, x):
    trained = remembering(network(order), x, passes=2)
    variance_shift.refit(trained, x)
    with torch.no_grad():
        for layer in trained:
            x = layer(x)
            if isinstance(layer, nn.BatchNorm1d):
                np.testing.assert_allclose(x.mean(0), 0, atol=1e-3)
                np.testing.assert_allclose(x.var(0), 1, atol=1e-2)
