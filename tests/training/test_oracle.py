"""Training as the textbook would: one model at a time, in numpy, float64, from ``reference``."""

import dataclasses
from functools import partial

import numpy as np
import pytest

from dropout_course.reference import (
    Network,
    adam,
    backward_pass,
    forward_pass,
    l2_gradient,
    log_softmax,
    momentum,
    softmax,
    update,
)
from dropout_course.training import Recipe, Run
from dropout_course.training.fit import train
from dropout_course.training.labels import relabel
from dropout_course.training.streams import Streams

RECIPE = Recipe(hidden=(16, 12), epochs=2, batch_size=25)
PLAIN = Run((0.2, 0.5, 0.5), 0.05, seed=4)
RUNS = {
    "plain": PLAIN,
    "classic": dataclasses.replace(PLAIN, form="classic", init="unit", init_scale=0.1, learning_rate=0.2),
    "no momentum": dataclasses.replace(PLAIN, momentum=0.0, schedule="cosine"),
    "max-norm": dataclasses.replace(PLAIN, max_norm=1.2, learning_rate=0.3, schedule="constant"),
    "decay": dataclasses.replace(PLAIN, weight_decay=0.02, init="glorot"),
    "smoothed": dataclasses.replace(PLAIN, label_smoothing=0.2, label_noise=0.4),
    "late": dataclasses.replace(PLAIN, period=(0.3, 0.8)),
    "late classic": dataclasses.replace(PLAIN, period=(0.3, 0.8), form="classic"),
    "everything dropped": dataclasses.replace(PLAIN, rates=(0.0, 0.3, 1.0)),
    "adam": dataclasses.replace(PLAIN, optimiser="adam", learning_rate=0.003),
    "adam, odd": dataclasses.replace(
        PLAIN, optimiser="adam", learning_rate=0.003, momentum=0.5, weight_decay=0.01, biases=False
    ),
}
SHARES = {
    "constant": lambda x: 1.0,
    "linear": lambda x: 1 - x,
    "cosine": lambda x: 0.5 + np.cos(np.pi * x) / 2,
}


@pytest.fixture(scope="module")
def trained(splits):
    """All of them in one stack."""
    return dict(zip(RUNS, train(list(RUNS.values()), RECIPE, splits, networks=True), strict=True))


@pytest.mark.parametrize("name", RUNS)
def test_a_model_of_a_mixed_stack_ends_where_the_reference_ends(name, trained, splits):
    run, found = RUNS[name], trained[name]
    expected = learned(run, splits.train)
    for ours, theirs in zip(
        (*found.network.weights, *found.network.biases),
        (*expected.weights, *expected.biases),
        strict=True,
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)
    at_test = [1 - p if run.form == "classic" else 1.0 for p in (*run.rates, 0.0)]
    logits = forward_pass(expected, pixels(splits.test), [np.array([m]) for m in at_test]).output
    nll = -log_softmax(logits)[np.arange(len(logits)), splits.test.labels]
    np.testing.assert_allclose(found.final["test"].nll, nll, rtol=1e-3, atol=1e-4)


def test_each_setting_of_a_run_matters(trained):
    """Else the comparisons above would prove nothing of it."""
    plain = trained["plain"].network.weights[0]
    for name in RUNS.keys() - {"plain"}:
        assert np.abs(trained[name].network.weights[0] - plain).max() > 1e-3, name


def learned(run, images):
    """The network that ``run`` ends with."""
    x, streams = pixels(images), Streams(run.seed, layers=3)
    targets = np.eye(10)[relabel(images.labels, run.label_noise, streams.label_noise())]
    targets = (1 - run.label_smoothing) * targets + run.label_smoothing / 10
    network, states = drawn(run, streams), None
    for epoch in range(RECIPE.epochs):
        batches = np.split(streams.order(len(x)).numpy(), range(25, len(x), 25))
        for i, rows in enumerate(batches):
            progress = (epoch + i / len(batches)) / RECIPE.epochs
            lr = run.learning_rate * SHARES[run.schedule or "linear"](progress)
            passed = forward_pass(network, x[rows], multipliers(run, network, streams, len(rows), progress))
            gradients = backward_pass(network, passed, (softmax(passed.output) - targets[rows]) / len(rows))
            network, states = update(network, penalised(gradients, network, run), rule(run, lr), states)
            network = constrained(network, run)
    return network


def pixels(images):
    return images.inputs().astype(float)


def drawn(run, streams):
    sizes = [(784, 16), (16, 12), (12, 10)]
    spread = {"he": lambda i, o: 2 / i, "glorot": lambda i, o: 2 / (i + o), "unit": lambda i, o: 1}[run.init]
    weights = [streams.normal(*s).double().numpy() * run.init_scale * spread(*s) ** 0.5 for s in sizes]
    return Network(weights, [np.zeros(outputs) for _, outputs in sizes])


def multipliers(run, network, streams, batch, progress):
    made = []
    for layer, p in enumerate(run.rates):
        uniforms = streams.uniforms(layer, batch, network.sizes[layer]).numpy() if p else np.zeros(1)
        kept, rest = ((1 - p) ** -1 if p < 1 else 0, 1) if run.form == "inverted" else (1, 1 - p)
        active = run.period[0] <= progress < run.period[1]
        made.append((uniforms >= np.float32(p)) * float(kept) if active else np.full(1, float(rest)))
    return [*made, None]


def penalised(gradients, network, run):
    slopes = zip(network.weights, gradients.weights, strict=True)
    weights = [l2_gradient(w, dw, weight_decay=run.weight_decay) for w, dw in slopes]
    biases = gradients.biases if run.biases else [np.zeros_like(b) for b in gradients.biases]
    return gradients._replace(weights=weights, biases=biases)


def rule(run, lr):
    mu = RECIPE.momentum if run.momentum is None else run.momentum
    return (
        partial(adam, lr=lr, betas=(mu, 0.999))
        if run.optimiser == "adam"
        else partial(momentum, lr=lr, mu=mu)
    )


def constrained(network, run):
    """Weights into hidden units, no longer than the max-norm."""
    limit = run.max_norm or np.inf
    *hidden, last = network.weights
    shorter = [w * np.minimum(1, limit / np.linalg.norm(w, axis=0)) for w in hidden]
    return Network([*shorter, last], network.biases)
