"""How sharp the checks of homework 4 are where chance or a tolerance is in them, and what they let pass."""

from itertools import product

import numpy as np
import pytest

from dropout_course.checks import check, grade
from dropout_course.checks.placing.branch import Case, Layer, test_time
from dropout_course.checks.placing.forward import OWN_RATES, OWN_SHAPE
from dropout_course.checks.placing.gru import UNITS
from dropout_course.checks.placing.network import draw_chain, draw_linear, draw_network
from dropout_course.checks.placing.recurrence import draw_params, rollout, state_step
from dropout_course.checks.property import Failed
from dropout_course.checks.stats import binomial_interval

test_time.__test__ = False  # a judge, and no test of its own


def network(weights, biases, rates, x, rng, training):
    cache = []
    h = x
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates, strict=True)):
        m = (rng.random(h.shape) >= p) / (1 - p) if training and p < 1 else np.full(h.shape, 1.0 - training)
        cache.append((w, m, h * m))
        h = (h * m) @ w + b
        if layer < len(weights) - 1:
            h = np.maximum(h, 0)
    return h, cache


def mlp_backward(dlogits, cache):
    dweights, dbiases, da = [], [], dlogits
    for w, m, given in reversed(cache):
        dweights.append(given.T @ da)
        dbiases.append(da.sum(axis=0))
        da = (da @ w.T) * m * (given > 0)
    return dweights[::-1], dbiases[::-1]


def own_forward_but(change):
    def mlp_forward(weights, biases, rates, x, rng, training):
        logits, cache = network(weights, biases, rates, x, rng, training)
        return change(logits), cache

    return mlp_forward


def test_two_places_that_share_a_draw_are_caught_with_power_above_one_in_a_million():
    total = OWN_SHAPE[0] * OWN_SHAPE[1]
    for p, q in product(*OWN_RATES):
        _, high = binomial_interval(total, (1 - p) * (1 - q))
        least, _ = binomial_interval(total, 1 - max(p, q), 2e-6)  # what a shared draw exceeds
        assert least > high


def test_the_gradient_is_judged_against_the_learners_own_forward_pass():
    doubled = own_forward_but(lambda logits: 2 * logits)
    assert grade(mlp_backward, "nudged", points=1, seed=3, given=own_forward_but(lambda logits: logits)) == 1
    assert grade(mlp_backward, "nudged", points=1, seed=3, given=doubled) == 0


def test_the_backward_pass_alone_is_no_riddle():
    report = check(mlp_backward, seed=1)
    assert not report.passed
    assert "check(mlp_backward, given=mlp_forward)" in str(report)


@pytest.mark.parametrize(
    "answer", [None, "text", 3.0, (None, None), ([], []), ([np.ones(2)], np.nan), object()]
)
def test_no_answer_ends_in_a_traceback(answer):
    def mlp_forward(*_):
        return answer

    def backward(*_):
        return answer

    backward.__name__ = "mlp_backward"
    assert not any(finding.passed for finding in check(mlp_forward, seed=0).findings)
    for forward in (mlp_forward, network):
        assert not any(finding.passed for finding in check(backward, seed=0, given=forward).findings)


@pytest.mark.parametrize("name", ["spatial_dropout", "residual_block", "gated_unit", "gru_rollout"])
@pytest.mark.parametrize("answer", [None, "text", np.nan, np.array(["a"]), [[1.0]], np.array([np.nan])])
def test_layers_that_answer_nonsense_pass_nothing(name, answer):
    def layer(*_):
        return answer

    layer.__name__ = name
    assert not any(finding.passed for finding in check(layer, seed=0).findings)


def test_nothing_bends_the_network_of_the_nudges():
    rng = np.random.default_rng(0)
    for _ in range(100):
        question = draw_linear((5, 7, 8, 4), 6, rng)
        for w, b in zip(question.weights, question.biases, strict=True):
            assert (np.sign(w) == np.sign(b)).all()


def test_a_layer_that_is_told_nothing_still_tells_something():
    rng = np.random.default_rng(0)
    for _ in range(100):
        assert all((b > 0).any() for b in draw_network((5, 7, 4, 6), 3, rng).biases)


def test_a_chain_adds_its_biases():
    question = draw_chain(3, 4, 5, np.random.default_rng(1))
    np.testing.assert_allclose(question.logits(), question.x + sum(question.biases))


def test_the_gru_is_that_of_pytorch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    params, x = draw_params(4, UNITS, rng), rng.normal(size=(6, 5, 4))
    theirs = torch.nn.GRU(4, UNITS).double()
    theirs.load_state_dict({f"{name}_l0": torch.from_numpy(value) for name, value in params.items()})
    states = theirs(torch.from_numpy(x))[0].detach().numpy()
    np.testing.assert_allclose(rollout(state_step, params, x, np.ones(1)), states)


def test_a_layer_wrong_without_dropout_is_told_its_formula():
    def case(rows, columns, rng):
        x = rng.uniform(1, 2, (rows, columns))
        return Case((x,), 0 * x, x**2)

    layer = Layer(case, mistake=None, many=None)
    with pytest.raises(Failed, match="The output is wrong at test time"):
        test_time(layer, lambda x, *_: x**3, np.random.default_rng(0))
