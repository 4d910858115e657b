"""Takes a byte for a unit."""

TOLD = "The answer has the wrong shape"
LOSES = {"mask_from_bits_read": 1, "mask_from_bits_ends": 0.5}


def mask_from_bits(bits, units):
    return bits[:, :units] == 0
