"""Dropout as a textbook writes it, in numpy: draw a multiplier, multiply.

    forward    y = x * m
    backward   dx = dy * m
    test time  m = 1 (inverted) or m = 1 - p (classic)

Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: A Simple Way to Prevent
Neural Networks from Overfitting", JMLR 15:1929-1958, 2014. Beware when you compare: the paper's p is the
probability of *keeping* a unit; here, as in today's frameworks, ``p`` is the probability of *dropping* it.
"""

from .forms import classic_dropout, inverted_dropout
from .masks import keep_mask
from .moments import Form, moments, multiplier_moments
from .multiplication import backward, forward
from .multipliers import classic_multiplier, inverted_multiplier
from .rates import check_rate, rate_from_keep_prob

__all__ = [
    "Form",
    "backward",
    "check_rate",
    "classic_dropout",
    "classic_multiplier",
    "forward",
    "inverted_dropout",
    "inverted_multiplier",
    "keep_mask",
    "moments",
    "multiplier_moments",
    "rate_from_keep_prob",
]
