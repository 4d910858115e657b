"""Looks for the spare bits in front."""

TOLD = "The first bits are taken for the spare ones"
LOSES = {"mask_from_bits_read": 1, "mask_from_bits_ends": 0.5}


def mask_from_bits(bits, units):
    return np.unpackbits(bits, axis=1)[:, -units:] == 0
