"""Inverts the bits in the caller's array."""

TOLD = "What was given is changed"
LOSES = {"mask_from_bits_ends": 0.5}


def mask_from_bits(bits, units):
    np.invert(bits, out=bits)
    return np.unpackbits(bits, axis=1)[:, :units]
