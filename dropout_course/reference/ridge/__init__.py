"""The regulariser view: what input dropout charges a regression, in closed form."""

from .linear import dropout_penalty, dropout_regression, expected_dropout_loss, ridge_regression
from .logistic import logistic_dropout_penalty, quadratic_dropout_penalty
from .two_features import two_feature_regression

__all__ = [
    "dropout_penalty",
    "dropout_regression",
    "expected_dropout_loss",
    "logistic_dropout_penalty",
    "quadratic_dropout_penalty",
    "ridge_regression",
    "two_feature_regression",
]
