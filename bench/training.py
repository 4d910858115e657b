"""How much sooner stacked training ends than the obvious loop: one model at a time, DataLoader, nn.Dropout.

Both train 11 drop rates x 5 seeds with the same optimiser, schedule, batches, epochs and measurements, on all
cores: the loop with torch's default threads, the stacks with a process of one thread a core. Of the loop a
few models are timed and 55 are said to take 55 times their mean; of either a few epochs, all of them
equally long. Wall clock, medians of five, each way in turn; exit code 1 below what is promised.

    python bench/training.py
"""

import os
import statistics
import sys
import time
from collections.abc import Sequence

os.environ.pop("OMP_NUM_THREADS", None)  # torch's default threads are meant

import joblib
import torch
from torch.utils.data import DataLoader, TensorDataset

from dropout_course.data import Splits
from dropout_course.experiments.stacks import Sizes
from dropout_course.experiments.trainer import one_thread
from dropout_course.training import Recipe, Run
from dropout_course.training.fit import train

RATES = [0.08 * i for i in range(11)]
SEEDS = range(1, 6)
LEARNING_RATE = 0.02
SIZES = Sizes(train=2000, validation=1000, test=0, seed=0)
LOOPED = [RATES[0], RATES[5], RATES[10]]  # the rates whose models the loop trains
PROMISED = {(64, 64): (5.0, 8.0), (512, 512): (1.8, 2.5)}  # at least, and aimed at
EPOCHS = {(64, 64): 4, (512, 512): 2}
REPEATS = 5
CORES = os.cpu_count() or 1


def main() -> int:
    """Print a line for each network; 1 if one is slower than promised."""
    print(
        f"{len(RATES)} rates x {len(SEEDS)} seeds, {CORES} cores, {torch.get_num_threads()} threads of torch"
    )
    splits = SIZES.load()
    with joblib.parallel_config(backend="loky", n_jobs=CORES, inner_max_num_threads=1):
        times_as_fast = [measure(hidden, splits) for hidden in PROMISED]
    return int(any(found < least for found, (least, _) in zip(times_as_fast, PROMISED.values(), strict=True)))


def measure(hidden: tuple[int, ...], splits: Splits) -> float:
    """How many times as fast as the loop the stacks are; says so."""
    recipe = Recipe(hidden=hidden, epochs=EPOCHS[hidden])
    ways = (stacks, loop, loop_on_one_thread, matrix_products)
    for way in ways:
        way(recipe, splits)  # warm
    rounds = [[way(recipe, splits) for way in ways] for _ in range(REPEATS)]  # a busy minute meets them all
    stacked, looped, on_one, products = (statistics.median(times) for times in zip(*rounds, strict=True))
    least, aim = PROMISED[hidden]
    print(
        f"784-{hidden[0]}-{hidden[1]}-10, seconds an epoch of 55 models: loop {looped / recipe.epochs:.1f}, "
        f"on one thread {on_one / recipe.epochs:.1f}, stacked {stacked / recipe.epochs:.2f}\n"
        f"  stacked is {looped / stacked:.1f} times as fast (at least {least:g}, aim {aim:g}), "
        f"{on_one / stacked:.1f} times as the loop on one thread; its matrix products alone would take "
        f"{products / stacked:.0%} of its time"
    )
    return looped / stacked


def stacks(recipe: Recipe, splits: Splits) -> float:
    """Seconds to train all models: each core takes stacks, of half the rates and one seed each."""
    halves = [RATES[::2], RATES[1::2]]
    work = [[Run((0.0, p, p), LEARNING_RATE, seed) for p in half] for half in halves for seed in SEEDS]
    begin = time.perf_counter()
    joblib.Parallel()(joblib.delayed(train_alone)(runs, recipe, splits) for runs in work)
    return time.perf_counter() - begin


def train_alone(runs: Sequence[Run], recipe: Recipe, splits: Splits) -> None:
    """Train a stack on one thread."""
    with one_thread():
        train(runs, recipe, splits, measure=("validation",))


def loop(recipe: Recipe, splits: Splits) -> float:
    """Seconds that all models would take: those of a few, scaled."""
    begin = time.perf_counter()
    for p in LOOPED:
        train_obviously(p, 1, recipe, splits)
    return (time.perf_counter() - begin) / len(LOOPED) * len(RATES) * len(SEEDS)


def loop_on_one_thread(recipe: Recipe, splits: Splits) -> float:
    """The same; for networks as small as these a second thread may hinder more than it helps."""
    with one_thread():
        return loop(recipe, splits)


def train_obviously(p: float, seed: int, recipe: Recipe, splits: Splits) -> list[tuple[float, float]]:
    """As tutorials do; accuracy and NLL on the validation set after each epoch."""
    torch.manual_seed(seed)
    first, second = recipe.hidden
    model = torch.nn.Sequential(
        torch.nn.Linear(784, first),
        torch.nn.ReLU(),
        torch.nn.Dropout(p),
        torch.nn.Linear(first, second),
        torch.nn.ReLU(),
        torch.nn.Dropout(p),
        torch.nn.Linear(second, 10),
    )
    sets = [
        TensorDataset(torch.from_numpy(images.inputs()), torch.from_numpy(images.labels))
        for images in (splits.train, splits.validation)
    ]
    batches = DataLoader(sets[0], batch_size=recipe.batch_size, shuffle=True)
    held_out = DataLoader(sets[1], batch_size=1000)
    loss_of = torch.nn.CrossEntropyLoss()
    optimiser = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE, momentum=recipe.momentum)
    steps = recipe.epochs * len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    curve = []
    for _ in range(recipe.epochs):
        model.train()
        for x, labels in batches:
            optimiser.zero_grad()
            loss_of(model(x), labels).backward()
            optimiser.step()
            schedule.step()
        model.eval()
        with torch.no_grad():
            found = [(model(x), labels) for x, labels in held_out]
        logits, labels = (torch.cat(part) for part in zip(*found, strict=True))
        curve.append(((logits.argmax(1) == labels).float().mean().item(), loss_of(logits, labels).item()))
    return curve


def matrix_products(recipe: Recipe, splits: Splits) -> float:
    """Seconds that as many additions and multiplications take all cores in products of large matrices."""
    rates = joblib.Parallel()(joblib.delayed(operations_a_second)() for _ in range(CORES))
    return operations(recipe) / sum(rates)


def operations_a_second() -> float:
    """Of one thread that does nothing but multiply large matrices."""
    a = torch.rand(1024, 1024)
    with one_thread():
        a @ a
        begin = time.perf_counter()
        for _ in range(20):
            a @ a
        return 20 * 2 * 1024**3 / (time.perf_counter() - begin)


def operations(recipe: Recipe) -> float:
    """Additions and multiplications in the matrix products that all models need."""
    layers = list(zip((784, *recipe.hidden), (*recipe.hidden, 10), strict=True))
    forward = 2 * sum(inputs * outputs for inputs, outputs in layers)
    training = 3 * forward - 2 * layers[0][0] * layers[0][1]  # no gradient goes on to the images
    of_model = recipe.epochs * (SIZES.train * training + SIZES.validation * forward)
    return float(of_model * len(RATES) * len(SEEDS))


if __name__ == "__main__":
    sys.exit(main())
