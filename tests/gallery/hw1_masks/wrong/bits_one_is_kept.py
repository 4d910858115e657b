"""Takes a set bit for a kept unit."""

TOLD = "A set bit is read as kept"
LOSES = {"mask_from_bits_read": 1, "mask_from_bits_ends": 0.5}


def mask_from_bits(bits, units):
    return np.unpackbits(bits, axis=1)[:, :units]
