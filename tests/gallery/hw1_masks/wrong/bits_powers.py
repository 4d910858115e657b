"""Keeps the bits' own values, 128, 64 and so on."""

TOLD = "The answer is not a mask"
LOSES = {"mask_from_bits_read": 1, "mask_from_bits_ends": 0.5}


def mask_from_bits(bits, units):
    places = 2 ** (7 - np.arange(units) % 8)
    return places - (bits[:, np.arange(units) // 8] & places)
