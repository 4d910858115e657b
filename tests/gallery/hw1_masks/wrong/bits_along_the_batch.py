"""Unpacks along the wrong axis."""

TOLD = "The answer has the wrong shape"
LOSES = {"mask_from_bits_read": 1, "mask_from_bits_ends": 0.5}


def mask_from_bits(bits, units):
    return np.unpackbits(bits, axis=0)[:, :units] == 0
