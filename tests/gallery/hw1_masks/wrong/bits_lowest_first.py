"""Reads each byte from its lowest bit."""

TOLD = "The bits of a byte are read from the wrong end"
LOSES = {"mask_from_bits_read": 1, "mask_from_bits_ends": 0.5}


def mask_from_bits(bits, units):
    return np.unpackbits(bits, axis=1, bitorder="little")[:, :units] == 0
