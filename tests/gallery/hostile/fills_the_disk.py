"""Writes files, sparse and full, wherever it may, without end."""

import itertools
import os

for number in itertools.count():
    try:
        with open(f"/tmp/{number}", "wb") as file:
            file.truncate(1 << 23)
            file.write(os.urandom(1 << 20) * 8)
    except OSError:
        break
    if number > 200:
        print("written: 1.6 GB")
        break
