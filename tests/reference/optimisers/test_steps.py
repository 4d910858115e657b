import re
from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import activations, seeds

from dropout_course.reference import AdamState, adam, adamw, l2_gradient, momentum, nesterov, sgd

RULES = {
    "sgd": (sgd, torch.optim.SGD, {}),
    "momentum": (momentum, torch.optim.SGD, {"momentum": 0.9}),
    "light momentum": (partial(momentum, mu=0.3), torch.optim.SGD, {"momentum": 0.3}),
    "nesterov": (nesterov, torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "light nesterov": (partial(nesterov, mu=0.3), torch.optim.SGD, {"momentum": 0.3, "nesterov": True}),
    "adam": (adam, torch.optim.Adam, {}),
    "other adam": (
        partial(adam, betas=(0.5, 0.7), eps=1e-2),
        torch.optim.Adam,
        {"betas": (0.5, 0.7), "eps": 1e-2},
    ),
    "adamw": (adamw, torch.optim.AdamW, {}),
    "other adamw": (
        partial(adamw, betas=(0.5, 0.7), eps=1e-2, weight_decay=0.3),
        torch.optim.AdamW,
        {"betas": (0.5, 0.7), "eps": 1e-2, "weight_decay": 0.3},
    ),
}
EACH = pytest.mark.parametrize("rule", RULES)
PLAIN = {name: rule for name, (rule, _, _) in RULES.items() if not isinstance(rule, partial)}
EACH_PLAIN = pytest.mark.parametrize("rule", PLAIN.values(), ids=PLAIN)


def path_of(rule, w, gradients, **options):
    """The weights after each step."""
    state = None
    for dw in gradients:
        w, state = rule(w, dw, state, **options)
        yield w


def path_in_torch(optimiser, w, gradients, **options):
    """The weights after each step of torch's optimiser."""
    w = torch.tensor(w, requires_grad=True)
    optimiser = optimiser([w], **options)
    for dw in gradients:
        w.grad = torch.tensor(dw)
        optimiser.step()
        yield w.detach().numpy().copy()


@EACH
@pytest.mark.parametrize("lr", [0.001, 0.1])
@settings(max_examples=30)
@given(data=st.data(), w=activations(dtype=np.float64, shape=(2, 3), magnitude=16))
def test_every_step_is_the_one_of_torch(rule, lr, data, w):
    gradients = data.draw(activations(dtype=np.float64, shape=(8, 2, 3), magnitude=16))
    ours, theirs, options = RULES[rule]
    for our, their in zip(
        path_of(ours, w, gradients, lr=lr),
        path_in_torch(theirs, w, gradients, lr=lr, **options),
        strict=True,
    ):
        np.testing.assert_allclose(our, their, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("rule", ["sgd", "momentum", "nesterov", "adam"])
@settings(max_examples=30)
@given(data=st.data(), w=activations(dtype=np.float64, shape=(4,), magnitude=16))
def test_an_l2_gradient_is_the_weight_decay_of_torch(rule, data, w):
    gradients = data.draw(activations(dtype=np.float64, shape=(8, 4), magnitude=16))
    ours, theirs, options = RULES[rule]

    def decayed(w, dw, state, **options):
        return ours(w, l2_gradient(w, dw, weight_decay=0.3), state, **options)

    for our, their in zip(
        path_of(decayed, w, gradients, lr=0.1),
        path_in_torch(theirs, w, gradients, lr=0.1, weight_decay=0.3, **options),
        strict=True,
    ):
        np.testing.assert_allclose(our, their, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("rule", "optimiser"), [(adam, torch.optim.Adam), (adamw, torch.optim.AdamW)])
def test_the_learning_rate_of_adam_is_that_of_torch_unless_told(rule, optimiser):
    w, gradients = np.ones(3), [np.array([1.0, -2.0, 0.5])]
    (ours,), (theirs,) = path_of(rule, w, gradients), path_in_torch(optimiser, w, gradients)
    np.testing.assert_allclose(ours, theirs, rtol=1e-14)


@given(w=activations(dtype=np.float64, shape=(5,), magnitude=16))
def test_a_weight_without_gradient_stays_under_plain_sgd_alone(w):
    """What "frozen" means: a unit that drops for a whole batch, after a step in which it did not."""
    w = np.where(np.abs(w) < 1, 1, w)  # 0 does not decay
    pushed, zero = np.ones(5), np.zeros(5)
    for name, rule in PLAIN.items():
        before, after = path_of(rule, w, [pushed, zero], lr=0.1)
        assert (before == after).all() == (name == "sgd")
        assert (before != after).all() == (name != "sgd")
    decayed, _ = sgd(w, l2_gradient(w, zero, weight_decay=0.1), lr=0.1)
    np.testing.assert_allclose(decayed, 0.99 * w)


@EACH_PLAIN
@given(w=activations(dtype=np.float64, shape=(5,)))
def test_from_rest_a_zero_gradient_moves_nothing_but_by_decay(rule, w):
    ours, state = rule(w, np.zeros(5), lr=0.1)
    np.testing.assert_allclose(ours, 0.999 * w if rule is adamw else w, rtol=1e-14)
    again, _ = rule(ours, np.zeros(5), state, lr=0)
    np.testing.assert_array_equal(again, ours)


@given(dw=st.floats(1e-3, 1e3), scale=st.floats(1e-3, 1e3))
def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_size_of_the_gradient(dw, scale):
    w, _ = adam(np.zeros(2), np.array([dw, -dw * scale]), lr=0.1, eps=0)
    np.testing.assert_allclose(w, [-0.1, 0.1])


def test_what_adam_remembers_is_the_number_of_steps_and_the_running_means():
    _, state = adam(np.zeros(1), np.array([2.0]), betas=(0.5, 0.75))
    assert state == AdamState(1, np.array([1.0]), np.array([1.0]))
    _, state = adam(np.zeros(1), np.array([4.0]), state, betas=(0.5, 0.75))
    assert state == AdamState(2, np.array([2.5]), np.array([4.75]))


@EACH_PLAIN
@given(seed=seeds())
def test_neither_weights_nor_gradient_nor_state_are_modified(rule, seed):
    rng = np.random.default_rng(seed)
    w, dw = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    w_before, dw_before = w.copy(), dw.copy()
    first, state = rule(w, dw, lr=0.1)
    same = [rule(first, dw, state, lr=0.1)[0] for _ in range(2)]  # the state still is what it was
    np.testing.assert_array_equal(*same)
    np.testing.assert_array_equal(w, w_before)
    np.testing.assert_array_equal(dw, dw_before)
    assert not np.shares_memory(first, w)


@EACH_PLAIN
def test_single_precision_stays_single(rule):
    w, state = rule(np.ones(3, np.float32), np.ones(3, np.float32), lr=0.1)
    w, _ = rule(w, np.ones(3, np.float32), state, lr=0.1)
    assert w.dtype == np.float32


@EACH_PLAIN
def test_wrong_settings_are_refused(rule):
    with pytest.raises(ValueError, match=r"^lr must lie in \[0, inf\), not -0.1$"):
        rule(np.ones(3), np.ones(3), lr=-0.1)
    with pytest.raises(ValueError, match=r"^lr must lie in \[0, inf\), not nan$"):
        rule(np.ones(3), np.ones(3), lr=np.nan)


@pytest.mark.parametrize("value", [-0.1, 1.0])
def test_a_memory_that_never_fades_is_refused(value):
    w = np.ones(3)
    for rule in (momentum, nesterov):
        with pytest.raises(ValueError, match=rf"^mu must lie in \[0, 1\), not {value}$"):
            rule(w, w, lr=0.1, mu=value)
    for rule in (adam, adamw):
        with pytest.raises(ValueError, match=rf"^beta1 must lie in \[0, 1\), not {value}$"):
            rule(w, w, betas=(value, 0.9))
        with pytest.raises(ValueError, match=rf"^beta2 must lie in \[0, 1\), not {value}$"):
            rule(w, w, betas=(0.9, value))


def test_negative_eps_and_decay_are_refused():
    w = np.ones(3)
    for rule in (adam, adamw):
        with pytest.raises(ValueError, match=r"^eps must lie in \[0, inf\), not -1$"):
            rule(w, w, eps=-1)
    for call in (partial(adamw, weight_decay=-1), partial(l2_gradient, weight_decay=-1)):
        with pytest.raises(ValueError, match=r"^weight_decay must lie in \[0, inf\), not -1$"):
            call(w, w)


@pytest.mark.parametrize(
    "rule", [*(partial(r, lr=0.1) for r in PLAIN.values()), partial(l2_gradient, weight_decay=1)]
)
def test_a_gradient_of_another_shape_or_kind_is_refused(rule):
    with pytest.raises(ValueError, match="one shape") as error:
        rule(np.ones((2, 3)), np.ones(3))
    assert str(error.value).startswith("w, dw and the state must have one shape, not [(2, 3), (3,)")
    assert str(error.value).endswith(")]: give each weight its own")
    for wrong, name in (([1.0], "w"), (np.ones(1, int), "w")):
        with pytest.raises(TypeError, match=f"^{name} must"):
            rule(wrong, np.ones(1))
        with pytest.raises(TypeError, match=f"^d{name} must"):
            rule(np.ones(1), wrong)


@pytest.mark.parametrize(
    ("rule", "remembered"),
    [
        (momentum, lambda a: a),
        (nesterov, lambda a: a),
        (adam, lambda a: AdamState(1, a, np.ones(3))),
        (adam, lambda a: AdamState(1, np.ones(3), a)),
        (adamw, lambda a: AdamState(1, a, np.ones(3))),
    ],
)
def test_a_state_of_another_shape_or_kind_is_refused(rule, remembered):
    with pytest.raises(
        ValueError, match=re.escape("w, dw and the state must have one shape, not [(3,), (3,)")
    ):
        rule(np.ones(3), np.ones(3), remembered(np.ones((2, 3))), lr=0.1)
    with pytest.raises(TypeError, match=r"^state must be a numpy array, not list"):
        rule(np.ones(3), np.ones(3), remembered([1.0, 1.0, 1.0]), lr=0.1)
