"""Leaves fifty processes behind, each in a session of its own."""

import os
import time

for _ in range(50):
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)


def double(x):
    return None
