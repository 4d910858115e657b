"""Torch's tensors in the checks: made from numpy's arrays, and read back as nothing but those.

Torch is imported inside the functions: whoever judges numpy alone need not have it.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dropout_course.checks.answers import WRONG_KIND, as_array, ask
from dropout_course.checks.property import Answer, Failed, LearnerFunction, Misconception
from dropout_course.data import Dataset, Images, load_subset, split

if TYPE_CHECKING:
    from torch import Tensor

Numbers = NDArray[np.float64]
Labelled = tuple["Tensor", "Tensor"]  # images (n, 784), float32, and labels (n,), int64

NOT_A_TENSOR = Misconception(
    "The answer is not a tensor", "Return the tensor itself, and do not forget `return`.", "Choosing a rate"
)


def tensor(values: NDArray[Any]) -> "Tensor":
    """A tensor with memory of its own: what a function writes into it stays there."""
    import torch

    return torch.from_numpy(np.array(values))


def as_numbers(answer: Answer, shape: tuple[int, ...]) -> Numbers:
    """What ``answer`` holds, when it is a plain, dense, finite, real tensor of ``shape``."""
    import torch

    if type(answer) is not torch.Tensor or answer.layout is not torch.strided:
        raise Failed(NOT_A_TENSOR, f"a value of type {type(answer).__name__}", "a tensor")
    if answer.dtype.is_complex:
        raise Failed(WRONG_KIND, f"dtype {answer.dtype}", "a dtype of real numbers")
    return np.asarray(as_array(answer.detach().to(torch.float64).numpy(), shape), dtype=np.float64)


def changed(function: LearnerFunction, arrays: list[Numbers], *others: float) -> list[Numbers]:
    """What is left of ``arrays`` when ``function`` had them as float32 tensors, to be changed in place."""
    tensors = [tensor(array.astype(np.float32)) for array in arrays]
    ask(function, *tensors, *others)
    return [as_numbers(given, array.shape) for given, array in zip(tensors, arrays, strict=True)]


def draw_images(rng: np.random.Generator, train: int, test: int) -> tuple[Labelled, Labelled]:
    """So many of the course's images to learn from and to judge by, as many of one class as of another."""
    found = split(_shipped(), train=train, validation=0, test=test, rng=rng)
    return _labelled(found.train), _labelled(found.test)


@cache
def _shipped() -> Dataset:
    return load_subset()


def _labelled(images: Images) -> Labelled:
    return tensor(images.inputs()), tensor(images.labels)
