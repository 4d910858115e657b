import copy
import pickle

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from layers.draws import generator
from scripted import ScriptedGenerator
from strategies import activations, rates, seeds
from torch import nn

from dropout_course import reference
from dropout_course.layers import ClassicDropout, InvertedDropout

PAIRS = [(InvertedDropout, reference.inverted_dropout), (ClassicDropout, reference.classic_dropout)]
BOTH = pytest.mark.parametrize("layer", [InvertedDropout, ClassicDropout])
MODES = pytest.mark.parametrize("training", [True, False])


@pytest.mark.parametrize(("layer", "dropout"), PAIRS)
@MODES
@given(data=st.data(), x=activations(), p=rates(), seed=seeds())
def test_value_and_gradient_are_the_references_on_the_same_numbers(
    layer, dropout, training, data, x, p, seed
):
    dy = data.draw(activations(dtype=x.dtype, shape=x.shape))
    numbers = torch.rand(x.shape, generator=generator(seed), dtype=torch.float64).numpy()
    expected, m = dropout(x, p, ScriptedGenerator(numbers), training=training)

    leaf = torch.tensor(x, requires_grad=True)
    y = layer(p, generator=generator(seed)).train(training)(leaf)
    y.backward(torch.tensor(dy))
    np.testing.assert_array_equal(y.detach().numpy(), expected)
    np.testing.assert_array_equal(leaf.grad.numpy(), reference.backward(dy, m))
    assert y.detach().numpy().dtype == leaf.grad.numpy().dtype == x.dtype


@BOTH
@MODES
@pytest.mark.parametrize("p", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("shape", [(), (0,), (4, 3)])
def test_gradients_of_first_and_second_order_are_those_of_finite_differences(layer, training, p, shape):
    module = layer(p, generator=generator()).train(training)

    def same_draw(x):
        module.generator.manual_seed(5)
        return module(x)

    x = torch.randn(shape, generator=generator(1), dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(same_draw, (x,))
    assert torch.autograd.gradgradcheck(lambda x: same_draw(x) ** 2, (x,))


@BOTH
def test_a_new_module_is_in_training_and_draws_afresh_at_each_call(layer):
    module, x = layer(0.5, generator=generator()), torch.ones(100)
    assert module.training
    assert not torch.equal(module(x), module(x))


@given(x=activations(), p=rates())
def test_eval_mode_leaves_inverted_alone_and_scales_classic_by_the_keep_probability(x, p):
    x = torch.tensor(x)
    assert torch.equal(InvertedDropout(p, generator=generator()).eval()(x), x)
    scaled = x * torch.tensor(1 - p, dtype=torch.float64).to(x.dtype)
    assert torch.equal(ClassicDropout(p, generator=generator()).eval()(x), scaled)


@BOTH
def test_eval_mode_draws_nothing(layer):
    module = layer(0.5, generator=generator(3)).eval()
    module(torch.ones(100))
    assert torch.equal(module.generator.get_state(), generator(3).get_state())


@BOTH
@MODES
@pytest.mark.parametrize("p", [0.0, 0.5])
def test_the_output_is_a_new_tensor(layer, training, p):
    x = torch.ones(3)
    layer(p, generator=generator()).train(training)(x).fill_(7)
    assert x.tolist() == [1, 1, 1]


@BOTH
def test_nothing_is_drawn_from_the_global_generator(layer):
    before = torch.get_rng_state()
    layer(0.5, generator=generator())(torch.ones(100))
    assert torch.equal(torch.get_rng_state(), before)


@BOTH
def test_modules_that_share_a_generator_take_turns(layer):
    shared = generator(1)
    model = nn.Sequential(layer(0.5, generator=shared), layer(0.5, generator=shared))
    x = torch.ones(64)
    separate = layer(0.5, generator=generator(1))
    first, second = separate(x), separate(x)
    assert torch.equal(model(x) != 0, (first != 0) & (second != 0))


@BOTH
@pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))], ids=["deepcopy", "pickle"]
)
def test_a_copy_goes_on_with_its_own_generator_from_the_same_state(layer, duplicate):
    model = nn.Sequential(nn.Linear(3, 50), layer(0.4, generator=generator(2))).eval()
    twin = duplicate(model).train()
    model.train()
    x = torch.ones(8, 3)
    expected = [model(x) for _ in range(2)]
    assert all(torch.equal(twin(x), y) for y in expected)


@BOTH
def test_a_state_dict_is_empty_so_that_weights_fit_models_with_any_dropout(layer):
    ours = nn.Sequential(nn.Linear(3, 3), layer(0.4, generator=generator()))
    torchs = nn.Sequential(nn.Linear(3, 3), nn.Dropout(0.4))
    ours.load_state_dict(torchs.state_dict())
    torchs.load_state_dict(ours.state_dict())
    assert not layer(0.4, generator=generator()).state_dict()


@pytest.mark.parametrize("name", ["InvertedDropout", "ClassicDropout"])
def test_a_module_prints_its_rate_as_torchs_does(name):
    layer = {"InvertedDropout": InvertedDropout, "ClassicDropout": ClassicDropout}[name]
    assert repr(layer(0.3, generator=generator())) == f"{name}(p=0.3)"
    assert "p=0.3" in repr(nn.Dropout(0.3))


@BOTH
def test_a_rate_may_be_changed_and_is_checked_again(layer):
    module = layer(0, generator=generator())
    module.p = 1
    assert not module(torch.ones(5)).any()
    module.p = 1.5
    with pytest.raises(ValueError, match=r"^p must lie in \[0, 1\]"):
        module(torch.ones(5))


@BOTH
@pytest.mark.parametrize(("p", "error"), [(1.5, ValueError), (float("nan"), ValueError), ("0.5", TypeError)])
def test_a_wrong_rate_is_refused_when_the_module_is_made(layer, p, error):
    with pytest.raises(error, match=r"^p must .*: p is the probability of dropping a unit"):
        layer(p, generator=generator())


@BOTH
@pytest.mark.parametrize("wrong", [0, None, np.random.default_rng(0)])
def test_a_wrong_generator_is_refused_when_the_module_is_made(layer, wrong):
    with pytest.raises(TypeError, match=r"make one with torch\.Generator\(\)\.manual_seed\(seed\)"):
        layer(0.5, generator=wrong)


@BOTH
def test_a_module_without_a_generator_is_refused(layer):
    with pytest.raises(TypeError, match="generator"):
        layer(0.5)


@BOTH
@MODES
def test_integers_are_refused_in_both_modes(layer, training):
    with pytest.raises(TypeError, match=r"^x must hold floats, not torch.int64: pass x.float\(\)$"):
        layer(0.5, generator=generator()).train(training)(torch.ones(3, dtype=torch.int64))


@BOTH
@pytest.mark.parametrize("wrong", [[1.0, 2.0], np.ones(2), torch.ones(2, dtype=torch.int64)])
def test_what_is_no_tensor_of_floats_is_refused_and_uses_up_no_randomness(layer, wrong):
    source = generator()
    before = source.get_state()
    with pytest.raises(TypeError, match=r"^x must (be|hold) .*: pass "):
        layer(0.5, generator=source)(wrong)
    assert torch.equal(source.get_state(), before)
