"""Inverts the unpacked numbers, bit by bit: 254 and 255."""

TOLD = "The answer is not a mask"
LOSES = {"mask_from_bits_read": 1, "mask_from_bits_ends": 0.5}


def mask_from_bits(bits, units):
    return ~np.unpackbits(bits, axis=1)[:, :units]
