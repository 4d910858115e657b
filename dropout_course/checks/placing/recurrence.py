"""A GRU's equations with a mask on what its gates read, and the same with each known mistake."""

from collections.abc import Callable, Iterator

import numpy as np

from dropout_course.checks.placing.answers import Array

Params = dict[str, Array]
Step = Callable[[Params, Array, Array, Array], Array]  # parameters, input, state, multiplier -> next state

SHUT, OPEN = -40.0, 40.0  # sigmoid of these is 0 and 1


def sigmoid(a: Array) -> Array:
    """1 / (1 + exp(-a)), also for large numbers."""
    return np.asarray(np.exp(-np.logaddexp(0, -a)))


def parts(params: Params, x: Array, h: Array) -> Iterator[tuple[Array, Array]]:
    """What input and state say to r, z and n."""
    from_x = x @ params["weight_ih"].T + params["bias_ih"]
    from_h = h @ params["weight_hh"].T + params["bias_hh"]
    return zip(np.split(from_x, 3, axis=1), np.split(from_h, 3, axis=1), strict=True)


def state_step(params: Params, x: Array, h: Array, m: Array) -> Array:
    """The right one: gates and news read m * h, and h is carried over whole."""
    (xr, hr), (xz, hz), (xn, hn) = parts(params, x, m * h)
    r, z = sigmoid(xr + hr), sigmoid(xz + hz)
    return np.asarray((1 - z) * np.tanh(xn + r * hn) + z * h)


def memory_step(params: Params, x: Array, h: Array, m: Array) -> Array:
    """The carried state is dropped too."""
    return state_step(params, x, m * h, np.ones(1))


def carried_step(params: Params, x: Array, h: Array, m: Array) -> Array:
    """The carried state alone is dropped."""
    (xr, hr), (xz, hz), (xn, hn) = parts(params, x, h)
    r, z = sigmoid(xr + hr), sigmoid(xz + hz)
    return np.asarray((1 - z) * np.tanh(xn + r * hn) + z * m * h)


def news_step(params: Params, x: Array, h: Array, m: Array) -> Array:
    """The news are dropped on their way into the state."""
    (xr, hr), (xz, hz), (xn, hn) = parts(params, x, h)
    r, z = sigmoid(xr + hr), sigmoid(xz + hz)
    return np.asarray((1 - z) * m * np.tanh(xn + r * hn) + z * h)


def mixed_step(news: bool, params: Params, x: Array, h: Array, m: Array) -> Array:
    """The dropped state is read by the news alone, or by the gates alone."""
    (xr, hr), (xz, hz), _ = parts(params, x, h if news else m * h)
    *_, (xn, hn) = parts(params, x, m * h if news else h)
    r, z = sigmoid(xr + hr), sigmoid(xz + hz)
    return np.asarray((1 - z) * np.tanh(xn + r * hn) + z * h)


def early_reset_step(params: Params, x: Array, h: Array, m: Array) -> Array:
    """The reset gate multiplies the state in front of the matrix."""
    (xr, hr), (xz, hz), (xn, _) = parts(params, x, m * h)
    r, z = sigmoid(xr + hr), sigmoid(xz + hz)
    *_, (_, hn) = parts(params, x, r * m * h)
    return np.asarray((1 - z) * np.tanh(xn + hn) + z * h)


def swapped_step(params: Params, x: Array, h: Array, m: Array) -> Array:
    """The update gate lets the news in where it should keep."""
    (xr, hr), (xz, hz), (xn, hn) = parts(params, x, m * h)
    r, z = sigmoid(xr + hr), sigmoid(xz + hz)
    return np.asarray(z * np.tanh(xn + r * hn) + (1 - z) * h)


def reordered_step(params: Params, x: Array, h: Array, m: Array) -> Array:
    """The first rows are taken for z, the second for r."""
    order = {
        name: np.concatenate([np.split(value, 3)[gate] for gate in (1, 0, 2)])
        for name, value in params.items()
    }
    return state_step(order, x, h, m)


def rollout(step: Step, params: Params, x: Array, m: Array) -> Array:
    """All states, (steps, batch, hidden), from a first state of 0."""
    h = np.zeros((x.shape[1], params["weight_hh"].shape[1]))
    states = []
    for now in x:
        h = step(params, now, h, m)
        states.append(h)
    return np.stack(states)


def draw_params(inputs: int, units: int, rng: np.random.Generator) -> Params:
    """Parameters large enough for every gate to matter."""
    return {
        "weight_ih": rng.normal(0, 1, (3 * units, inputs)),
        "weight_hh": rng.uniform(0.5, 1, (3 * units, units)) * rng.choice([-1, 1], (3 * units, units)),
        "bias_ih": rng.normal(0, 0.5, 3 * units),
        "bias_hh": rng.normal(0, 0.5, 3 * units),
    }


def telltale(units: int, one_input: bool = False) -> Params:
    """A GRU that says tanh(x + m * h): reset gate open, update gate shut, each unit reads itself.

    With ``one_input`` all units have the same x.
    """
    eye, none = np.eye(units), np.zeros((units, units))
    reads = np.ones((units, 1)) if one_input else eye
    gates = np.concatenate([np.full(units, OPEN), np.full(units, SHUT), np.zeros(units)])
    return {
        "weight_ih": np.concatenate([0 * reads, 0 * reads, reads]),
        "weight_hh": np.concatenate([none, none, eye]),
        "bias_ih": gates,
        "bias_hh": np.zeros(3 * units),
    }
