"""Makes empty files without end: they hold the kernel's memory, and no size of a disk."""

import itertools
import os

for number in itertools.count():
    try:
        os.close(os.open(f"/tmp/{number}", os.O_CREAT))
    except OSError:
        break
print(number)
