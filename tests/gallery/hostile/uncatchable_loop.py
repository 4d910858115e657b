"""Never ends, and swallows every interrupt."""

import signal


def double(x):
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
