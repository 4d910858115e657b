"""Forgets to return."""

TOLD = "The answer is not a numpy array"
LOSES = {"mask_from_bits_read": 1, "mask_from_bits_ends": 0.5}


def mask_from_bits(bits, units):
    mask = np.unpackbits(bits, axis=1)[:, :units] == 0
