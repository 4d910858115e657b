"""The recurrent network against torch's own cell and torch's autograd, and what its masks are."""

import dataclasses

import pytest
import torch
from chance import Coin
from torch import nn
from torch.nn.functional import cross_entropy

from dropout_course.experiments.stacks import Sizes
from dropout_course.training.modules import ModuleRecipe, ModuleRun
from dropout_course.training.modules.fit import build, train
from dropout_course.training.modules.gru import PIXELS, ROWS, Recurrence
from dropout_course.training.streams import Streams

RECIPE = ModuleRecipe(hidden=(6,), epochs=2, batch_size=30, optimiser="adam")
PLAIN = ModuleRun("gru", (0, 0, 0, 0), learning_rate=0.01, seed=3)


def network(*rates, masks="element", hidden=6, seed=3):
    run = dataclasses.replace(PLAIN, rates=rates or PLAIN.rates, masks=masks, seed=seed)
    return build(run, dataclasses.replace(RECIPE, hidden=(hidden,)), Streams(seed, layers=4))


def cell_of(gru):
    """torch's cell with the same weights; its biases are not 0, so that they count."""
    with torch.no_grad():
        gru.biases.copy_(torch.randn(gru.biases.shape, generator=torch.Generator().manual_seed(0)))
    cell = nn.GRUCell(PIXELS, gru.of_state.shape[0])
    state = dict(
        zip(("weight_ih", "weight_hh"), (gru.of_input.T.clone(), gru.of_state.T.clone()), strict=True)
    )
    cell.load_state_dict(state | {"bias_ih": gru.biases[0].clone(), "bias_hh": gru.biases[1].clone()})
    return cell


def images(n=5):
    return torch.rand(n, ROWS * PIXELS, generator=torch.Generator().manual_seed(1))


def test_without_dropout_it_is_torchs_cell_row_after_row():
    gru = network().eval()
    cell, h = cell_of(gru), torch.zeros(5, 6)
    for row in images().reshape(5, ROWS, PIXELS).unbind(1):
        h = cell(row, h)
    torch.testing.assert_close(gru(images()), gru.answer(h))


@pytest.mark.parametrize("masks", ["element", "locked"])
@pytest.mark.parametrize("rates", [(0, 0, 0, 0), (0.3, 0.4, 0, 0.2), (0, 0, 0.3, 0), (0, 0.3, 0.3, 0)])
def test_forward_and_backward_are_those_of_the_cell_on_the_same_masks(rates, masks):
    if masks == "locked" and rates[2]:
        pytest.skip("refused")
    gru, same = (network(*rates, masks=masks) for _ in range(2))
    cell = cell_of(gru)
    labels = torch.arange(5)
    cross_entropy(gru(images()), labels).backward()

    shape = (5, ROWS, 6)
    rows = same.drop_input(images().reshape(5, ROWS, PIXELS))
    state, memory = same.by_step(same.drop_state, shape), same.by_step(same.drop_memory, shape)
    h = torch.zeros(5, 6)
    for t in range(ROWS):
        h = h if memory is None else h * memory[t]
        read = h if state is None else h * state[t]
        x, u = rows[:, t] @ cell.weight_ih.T + cell.bias_ih, read @ cell.weight_hh.T + cell.bias_hh
        r, z = (x[:, :12] + u[:, :12]).sigmoid().split(6, 1)
        h = (1 - z) * (x[:, 12:] + r * u[:, 12:]).tanh() + z * h
    cross_entropy(gru.answer(same.drop_output(h)), labels).backward()
    for ours, theirs in zip(
        (gru.of_input.grad.T, gru.of_state.grad.T, gru.biases.grad[0], gru.biases.grad[1]),
        (cell.weight_ih.grad, cell.weight_hh.grad, cell.bias_ih.grad, cell.bias_hh.grad),
        strict=True,
    ):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-7)


def test_the_written_out_backward_pass_is_the_slope_of_the_forward_pass():
    rng = torch.Generator().manual_seed(0)

    def drawn(*shape):
        return torch.randn(shape, generator=rng, dtype=torch.float64, requires_grad=True)

    masks = [2.0 * (torch.rand(4, 2, 3, generator=rng) < 0.5).double() for _ in range(2)]
    assert torch.autograd.gradcheck(Recurrence.apply, (drawn(4, 2, 9), drawn(3, 9), drawn(9), *masks))


def test_a_locked_mask_lasts_through_all_steps_and_is_each_examples_own():
    gru = network(0, 0.5, 0, 0, masks="locked")
    m = gru.by_step(gru.drop_state, (8, ROWS, 40))
    assert m.shape == (ROWS, 8, 40)
    assert (m == m[0]).all()
    assert len(set(map(tuple, m[0].tolist()))) == 8  # two of 2^40 masks agree with probability 3e-11
    assert not torch.equal(m, gru.by_step(gru.drop_state, (8, ROWS, 40)))


def test_fresh_masks_differ_at_every_step():
    gru = network(0, 0.5, 0, 0)
    m = gru.by_step(gru.drop_state, (1, ROWS, 60))
    assert len(set(map(tuple, m[:, 0].tolist()))) == ROWS  # 378 pairs agree with probability 3e-16


@pytest.mark.parametrize("masks", ["element", "locked"])
def test_masks_drop_at_the_rate_and_keep_the_expectation(masks):
    gru = network(0, 0.3, 0, 0, masks=masks)
    m = gru.by_step(gru.drop_state, (1100, ROWS, 310))
    draws = m if masks == "element" else m[0]
    coin = Coin(draws.numel(), 0.3)
    assert coin.accepts((draws == 0).numpy())
    assert coin.power(0.3 * 1.03) > 1 - 1e-6
    torch.testing.assert_close(draws[draws > 0], torch.tensor(1 / 0.7).expand((draws > 0).sum()))


def test_at_test_time_nothing_is_dropped_and_nothing_is_drawn():
    plain = network().eval()(images())
    gru = network(0.5, 0.5, 0.5, 0.5).eval()
    torch.testing.assert_close(gru(images()), plain)
    torch.testing.assert_close(gru(images()), plain)


def test_runs_of_one_seed_start_alike_and_nothing_comes_from_torchs_global_generator():
    before = torch.random.get_rng_state()
    first, second = network(), network(0.2, 0.5, 0, 0.1, masks="locked")
    assert torch.equal(torch.random.get_rng_state(), before)
    for ours, theirs in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.equal(ours, theirs)
    assert not torch.equal(network(seed=4).of_state, first.of_state)


def test_it_learns_clothes_from_their_rows():
    images = Sizes(train=400, validation=10, test=300, seed=0).load()
    recipe = dataclasses.replace(RECIPE, hidden=(16,), epochs=8, batch_size=25, measure_every=8)
    (outcome,) = train([dataclasses.replace(PLAIN, learning_rate=0.03)], recipe, images, measure=("test",))
    assert outcome.final["test"].correct.mean() > 0.4  # of ten classes


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rates": (0.1, 0.1)}, "input, state, memory, output"),
        ({"masks": "block"}, "masks of a gru must be one of 'element', 'locked'"),
        ({"masks": "locked", "rates": (0, 0, 0.1, 0)}, "a locked mask on the memory would multiply"),
        ({"batch_norm": "after"}, "batch_norm of a gru"),
    ],
)
def test_a_run_that_means_nothing_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        build(dataclasses.replace(PLAIN, **change), RECIPE, Streams(3, layers=4))


def test_it_has_one_hidden_layer():
    with pytest.raises(ValueError, match="a gru has one hidden layer, not 2"):
        build(PLAIN, dataclasses.replace(RECIPE, hidden=(6, 6)), Streams(3, layers=4))
