"""The generator is set to one state after each draw: all calls but the first are alike."""

TOLD = "The same mask at every call"
LOSES = {"keep_mask_rng": 0.5}


def keep_mask(shape, p, rng):
    kept = rng.random(shape) >= p
    state = rng.bit_generator.state
    state["state"]["state"] = 1
    rng.bit_generator.state = state
    return kept
