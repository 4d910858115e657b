"""A fixed seed inside."""

TOLD = "The same mask at every call"
LOSES = {"gru_rollout_form": 0.5, "gru_rollout_coins": 0.25}


def gru_rollout(params, x, p, rng, training):
    batch, hidden = x.shape[1], params["weight_hh"].shape[1]
    m = np.ones((batch, hidden))
    if training:
        m = (
            (np.random.default_rng(1).random((batch, hidden)) >= p) / (1 - p)
            if p < 1
            else np.zeros((batch, hidden))
        )
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
