"""Takes a gigabyte in each of many processes, below the limit of one."""

import os
import time

for _ in range(6):
    if os.fork() == 0:
        hoard = b"x" * (1 << 30)
        time.sleep(60)
time.sleep(60)
