"""What a network is trained to make small, each loss with its gradient."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._validation import FloatArray, check_float_array


def softmax(logits: FloatArray) -> FloatArray:
    """Class probabilities of each example.

    q_c = exp(z_c) / sum_k exp(z_k)

    Args:
        logits: z, (..., classes).

    Raises:
        TypeError: ``logits`` is not a numpy array of floats.
    """
    return np.asarray(np.exp(log_softmax(logits)))


def log_softmax(logits: FloatArray) -> FloatArray:
    """Logarithm of the class probabilities, exact where they are too small for a float.

    log q_c = z_c - log sum_k exp(z_k)

    Args:
        logits: z, (..., classes).

    Raises:
        TypeError: ``logits`` is not a numpy array of floats.
    """
    z = check_float_array(logits, "logits")
    z = z - z.max(axis=-1, keepdims=True)  # changes nothing, and exp cannot overflow
    return np.asarray(z - np.log(np.exp(z).sum(axis=-1, keepdims=True)))


def softmax_cross_entropy(logits: FloatArray, labels: NDArray[np.integer[Any]]) -> tuple[float, FloatArray]:
    """How surprised the network is by the right classes, on average over the examples.

    L = -1/N sum_i log q_i[t_i],  dL/dz_i = (q_i - e_{t_i}) / N,  q = softmax(z)

    Args:
        logits: z, (..., classes).
        labels: t, the right class of each example, (...).

    Returns:
        ``(loss, dlogits)``.

    Raises:
        TypeError: ``logits`` does not hold floats, or ``labels`` whole numbers.
        ValueError: there is not one label for each example, or one names no class.
    """
    log_q = log_softmax(logits)
    right = _one_hot(labels, logits.shape)  # (..., classes)
    dlogits: FloatArray = np.exp(log_q)  # q
    dlogits[right] -= 1
    return -float(log_q[right].mean()), dlogits / labels.size


def squared_loss(output: FloatArray, target: FloatArray) -> tuple[float, FloatArray]:
    """Squared error, on average over examples and outputs.

    L = 1/K sum_i (y_i - t_i)^2,  dL/dy_i = 2 (y_i - t_i) / K,  K numbers in all

    Args:
        output: y, of any shape.
        target: t, of the same shape.

    Returns:
        ``(loss, doutput)``.

    Raises:
        TypeError: an argument is not a numpy array of floats.
        ValueError: their shapes differ.
    """
    check_float_array(output, "output")
    check_float_array(target, "target")
    if output.shape != target.shape:  # numpy would broadcast (n, 1) and (n,) to (n, n)
        raise ValueError(f"target must have the shape of output, {output.shape}, not {target.shape}")
    error: FloatArray = output - target
    return float((error**2).mean()), 2 * error / error.size


def _one_hot(labels: NDArray[np.integer[Any]], shape: tuple[int, ...]) -> NDArray[np.bool]:
    """Boolean array of ``shape``, True at the right class of each example."""
    *examples, classes = shape
    if not isinstance(labels, np.ndarray) or not np.issubdtype(labels.dtype, np.integer):
        raise TypeError(f"labels must be a numpy array of whole numbers, not {labels!r}")
    if labels.shape != tuple(examples):
        raise ValueError(f"labels must have the shape {tuple(examples)}, one an example, not {labels.shape}")
    if not 0 <= labels.min() <= labels.max() < classes:
        raise ValueError(
            f"labels must be classes from 0 to {classes - 1}, not {labels.min()} to {labels.max()}"
        )
    return np.asarray(labels[..., None] == np.arange(classes))
