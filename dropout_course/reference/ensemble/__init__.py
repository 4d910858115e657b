"""The ensemble view: the subnetworks that dropout can draw, and the means of what they say."""

from .means import arithmetic_mean, geometric_mean, mean_and_std
from .members import Subnetworks, all_masks, member_outputs, monte_carlo, subnetworks, weight_scaling

__all__ = [
    "Subnetworks",
    "all_masks",
    "arithmetic_mean",
    "geometric_mean",
    "mean_and_std",
    "member_outputs",
    "monte_carlo",
    "subnetworks",
    "weight_scaling",
]
