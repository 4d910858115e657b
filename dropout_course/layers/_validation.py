"""What the layers ask of their arguments, and what they say when they do not get it."""

import torch
from torch import Tensor


def check_generator(generator: torch.Generator) -> None:
    """Refuse whatever is not torch's Generator: nothing here draws from the global one."""
    if not isinstance(generator, torch.Generator):
        raise TypeError(
            f"generator must be a torch.Generator, not {generator!r} ({type(generator).__name__}): "
            "make one with torch.Generator().manual_seed(seed), once, and pass it to every layer"
        )


def check_float_tensor(x: Tensor, name: str) -> None:
    """Refuse whatever is not a tensor of real floats."""
    if not isinstance(x, Tensor):
        raise TypeError(
            f"{name} must be a torch.Tensor, not {type(x).__name__}: pass torch.as_tensor({name})"
        )
    if not x.is_floating_point():
        raise TypeError(f"{name} must hold floats, not {x.dtype}: pass {name}.float()")
