"""Reads all bits one after another, spare ones too."""

TOLD = "Spare bits are read as units"
LOSES = {"mask_from_bits_read": 1, "mask_from_bits_ends": 0.5}


def mask_from_bits(bits, units):
    flat = np.unpackbits(bits)[: len(bits) * units]
    return flat.reshape(len(bits), units) == 0
