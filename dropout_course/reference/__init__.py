"""Dropout as a textbook writes it, in numpy: draw a multiplier, multiply.

    forward    y = x * m
    backward   dx = dy * m
    test time  m = 1 (inverted) or m = 1 - p (classic)

Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: A Simple Way to Prevent
Neural Networks from Overfitting", JMLR 15:1929-1958, 2014. Beware when you compare: the paper's p is the
probability of *keeping* a unit; here, as in today's frameworks, ``p`` is the probability of *dropping* it.
"""

from .batches import dropped_throughout, expected_networks
from .blocks import block_keep_mask, block_keep_probability, block_multiplier, block_seed_rate, squares_over
from .co_adaptation import cancellation, effective_rank, linear_predictability, mean_correlation
from .ensemble import (
    Subnetworks,
    all_masks,
    arithmetic_mean,
    geometric_mean,
    mean_and_std,
    member_outputs,
    monte_carlo,
    subnetworks,
    weight_scaling,
)
from .forms import classic_dropout, inverted_dropout
from .masks import keep_mask
from .moments import Form, moments, multiplier_moments
from .multiplication import backward, forward
from .multipliers import classic_multiplier, inverted_multiplier
from .network import (
    Activation,
    Gradients,
    Network,
    Pass,
    activate,
    activation_slope,
    backward_pass,
    draw_multipliers,
    draw_network,
    forward_pass,
    log_softmax,
    softmax,
    softmax_cross_entropy,
    squared_loss,
)
from .optimisers import AdamState, adam, adamw, l2_gradient, momentum, nesterov, sgd, update
from .propagation import expected_second_moments, second_moments, variances_of_a_sum
from .rates import check_rate, rate_from_keep_prob
from .rescaling import inverted_from_classic, inverted_settings
from .ridge import (
    dropout_penalty,
    dropout_regression,
    expected_dropout_loss,
    logistic_dropout_penalty,
    quadratic_dropout_penalty,
    ridge_regression,
    two_feature_regression,
)

__all__ = [
    "Activation",
    "AdamState",
    "Form",
    "Gradients",
    "Network",
    "Pass",
    "Subnetworks",
    "activate",
    "activation_slope",
    "adam",
    "adamw",
    "all_masks",
    "arithmetic_mean",
    "backward",
    "backward_pass",
    "block_keep_mask",
    "block_keep_probability",
    "block_multiplier",
    "block_seed_rate",
    "cancellation",
    "check_rate",
    "classic_dropout",
    "classic_multiplier",
    "draw_multipliers",
    "draw_network",
    "dropout_penalty",
    "dropout_regression",
    "dropped_throughout",
    "effective_rank",
    "expected_dropout_loss",
    "expected_networks",
    "expected_second_moments",
    "forward",
    "forward_pass",
    "geometric_mean",
    "inverted_dropout",
    "inverted_from_classic",
    "inverted_multiplier",
    "inverted_settings",
    "keep_mask",
    "l2_gradient",
    "linear_predictability",
    "log_softmax",
    "logistic_dropout_penalty",
    "mean_and_std",
    "mean_correlation",
    "member_outputs",
    "moments",
    "momentum",
    "monte_carlo",
    "multiplier_moments",
    "nesterov",
    "quadratic_dropout_penalty",
    "rate_from_keep_prob",
    "ridge_regression",
    "second_moments",
    "sgd",
    "softmax",
    "softmax_cross_entropy",
    "squared_loss",
    "squares_over",
    "subnetworks",
    "two_feature_regression",
    "update",
    "variances_of_a_sum",
    "weight_scaling",
]
