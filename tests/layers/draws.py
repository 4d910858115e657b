"""Where the layers' tests take their draws from."""

import torch


def generator(seed: int = 0) -> torch.Generator:
    """A fresh one."""
    return torch.Generator().manual_seed(seed)
