"""Whether stacking pays for convolutional and recurrent networks too, as it does for perceptrons.

Eight networks, forward and backward on one batch, one thread: one after the other; all at once by
``torch.func.vmap``; and all at once by hand, as grouped convolutions and batched products. No masks are
drawn: only the passes are compared. Processor time, medians of five in turns.

    python bench/modules.py
"""

import statistics
import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, stack_module_state, vmap
from torch.nn.functional import conv2d, cross_entropy, max_pool2d, relu

from dropout_course.training.modules import ModuleRecipe, ModuleRun
from dropout_course.training.modules.fit import build
from dropout_course.training.streams import Streams

MODELS, BATCH, PASSES, REPEATS = 8, 25, 10, 5
RECIPES = {
    "mlp": ModuleRecipe(hidden=(128, 128)),
    "cnn": ModuleRecipe(hidden=(128,), channels=(8, 16)),
    "gru": ModuleRecipe(hidden=(32,)),
}
PLACES = {"mlp": 3, "cnn": 4, "gru": 4}


def main() -> None:
    """Print a line for each kind of network."""
    torch.set_num_threads(1)
    rng = torch.Generator().manual_seed(0)
    x, labels = torch.rand(BATCH, 784, generator=rng), torch.arange(BATCH) % 10
    for kind, recipe in RECIPES.items():
        run = ModuleRun(kind, (0.0,) * PLACES[kind], 0.02, seed=1)
        networks = [build(run, recipe, Streams(seed, len(run.rates))) for seed in range(MODELS)]
        ways: dict[str, Callable[[], None]] = {}
        if kind != "gru":  # its backward pass is its own, which vmap does not see through
            ways["vmap"] = mapped(networks, x, labels)
        if kind in BY_HAND:
            ways["by hand"] = BY_HAND[kind](networks, x, labels)
        alone = one_by_one(networks, x, labels)
        rounds = [(seconds(alone), *map(seconds, ways.values())) for _ in range(REPEATS)]
        base, *others = (1000 * statistics.median(times) for times in zip(*rounds, strict=True))
        print(
            f"{kind}: {MODELS} networks one by one {base:.1f} ms a step; "
            + ", ".join(
                f"{name} {found:.1f} ms, {base / found:.2f} times as fast"
                for name, found in zip(ways, others, strict=True)
            )
        )


def seconds(way: Callable[[], None]) -> float:
    """Processor time of a step."""
    way()
    begin = time.process_time()
    for _ in range(PASSES):
        way()
    return (time.process_time() - begin) / PASSES


def one_by_one(networks: Sequence[nn.Module], x: Tensor, labels: Tensor) -> Callable[[], None]:
    """As ``training.modules`` does it."""

    def way() -> None:
        for network in networks:
            network.zero_grad()
            cross_entropy(network(x), labels).backward()

    return way


def mapped(networks: Sequence[nn.Module], x: Tensor, labels: Tensor) -> Callable[[], None]:
    """All at once, by torch's own means."""
    parameters, buffers = stack_module_state(list(networks))

    def loss(of_one: dict[str, Tensor], buffers_of_one: dict[str, Tensor]) -> Tensor:
        return cross_entropy(functional_call(networks[0], (of_one, buffers_of_one), (x,)), labels)

    gradients = vmap(grad(loss))
    detached = {name: value.detach() for name, value in parameters.items()}

    def way() -> None:
        gradients(detached, buffers)

    return way


def grouped(networks: Sequence[nn.Module], x: Tensor, labels: Tensor) -> Callable[[], None]:
    """All at once by hand: a group of each convolution and a slice of each product is a network's."""
    layers = [
        [layer for layer in network if isinstance(layer, nn.Conv2d | nn.Linear)] for network in networks
    ]
    convolutions = [
        [torch.cat([getattr(of_one[i], name).detach() for of_one in layers]).requires_grad_() for i in (0, 1)]
        for name in ("weight", "bias")
    ]
    dense = [
        [
            torch.stack([getattr(of_one[i], name).detach() for of_one in layers]).requires_grad_()
            for i in (2, 3)
        ]
        for name in ("weight", "bias")
    ]
    leaves = [*convolutions[0], *convolutions[1], *dense[0], *dense[1]]
    images = x.reshape(BATCH, 1, 28, 28).repeat(1, MODELS, 1, 1)

    def way() -> None:
        for leaf in leaves:
            leaf.grad = None
        h = images
        for w, b in zip(*convolutions, strict=True):
            h = relu(max_pool2d(conv2d(h, w, b, padding=1, groups=MODELS), 2))
        h = h.reshape(BATCH, MODELS, -1).transpose(0, 1)
        first, last = zip(*dense, strict=True)
        h = relu(torch.baddbmm(first[1][:, None], h, first[0].mT))
        h = torch.baddbmm(last[1][:, None], h, last[0].mT)
        (cross_entropy(h.flatten(0, 1), labels.repeat(MODELS)) * MODELS).backward()

    return way


def recurrent(networks: Sequence[nn.Module], x: Tensor, labels: Tensor) -> Callable[[], None]:
    """All at once by hand: every product of a step is that of all networks."""
    names = ("of_input", "of_state", "biases", "answer.weight", "answer.bias")
    stacked = [torch.stack([dict(n.named_parameters())[name].detach() for n in networks]) for name in names]
    leaves = [leaf.requires_grad_() for leaf in stacked]
    of_input, of_state, biases, answer, bias = leaves
    units = of_state.shape[1]
    rows = x.reshape(1, BATCH * 28, 28).expand(MODELS, -1, -1)

    def way() -> None:
        for leaf in leaves:
            leaf.grad = None
        inputs = torch.baddbmm(biases[:, :1], rows, of_input).reshape(MODELS, BATCH, 28, -1)
        h = inputs.new_zeros(MODELS, BATCH, units)
        for step in inputs.unbind(2):
            u = torch.baddbmm(biases[:, 1:], h, of_state)
            r, z = (step[..., : 2 * units] + u[..., : 2 * units]).sigmoid().chunk(2, 2)
            n = torch.tanh(step[..., 2 * units :] + r * u[..., 2 * units :])
            h = torch.lerp(n, h, z)
        logits = torch.baddbmm(bias[:, None], h, answer.mT)
        (cross_entropy(logits.flatten(0, 1), labels.repeat(MODELS)) * MODELS).backward()

    return way


BY_HAND = {"cnn": grouped, "gru": recurrent}

if __name__ == "__main__":
    main()
