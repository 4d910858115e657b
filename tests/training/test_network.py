import numpy as np
import pytest
import torch
from chance import Coin

from dropout_course.training.network import StackedMLP
from dropout_course.training.streams import Streams

SIZES = (12, 8, 6, 10)
BATCH, STEPS = 5, 20
RATES = [(0.0, 0.0, 0.0), (0.2, 0.5, 0.8), (0.0, 0.5, 1.0)]
SEEDS = [3, 4, 3]
LEARNING_RATES = torch.tensor([0.1, 0.05, 0.2])[:, None, None]


def batches(steps=STEPS):
    generator = torch.Generator().manual_seed(0)
    x = torch.rand((steps, len(RATES), BATCH, SIZES[0]), generator=generator)
    labels = torch.randint(10, (steps, len(RATES), BATCH), generator=generator)
    return list(zip(x, labels, strict=True))


def stack(rates=RATES, seeds=SEEDS):
    return StackedMLP(SIZES, rates, Streams(seeds, layers=len(SIZES) - 1))


class Oracle:
    """One model of the stack as torch's autograd and its own optimiser train it."""

    def __init__(self, model):
        network = stack()
        self.parameters = [t[model].clone().requires_grad_() for t in (*network.weights, *network.biases)]
        rate = LEARNING_RATES[model].item()
        self.optimiser = torch.optim.SGD(self.parameters, lr=rate, momentum=0.9)
        self.rates = RATES[model]
        self.streams = Streams([SEEDS[model]], layers=len(SIZES) - 1)

    def step(self, x, labels):
        layers = len(SIZES) - 1
        for layer, p in enumerate(self.rates):
            if p:
                keep = self.streams.uniforms(layer, *x.shape)[0] >= p
                x = x * (keep / (1 - p) if p < 1 else torch.zeros_like(x))
            x = x @ self.parameters[layer] + self.parameters[layers + layer]
            x = x.relu() if layer < layers - 1 else x
        self.optimiser.zero_grad()
        torch.nn.functional.cross_entropy(x, labels).backward()
        self.optimiser.step()


@pytest.mark.parametrize("model", range(len(RATES)))
def test_steps_of_a_stack_are_those_of_autograd_and_sgd_on_one_model(model):
    network, oracle = stack(), Oracle(model)
    for x, labels in batches():
        network.step(x, labels, LEARNING_RATES, momentum=0.9)
        oracle.step(x[model], labels[model])
    for ours, theirs in zip((*network.weights, *network.biases), oracle.parameters, strict=True):
        torch.testing.assert_close(ours[model], theirs.detach(), rtol=1e-5, atol=1e-5)


def test_a_step_leaves_its_inputs_as_they_were():
    x, labels = batches(1)[0]
    before = x.clone()
    stack().step(x, labels, LEARNING_RATES, momentum=0.9)
    assert torch.equal(x, before)


def test_at_test_time_nothing_is_dropped_and_nothing_is_drawn():
    network = stack()
    x = torch.rand((7, SIZES[0]), generator=torch.Generator().manual_seed(1))
    first, second = network.logits(x), network.logits(x)
    assert torch.equal(first, second)
    h = x
    for layer, (w, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        h = (h.relu() if layer else h) @ w[1] + b[1]
    torch.testing.assert_close(first[1], h)


def test_initial_weights_have_the_variance_of_he():
    sizes = (400, 500, 10)
    network = StackedMLP(sizes, [(0.0, 0.0)], Streams([0], layers=2))
    for w, inputs in zip(network.weights, sizes, strict=False):
        n = w.numel()
        ratio = float((w.double() ** 2).sum()) / (2 / inputs) / n  # chi-squared / n: sd sqrt(2 / n)
        assert abs(ratio - 1) < 6.2 * (2 / n) ** 0.5  # false alarm below 1e-9
    assert not any(b.any() for b in network.biases)


@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_multipliers_follow_the_law_of_inverted_dropout(p):
    coin = Coin(n=600_000, chance=1 - p)
    assert coin.power(1 - 1.03 * p) > 1 - 1e-6
    network = StackedMLP((2000, 10), [(p,)], Streams([7], layers=1))
    m = network._multiplier(0, torch.empty(1, 300, 2000))[0]
    torch.testing.assert_close(m[m > 0], torch.full_like(m[m > 0], 1 / (1 - p)))
    assert coin.accepts((m > 0).numpy())


def test_every_step_example_and_layer_has_masks_of_its_own():
    network = stack([(0.5, 0.5, 0.5)], [0])
    draws = [network._multiplier(layer, torch.empty(1, 4, 64))[0] for layer in (0, 1, 0) for _ in range(2)]
    rows = np.stack([row.numpy() for draw in draws for row in draw])
    assert len(np.unique(rows, axis=0)) == len(rows)


def test_runs_of_one_seed_are_paired():
    streams = Streams([5, 6, 5], layers=1)
    for draw in (streams.normal(3, 4), streams.order(50), streams.uniforms(0, 3, 4)):
        assert torch.equal(draw[0], draw[2])
        assert not torch.equal(draw[0], draw[1])


def test_what_a_higher_rate_keeps_a_lower_rate_keeps_too():
    network = StackedMLP((64, 10), [(0.3,), (0.6,)], Streams([1, 1], layers=1))
    low, high = network._multiplier(0, torch.empty(2, 50, 64)) > 0
    assert not (high & ~low).any()
    assert (low & ~high).any()


def test_streams_leave_the_global_generators_alone():
    before, numpys = torch.get_rng_state(), np.random.get_state()[1].copy()  # noqa: NPY002
    streams = Streams([1], layers=1)
    streams.normal(2)
    streams.order(3)
    streams.uniforms(0, 2)
    assert torch.equal(torch.get_rng_state(), before)
    np.testing.assert_array_equal(np.random.get_state()[1], numpys)  # noqa: NPY002
