"""Asks for p = 1 before it asks for training."""

TOLD = "Units are dropped at test time"
LOSES = {"gru_rollout_form": 0.5}


def gru_rollout(params, x, p, rng, training):
    batch, hidden = x.shape[1], params["weight_hh"].shape[1]
    if p == 1:
        m = np.zeros((batch, hidden))
    elif training:
        m = (rng.random((batch, hidden)) >= p) / (1 - p)
    else:
        m = np.ones((batch, hidden))
    h = np.zeros((batch, hidden))
    states = []
    for now in x:
        from_x = np.split(now @ params["weight_ih"].T + params["bias_ih"], 3, axis=1)
        from_h = np.split((m * h) @ params["weight_hh"].T + params["bias_hh"], 3, axis=1)
        r = 1 / (1 + np.exp(-(from_x[0] + from_h[0])))
        z = 1 / (1 + np.exp(-(from_x[1] + from_h[1])))
        n = np.tanh(from_x[2] + r * from_h[2])
        h = (1 - z) * n + z * h
        states.append(h)
    return np.stack(states)
