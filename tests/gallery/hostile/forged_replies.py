"""Writes to the connection itself: replies ahead of time, a promise of four gigabytes, and noise."""

import os
import struct

REPLY = b'{"dict":[["value",true],["changed",{"dict":[]}]]}'
for descriptor in range(3, 64):
    try:
        for content in (
            struct.pack(">II", len(REPLY), 0) + REPLY,
            struct.pack(">II", 1 << 31, 1 << 31),
            os.urandom(1000),
        ):
            os.write(descriptor, content)
    except OSError:
        pass


def double(x):
    return 0
