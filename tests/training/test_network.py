import numpy as np
import pytest
import torch
from chance import Coin

from dropout_course.training import Recipe, Run
from dropout_course.training.dropout import Dropout
from dropout_course.training.network import StackedMLP
from dropout_course.training.streams import Streams

SIZES = (12, 8, 6, 10)
BATCH, STEPS, SEED = 5, 20, 3
RUNS = [
    Run((0.0, 0.0, 0.0), 0.1, SEED),
    Run((0.2, 0.5, 0.8), 0.05, SEED),
    Run((0.0, 0.5, 1.0), 0.2, SEED),
]
LEARNING_RATES = torch.tensor([run.learning_rate for run in RUNS])[:, None, None]


def batches(steps=STEPS):
    generator = torch.Generator().manual_seed(0)
    x = torch.rand((steps, BATCH, SIZES[0]), generator=generator)
    labels = torch.randint(10, (steps, 1, BATCH), generator=generator)
    return list(zip(x, labels, strict=True))


def stack(runs=RUNS, sizes=SIZES):
    return StackedMLP(sizes, runs, Recipe(), Streams(runs[0].seed, layers=len(sizes) - 1))


class Oracle:
    """One model of the stack as torch's autograd and its own optimiser train it."""

    def __init__(self, model):
        network = stack()
        self.parameters = [t[model].clone().requires_grad_() for t in (*network.weights, *network.biases)]
        self.optimiser = torch.optim.SGD(self.parameters, lr=RUNS[model].learning_rate, momentum=0.9)
        self.rates = RUNS[model].rates
        self.streams = Streams(SEED, layers=len(SIZES) - 1)

    def step(self, x, labels):
        layers = len(SIZES) - 1
        for layer, p in enumerate(self.rates):
            if p:
                keep = self.streams.uniforms(layer, *x.shape) >= p
                x = x * (keep / (1 - p) if p < 1 else torch.zeros_like(x))
            x = x @ self.parameters[layer] + self.parameters[layers + layer]
            x = x.relu() if layer < layers - 1 else x
        self.optimiser.zero_grad()
        torch.nn.functional.cross_entropy(x, labels[0]).backward()
        self.optimiser.step()


@pytest.mark.parametrize("model", range(len(RUNS)))
def test_steps_of_a_stack_are_those_of_autograd_and_sgd_on_one_model(model):
    network, oracle = stack(), Oracle(model)
    for x, labels in batches():
        network.step(x, labels, LEARNING_RATES)
        oracle.step(x, labels)
    for ours, theirs in zip((*network.weights, *network.biases), oracle.parameters, strict=True):
        torch.testing.assert_close(ours[model], theirs.detach(), rtol=1e-5, atol=1e-5)


def test_a_step_leaves_its_inputs_as_they_were():
    x, labels = batches(1)[0]
    before, labels_before = x.clone(), labels.clone()
    stack().step(x, labels, LEARNING_RATES)
    assert torch.equal(x, before)
    assert torch.equal(labels, labels_before)


def test_at_test_time_nothing_is_dropped_and_nothing_is_drawn():
    network = stack()
    x = torch.rand((7, SIZES[0]), generator=torch.Generator().manual_seed(1))
    first, second = network.logits(x), network.logits(x)
    assert torch.equal(first, second)
    h = x
    for layer, (w, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        h = (h.relu() if layer else h) @ w[1] + b[1]
    torch.testing.assert_close(first[1], h)


@pytest.mark.parametrize(
    ("init", "scale", "variance"),
    [
        ("he", 1.0, lambda inputs, outputs: 2 / inputs),
        ("he", 0.5, lambda inputs, outputs: 0.25 * 2 / inputs),
        ("glorot", 1.0, lambda inputs, outputs: 2 / (inputs + outputs)),
        ("unit", 0.01, lambda inputs, outputs: 1e-4),
    ],
)
def test_initial_weights_have_the_variance_of_their_kind_and_scale(init, scale, variance):
    sizes = (400, 500, 10)
    runs = [Run((0.0, 0.0), 0.1, seed=0), Run((0.0, 0.0), 0.1, seed=0, init=init, init_scale=scale)]
    network = stack(runs, sizes)
    for w, (inputs, outputs) in zip(network.weights, ((400, 500), (500, 10)), strict=True):
        n = w[1].numel()
        ratio = float((w[1].double() ** 2).sum()) / variance(inputs, outputs) / n
        assert (
            abs(ratio - 1) < 6.2 * (2 / n) ** 0.5
        )  # chi-squared / n: sd sqrt(2 / n); false alarm below 1e-9
    assert not any(b.any() for b in network.biases)


@pytest.mark.parametrize("form", ["inverted", "classic"])
@pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
def test_multipliers_follow_the_law_of_their_form(p, form):
    coin = Coin(n=600_000, chance=1 - p)
    assert coin.power(1 - 1.03 * p) > 1 - 1e-6
    dropout = Dropout([Run((p,), 0.1, seed=7, form=form)], Streams(7, layers=1))
    m = dropout.multiplier(0, 300, 2000, progress=0.0)[0]
    torch.testing.assert_close(m[m > 0], torch.full_like(m[m > 0], 1 / (1 - p) if form == "inverted" else 1))
    assert coin.accepts((m > 0).numpy())


def test_only_classic_dropout_scales_at_test_time_and_by_the_rate_of_keeping():
    runs = [Run((0.2, 0.5), 0.1, seed=0, form=form) for form in ("inverted", "classic")]
    network = stack(runs, (6, 4, 10))
    x = torch.rand((7, 6), generator=torch.Generator().manual_seed(1))
    for model, (first, second) in enumerate(((1, 1), (0.8, 0.5))):
        w1, w2 = (w[model] for w in network.weights)
        torch.testing.assert_close(network.logits(x)[model], (x * first @ w1).relu() * second @ w2)


def test_every_step_example_and_layer_has_masks_of_its_own():
    dropout = Dropout([Run((0.5, 0.5, 0.5), 0.1, seed=0)], Streams(0, layers=3))
    draws = [
        dropout.multiplier(layer, 4, 64, progress=0.0)[0].clone() for layer in (0, 1, 0) for _ in range(2)
    ]
    rows = np.stack([row.numpy() for draw in draws for row in draw])
    assert len(np.unique(rows, axis=0)) == len(rows)


def test_runs_of_one_seed_are_paired():
    one, same, other = (Streams(seed, layers=1) for seed in (5, 5, 6))
    for draw in (
        lambda streams: streams.normal(3, 4),
        lambda streams: streams.order(50),
        lambda streams: streams.uniforms(0, 3, 4),
        lambda streams: torch.from_numpy(streams.label_noise().random(5)),
    ):
        first, second, third = map(draw, (one, same, other))
        assert torch.equal(first, second)
        assert not torch.equal(first, third)


def test_what_a_higher_rate_keeps_a_lower_rate_keeps_too():
    dropout = Dropout([Run((p,), 0.1, seed=1) for p in (0.3, 0.6)], Streams(1, layers=1))
    low, high = dropout.multiplier(0, 50, 64, progress=0.0) > 0
    assert not (high & ~low).any()
    assert (low & ~high).any()


@pytest.mark.parametrize(("form", "rest"), [("inverted", 1.0), ("classic", 0.25)])
def test_outside_its_period_a_layer_is_what_it_is_at_test_time(form, rest):
    run = Run((0.75,), 0.1, seed=1, form=form, period=(0.2, 0.6))
    dropout = Dropout([run], Streams(1, layers=1))
    for progress, active in ((0.0, False), (0.19, False), (0.2, True), (0.59, True), (0.6, False)):
        m = dropout.multiplier(0, 20, 30, progress)
        assert (m == 0).any() == active
        assert active or (m == rest).all()


def test_streams_leave_the_global_generators_alone():
    before, numpys = torch.get_rng_state(), np.random.get_state()[1].copy()  # noqa: NPY002
    streams = Streams(1, layers=1)
    streams.normal(2)
    streams.order(3)
    streams.uniforms(0, 2)
    streams.label_noise().random()
    assert torch.equal(torch.get_rng_state(), before)
    np.testing.assert_array_equal(np.random.get_state()[1], numpys)  # noqa: NPY002
